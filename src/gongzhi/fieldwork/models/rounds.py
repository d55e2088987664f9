"""Rounds for hazards over a grid, and what they found."""

from __future__ import annotations

from django.db import models


class HazardRound(models.Model):
    """One round of a kind (of the profile) over a grid was looked over (隐患排查).

    Nothing of who went or where they walked: only that it was done, for the next one's day.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["area", "kind", "-done_at"], name="round_last")]

    def __str__(self) -> str:
        return f"{self.kind} {self.area_id}"


class HazardFinding(models.Model):
    """Something was wrong: which order it became. `round` is set when the round is done.

    `register` and `row_id` name the building, facility or unit; empty and None for the grid.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=20)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    register = models.CharField(max_length=10, blank=True, default="")
    row_id = models.BigIntegerField(null=True, blank=True)
    number = models.CharField(max_length=24, unique=True)
    round = models.ForeignKey(
        HazardRound, models.CASCADE, null=True, blank=True, related_name="findings"
    )
    found_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["area", "kind", "-found_at"], name="finding_by_round")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
