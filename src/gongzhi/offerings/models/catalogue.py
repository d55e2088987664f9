"""Which item an order is of, and the entries of the three lists."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.offerings.querysets import EntryQuerySet


class ItemOrder(models.Model):
    """An order of an item of the catalogue: read within the scope of its order."""

    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="item")
    code = models.CharField(max_length=12)
    kind = models.CharField(max_length=8)

    class Meta:
        indexes = [models.Index(fields=["code"], name="item_order_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"


class Entry(ScopedModel):
    """One entry: a need, an offer, or what was agreed and is carried out (ML-09, QA-28).

    `body` keeps it. What is carried out answers `need` with `offer`; `body` then leads and
    `support` helps. `quantity` counts `unit`s; a window is a span of days and a part of the day.
    """

    id = models.BigAutoField(primary_key=True)
    side = models.CharField(max_length=8)
    class_key = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=10)
    skills = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=120, blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField()
    part = models.CharField(max_length=10, default="any")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    support = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    need = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    offer = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=8, default="open")
    result = models.CharField(max_length=300, blank=True, default="")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(EntryQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [
            models.Index(
                fields=["side", "body"], name="entry_open", condition=models.Q(state="open")
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=("need", "offer", "carry")), name="entry_side_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("open", "done", "dropped")), name="entry_state_known"
            ),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="entry_some"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="entry_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.pk}"
