"""Accounts of the ledger, and who shares one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.points.querysets import AccountQuerySet, OfAccountQuerySet


class Account(ScopedModel):  # type: ignore[django-manager-missing]
    """One side of the ledger. `balance` is the sum of its entries, kept by the database itself.

    Holders and funds never go below zero. Points come from `issued` (below zero: what the bank
    ever gave) and end in `redeemed` or `expired`. A fund has a title and gathers what is donated.
    Whoever types `join_code` before `join_until` shares the account from then on.
    """

    class Kind(models.TextChoices):
        HOLDER = "holder", _("积分账户")
        FUND = "fund", _("公益基金")
        ISSUED = "issued", _("发出")
        REDEEMED = "redeemed", _("兑换")
        EXPIRED = "expired", _("到期")

    bank = models.ForeignKey("points.Bank", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=40, blank=True, default="")
    text = models.CharField(max_length=200, blank=True, default="")
    balance = models.IntegerField(default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    join_code = models.CharField(max_length=10, null=True, unique=True)  # noqa: DJ001 - unique
    join_until = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(AccountQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["bank", "kind"], name="account_of_bank")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="issued", balance__lte=0)
                | (~Q(kind="issued") & Q(balance__gte=0)),
                name="account_not_overdrawn",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(balance=0), name="account_closed_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"


class Member(ScopedModel):
    """Somebody who shares an account, by choice, from `joined_at` until taken back."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="members")
    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(OfAccountQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resident"], condition=Q(left_at=None), name="points_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"
