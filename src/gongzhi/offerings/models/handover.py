"""An order that the city's government service system finishes (ML-35): its number there, its state."""

from __future__ import annotations

from django.db import models


class HandOver(models.Model):
    """Read within the scope of its order. Empty `number` means that it was not taken over yet.

    `next_at` is when it is sent, or asked about, the next time; empty when there is nothing left
    to ask. `failure` is what went wrong the last time, empty after a success.
    """

    order = models.OneToOneField(
        "orders.Order", models.PROTECT, related_name="+", primary_key=True
    )  # fmt: skip
    number = models.CharField(max_length=60, blank=True, default="")
    state = models.CharField(max_length=100, blank=True, default="")
    done = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True, default="")
    taken_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["next_at"], name="handover_due", condition=models.Q(next_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"
