"""Stage clocks: each stage has its own clock and owner (rules: time limits)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from .link import Link


class OrderClock(models.Model):
    """One run of one stage. `due_at` is stored, found by a partial index, acted on once."""

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="clocks")
    stage = models.CharField(max_length=20)
    body = Link("orgs.Body", models.PROTECT, null=True)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)
    clock_state = models.JSONField()  # kernel.stageclock.ClockState
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    soon_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)
    running = models.BooleanField(default=True)
    soon_told_at = models.DateTimeField(null=True)
    over_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "stage"], condition=Q(stopped_at=None), name="clock_one_per_stage"
            )
        ]
        indexes = [
            models.Index(
                fields=["soon_at"],
                name="clock_soon",
                condition=Q(running=True, soon_told_at=None),
            ),
            models.Index(
                fields=["due_at"], name="clock_due", condition=Q(running=True, over_told_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.order_id}"
