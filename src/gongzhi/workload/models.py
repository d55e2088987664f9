"""Affairs that a community was admitted to do for a time, with what came with them (XY-31)."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models

from gongzhi.orgs.models.base import no_overlap


class Admission(models.Model):
    """One admitted affair: read within the scope of its order.

    `valid` is [from, the day after the last); `funded` says whether money came with it, and the
    order's record what money and power (费随事转、权随责走).
    """

    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="admission")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    affair = models.CharField(max_length=200)
    affair_no = models.BigIntegerField()
    valid = DateRangeField()
    funded = models.BooleanField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # The same affair is admitted at one community once at a time.
            no_overlap("admission", "body_id", "affair_no"),
        ]
        indexes = [
            models.Index(
                fields=["valid"], name="admission_standing", condition=models.Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"admission {self.pk}"
