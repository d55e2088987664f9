"""Bodies that were ended in the desk: a profile applied later does not bring them back."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from .base import Recorded
from .body import Body


class BodyEnding(Recorded):
    """A body that is no more from a day on, and which body took over. Facts, no names of people."""

    body = models.OneToOneField(Body, models.PROTECT, related_name="ending")
    successor = models.ForeignKey(Body, models.PROTECT, related_name="took_over")
    ended_on = models.DateField()
    why = models.CharField(max_length=200)
    areas = models.JSONField(default=list)  # ids that the successor did not answer for before
    passed = models.JSONField(default=dict)

    class Meta:
        verbose_name = "单位撤并"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(body=F("successor")), name="orgs_ending_not_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} → {self.successor_id}"
