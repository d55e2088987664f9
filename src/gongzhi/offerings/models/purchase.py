"""Services that the government buys of others (JN-20): what was agreed, what was done, what it was worth."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.offerings.querysets import PurchaseQuerySet


class Purchase(ScopedModel):
    """One project: `buyer` pays, `contractor` serves, `body` is where, and confirms and judges.

    `hours` and `person_times` are what was agreed for the whole span, `amount` is in yuan.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    name = models.CharField(max_length=80)
    buyer = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    contractor = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    hours = models.PositiveIntegerField()
    person_times = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    objects = ScopedManager.from_queryset(PurchaseQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["body", "ends_on"], name="purchase_of_body")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="purchase_days_in_order"
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, person_times__gte=1, amount__gte=0),
                name="purchase_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(contractor=F("body")) & ~Q(contractor=F("buyer")),
                name="purchase_of_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PurchasedService(models.Model):
    """An order or an activity that belongs to a project: read within the scope of the project.

    What it was is read from there. `minutes` stand for an order only: an activity has its own.
    One that was refused may be entered again, in the same project or another.
    """

    id = models.BigAutoField(primary_key=True)
    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="services")
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, related_name="+")
    activity = models.ForeignKey("venues.Activity", models.PROTECT, null=True, related_name="+")
    minutes = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=9, default="waiting")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    settled_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["purchase", "state"], name="purchased_of_project")
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "confirmed", "refused")),
                name="purchased_state_known",
            ),
            models.CheckConstraint(
                condition=Q(order__isnull=False, activity=None, minutes__gte=1)
                | Q(order=None, activity__isnull=False, minutes=None),
                name="purchased_is_one_thing",
            ),
            models.UniqueConstraint(
                fields=["order"], condition=~Q(state="refused"), name="purchased_order_once"
            ),
            models.UniqueConstraint(
                fields=["activity"], condition=~Q(state="refused"), name="purchased_activity_once"
            ),
        ]

    def __str__(self) -> str:
        return f"purchased {self.pk}"


class PurchaseWord(models.Model):
    """What the community says of a project for a quarter, once; a trigger refuses changes.

    `quarter_on` is its first day; `grade` is 3 good, 2 fair, 1 poor.
    """

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="words")
    quarter_on = models.DateField()
    grade = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purchase", "quarter_on"], name="purchase_word_once"),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=3), name="purchase_word_scale"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="purchase_word_for_ever", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"word on purchase {self.purchase_id}"
