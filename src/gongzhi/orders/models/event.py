"""What happened to an order, chained by hash; and the hourly signed roots over it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedModel

from .link import Link


class TxidCurrent(models.Func):
    """The transaction that wrote the row, so that roots are built over finished ones only."""

    function = "txid_current"
    output_field = models.BigIntegerField()


class OrderEvent(ScopedModel):
    """One event. The hash covers who, when, from, to and the salted digest of the payload;
    redaction deletes payload and salt, and the chain still verifies.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=32)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=60)  # as hashed: kind, id and action, no name
    user = Link("accounts.User", models.PROTECT, null=True)
    body = Link("orgs.Body", models.PROTECT, null=True)
    resident = Link("accounts.Resident", models.SET_NULL, null=True)
    from_state = models.CharField(max_length=32, blank=True, default="")
    to_state = models.CharField(max_length=32)
    payload = models.JSONField(null=True)
    salt = models.CharField(max_length=32, blank=True, default="")
    digest = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    client_key = models.UUIDField(null=True)
    xid = models.BigIntegerField(db_default=TxidCurrent())
    root = Link("orders.EventRoot", models.SET_NULL, null=True)

    class Meta(ScopedModel.Meta):
        abstract = False
        triggers = [
            pgtrigger.Protect(name="event_stays", operation=pgtrigger.Delete),
            # What the hash covers never changes; payload and salt may only be deleted.
            pgtrigger.Trigger(
                name="event_only_redacted",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                func="""
                    IF (OLD.order_id, OLD.seq, OLD.at, OLD.action, OLD.actor_name, OLD.from_state,
                        OLD.to_state, OLD.digest, OLD.hash)
                       IS DISTINCT FROM
                       (NEW.order_id, NEW.seq, NEW.at, NEW.action, NEW.actor_name, NEW.from_state,
                        NEW.to_state, NEW.digest, NEW.hash)
                       OR (NEW.payload IS DISTINCT FROM OLD.payload
                           AND (NEW.payload IS NOT NULL OR NEW.salt <> ''))
                    THEN
                        RAISE EXCEPTION 'order event %: recorded events do not change', OLD.id
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "seq"], name="event_seq_once"),
            models.UniqueConstraint(
                fields=["client_key"], name="event_key_once", condition=~Q(client_key=None)
            ),
        ]
        indexes = [
            models.Index(fields=["xid"], name="event_unrooted", condition=Q(root=None)),
            # Dispatches by the three-way triage, of which its report is made (ML-31).
            models.Index(
                fields=["order", "-seq"],
                name="event_triage",
                condition=Q(payload__has_key="triage"),
            ),
            models.Index(fields=["root"], name="event_root", condition=~Q(root=None)),
            models.Index(fields=["user"], name="event_user", condition=~Q(user=None)),
            models.Index(
                fields=["body", "from_state", "-id"], name="event_body", condition=~Q(body=None)
            ),
            models.Index(fields=["resident"], name="event_resident", condition=~Q(resident=None)),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}#{self.seq} {self.action}"


class EventRoot(models.Model):
    """Merkle root over the finished events since the last one, signed and chained."""

    at = models.DateTimeField()
    count = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    signature = models.TextField()
    key_id = models.CharField(max_length=20)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.root[:12]
