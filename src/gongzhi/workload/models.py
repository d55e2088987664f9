"""What a community was admitted to do (XY-31), and what it hangs, attends and keeps (ML-18)."""

from __future__ import annotations

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.orgs.models.base import no_overlap
from gongzhi.workload.querysets import BurdenQuerySet


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


class Burden(ScopedModel):
    """A plaque, a kind of meeting, a ledger or a form that one community is asked for (ML-18).

    `asked_by` is whoever asks, in words, and `asker` the body where it is one of the city's; an
    empty `basis` says that none was named. `a_year` is how often a meeting is or a ledger or form
    is due in a year. It ends on the day it was taken away.
    """

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=80)
    asked_by = models.CharField(max_length=80)
    asker = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    basis = models.CharField(max_length=200, blank=True, default="")
    a_year = models.PositiveSmallIntegerField(null=True)
    since = models.DateField()
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    ended_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    objects = ScopedManager.from_queryset(BurdenQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["body", "kind", "name"], condition=Q(ended_on=None), name="burden_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("plaque", "meeting", "ledger", "form")),
                name="burden_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
