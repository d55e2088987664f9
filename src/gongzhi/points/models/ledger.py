"""The double-entry ledger: movements and their entries, which nobody can change or delete."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.points.querysets import MovementQuerySet, OfAccountQuerySet

_KEEP_BALANCE = """
    UPDATE points_account SET balance = balance + NEW.points WHERE id = NEW.account_id;
    RETURN NULL;
"""
_BALANCES = """
    IF (SELECT coalesce(sum(points), 0) FROM points_entry
         WHERE movement_id = NEW.movement_id) <> 0 THEN
        RAISE EXCEPTION 'movement %: entries do not add up to zero', NEW.movement_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""


class Movement(ScopedModel):  # type: ignore[django-manager-missing]
    """Points that went from one account to another, for ever.

    `key` says what it is about and is used once: `service:<claim>`, `tap:<uuid>` of a form,
    `expire:<account>:<day>`, `back:<movement>`, `settle:<ending>`. `text` is what it was for, without names. `user`
    is the member of staff who did it, None for the holder's own hand or the rules'. `reverses` is
    the movement that it takes back, once.
    """

    class Kind(models.TextChoices):
        EARN = "earn", _("服务所得")
        REDEEM = "redeem", _("兑换")
        DONATE = "donate", _("捐赠")
        EXPIRE = "expire", _("到期")
        REVERSE = "reverse", _("冲正")
        SETTLE = "settle", _("撤并结清")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    key = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()
    text = models.CharField(max_length=200, blank=True, default="")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(MovementQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="reverse", reverses__isnull=False)
                | (~Q(kind="reverse") & Q(reverses=None)),
                name="movement_reverses_one",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="movement_for_ever", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Entry(ScopedModel):
    """One side of a movement: whole points, never zero; those of a movement add up to zero."""

    movement = models.ForeignKey(Movement, models.PROTECT, related_name="entries")
    account = models.ForeignKey("points.Account", models.PROTECT, related_name="entries")
    points = models.IntegerField()

    objects = ScopedManager.from_queryset(OfAccountQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["account", "-id"], name="entry_of_account")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["movement", "account"], name="entry_once"),
            models.CheckConstraint(condition=~Q(points=0), name="entry_of_something"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="entry_for_ever", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="entry_keeps_balance", operation=pgtrigger.Insert, when=pgtrigger.After,
                func=_KEEP_BALANCE,
            ),
            # At the end of the transaction, when all sides of the movement stand.
            pgtrigger.Trigger(
                name="entry_adds_up", operation=pgtrigger.Insert, when=pgtrigger.After,
                timing=pgtrigger.Deferred, func=_BALANCES,
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"entry {self.pk}"


class Handout(ScopedModel):
    """An item that points were given for: it waits to be collected, was handed over, or went back.

    Whoever shows `code` at the counter collects it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("待领取")
        GIVEN = "given", _("已领取")
        BACK = "back", _("已退回")

    movement = models.OneToOneField(Movement, models.PROTECT, related_name="handout")
    account = models.ForeignKey("points.Account", models.PROTECT, related_name="+")
    item = models.ForeignKey("points.Item", models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    code = models.CharField(max_length=6)
    state = models.CharField(max_length=7, choices=State.choices)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(OfAccountQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="handout_of_something")
        ]

    def __str__(self) -> str:
        return f"handout {self.pk}"
