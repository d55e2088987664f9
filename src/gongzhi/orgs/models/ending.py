"""Bodies that were ended in the desk: a profile applied later does not bring them back."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .base import Recorded
from .body import Body


class BodyEndingQuerySet(models.QuerySet["BodyEnding"]):
    """Endings; one that was taken back stays as history."""

    def in_force(self) -> BodyEndingQuerySet:
        """Those that hold."""
        return self.filter(undone_at=None)


class BodyEnding(Recorded):
    """A body that is no more from a day on, and which body took over. Facts, no names of people."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="endings")
    successor = models.ForeignKey(Body, models.PROTECT, related_name="took_over")
    ended_on = models.DateField()
    why = models.CharField(max_length=200)
    areas = models.JSONField(default=list)  # ids that the successor did not answer for before
    # Ids of bodies of its kind that answered for one of its areas already, the successor included.
    beside = models.JSONField(default=list)
    passed = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_why = models.CharField(max_length=200, blank=True, default="")
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # Its traces are gone: it cannot be taken back any more.
    settled_at = models.DateTimeField(null=True)

    objects = BodyEndingQuerySet.as_manager()

    class Meta:
        verbose_name = "单位撤并"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(body=F("successor")), name="orgs_ending_not_itself"
            ),
            models.UniqueConstraint(
                fields=["body"], condition=Q(undone_at=None), name="orgs_ending_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} → {self.successor_id}"


class EndedRow(models.Model):
    """What one row was before an ending and became by it; kept while it can be taken back.

    Changed columns only, the whole row where it went (`became` None) or came (`was` None). Sealed
    columns and blind indexes are never in it, so that deletion and new keys reach every copy.
    """

    ending = models.ForeignKey(BodyEnding, models.CASCADE, related_name="rows")
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    was = models.JSONField(null=True)
    became = models.JSONField(null=True)

    class Meta:
        verbose_name = "撤并前的记录"
        indexes: ClassVar = [
            models.Index(fields=["ending", "table", "row_id"], name="orgs_endedrow_row")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"
