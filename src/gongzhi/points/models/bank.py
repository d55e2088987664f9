"""A community's bank and what it gives for points: public facts, no people in them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Bank(models.Model):
    """One standing bank of a community. `credited_to`: services settled before are credited."""

    community = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    credited_to = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community"], condition=Q(ended_at=None), name="bank_one_standing"
            )
        ]

    def __str__(self) -> str:
        return f"bank {self.pk}"


class Item(models.Model):
    """What points are given for. `stock` is what is left; a withdrawn item is out of the list."""

    bank = models.ForeignKey(Bank, models.PROTECT, related_name="items")
    name = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True, default="")
    points = models.PositiveIntegerField()
    stock = models.PositiveIntegerField()
    withdrawn_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(points__gte=1, stock__gte=0), name="item_stock"),
            models.UniqueConstraint(
                fields=["bank", "name"], condition=Q(withdrawn_at=None), name="item_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
