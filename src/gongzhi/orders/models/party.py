"""Who has a part in an order: one table, from which every worklist is read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .link import Link


class OrderParty(models.Model):
    """A body's part in an order.

    role: holder (must act next), lead (answers for it), co (co-handler), caller, called (a body
    that was called; `due_at` of its next step), supervisor, first (first receiver), past (was once
    lead: may still read).
    """

    order = models.ForeignKey(
        "orders.Order", models.CASCADE, related_name="parties", db_index=False
    )
    body = Link("orgs.Body", models.PROTECT)
    user = Link("accounts.User", models.PROTECT, null=True)
    role = models.CharField(max_length=12)
    open = models.BooleanField(default=True)
    state = models.CharField(max_length=32, blank=True, default="")  # of the order, holder only
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    soon_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(role="holder"), name="party_one_holder"
            ),
            models.UniqueConstraint(
                fields=["order"], condition=Q(role="lead"), name="party_one_lead"
            ),
            models.UniqueConstraint(fields=["order", "body", "role"], name="party_once"),
        ]
        indexes = [
            models.Index(
                fields=["body", "role", "state", "due_at"],
                name="party_worklist",
                condition=Q(open=True),
            ),
            models.Index(fields=["body", "order"], name="party_body_order"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.body_id}"
