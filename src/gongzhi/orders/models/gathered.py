"""Orders that belong to a larger one: a long-running file, the places of a campaign."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .link import Link


class Gathered(models.Model):
    """An order that a long-running file has taken up (JN-15). An order is in one file at a time."""

    file = models.ForeignKey("orders.Order", models.PROTECT, related_name="gathered")
    order = models.OneToOneField("orders.Order", models.CASCADE, related_name="in_file")
    user = Link("accounts.User", models.PROTECT)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.order_id} in {self.file_id}"


class CheckPlace(models.Model):
    """A place that a campaign looks at once, and what was found there (JN-39)."""

    campaign = models.ForeignKey("orders.Order", models.CASCADE, related_name="places")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    checked_at = models.DateTimeField(null=True)
    user = Link("accounts.User", models.PROTECT, null=True)
    note = models.CharField(max_length=500, blank=True, default="")
    found = models.OneToOneField("orders.Order", models.PROTECT, null=True, related_name="found_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "area"], name="place_once_a_campaign"),
            models.CheckConstraint(
                condition=Q(found=None) | Q(checked_at__isnull=False), name="found_when_checked"
            ),
        ]
        indexes = [
            models.Index(fields=["area"], name="place_to_check", condition=Q(checked_at=None))
        ]

    def __str__(self) -> str:
        return f"place {self.area_id} of {self.campaign_id}"
