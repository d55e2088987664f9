"""Temporary Party branches: opened for an emergency, closed with it (QJ-02)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

from gongzhi.kernel.scoped_orm import ScopedManager
from gongzhi.orgs.querysets import TemporaryQuerySet

from .base import Recorded, Term, has_start, no_overlap
from .body import Body


class TemporaryBranch(Recorded):  # type: ignore[django-manager-missing]
    """A body that exists from a day to a day for a stated reason. Facts of the office, no names."""

    body = models.OneToOneField(Body, models.PROTECT, related_name="temporary")
    reason = models.CharField(max_length=200)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = gettext_lazy("临时党组织")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gt=F("opened_on")),
                name="orgs_temporary_closed_after",
            )
        ]

    def __str__(self) -> str:
        return f"temporary {self.body_id}"


class TemporaryCount(Term):
    """How many members a home organisation has in a temporary branch: numbers, never persons.

    Members keep their home organisation. `home` is None for members who returned and have no
    unit here; those in service always have one.
    """

    branch = models.ForeignKey(TemporaryBranch, models.CASCADE, related_name="counts")
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="temporary_counts",
        db_column="home_id",
    )  # fmt: skip
    in_service = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)

    objects = ScopedManager.from_queryset(TemporaryQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Term.Meta):
        verbose_name = gettext_lazy("临时党组织人数")
        constraints: ClassVar = [
            has_start("orgs_temporary_count"),
            no_overlap("orgs_temporary_count", "branch", "body", when=Q(body__isnull=False)),
            no_overlap("orgs_temporary_returned", "branch", when=Q(body__isnull=True)),
            models.CheckConstraint(
                condition=Q(body__isnull=False) | Q(in_service=0),
                name="orgs_temporary_in_service_has_home",
            ),
            models.CheckConstraint(
                condition=Q(in_service__gt=0) | Q(returned__gt=0),
                name="orgs_temporary_count_not_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id}: {self.in_service} + {self.returned}"
