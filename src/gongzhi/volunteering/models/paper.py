"""What is given out on hours: certificates for people, feedback for units."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.volunteering.querysets import CheckinQuerySet, OwnPaperQuerySet


class Certificate(ScopedModel):
    """A record of service that the person asked for, as it stood then (志愿服务条例, art. 19).

    `first_on` and `last_on` are whole days. Whoever holds `code` may check it: masked name,
    period, times and minutes, and nothing else.
    """

    code = models.CharField(max_length=20, unique=True)
    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="+")
    community = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    name_sealed = models.TextField()
    first_on = models.DateField()
    last_on = models.DateField()
    times = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    issued_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(OwnPaperQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on"), minutes__gte=1, times__gte=1),
                name="certificate_of_something",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Feedback(ScopedModel):
    """What a community tells a unit once a quarter, beside the counts, which are computed (QJ-13).

    `quarter` is its first day; `grade` is 3 satisfied, 2 fairly, 1 not, None where only words were
    given. The unit's `answer` stands beside, and ends any rewriting.
    """

    community = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    unit = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    quarter = models.DateField()
    text = models.CharField(max_length=500)
    written_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    grade = models.PositiveSmallIntegerField(null=True)
    answer = models.CharField(max_length=500, blank=True, default="")
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(CheckinQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["community", "unit", "quarter"], name="feedback_once_a_quarter"
            ),
            models.CheckConstraint(
                condition=Q(grade=None) | Q(grade__gte=1, grade__lte=3), name="feedback_grade"
            ),
        ]

    def __str__(self) -> str:
        return f"feedback {self.pk}"
