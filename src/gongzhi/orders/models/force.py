"""Forces called to a place: receipt, arrival, feedback, each counted down (QA-20)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ForceCall(models.Model):
    """A grid team or posted squad called to an order from the map."""

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="calls")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    called_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, default="")
    receipt_due = models.DateTimeField()
    arrival_due = models.DateTimeField()
    feedback_due = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    fed_back_at = models.DateTimeField(null=True)
    feedback = models.CharField(max_length=500, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "body"],
                condition=Q(fed_back_at=None, cancelled_at=None),
                name="call_once_open",
            )
        ]
        indexes = [
            models.Index(
                fields=["body", "called_at"],
                name="call_open",
                condition=Q(fed_back_at=None, cancelled_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"
