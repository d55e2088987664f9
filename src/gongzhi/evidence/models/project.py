"""An estate's project, from its beginning to its end (小区整治, QJ-05): public facts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Project(models.Model):  # type: ignore[django-manager-missing]
    """What a community does in an estate. How much was done is the sum of its deeds."""

    community = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    estate = models.CharField(max_length=40)
    title = models.CharField(max_length=60)
    text = models.CharField(max_length=500, blank=True, default="")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    made_at = models.DateTimeField()
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="project_ends_after",
            ),
            models.UniqueConstraint(
                fields=["community", "title"], condition=Q(ended_on=None), name="project_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Deed(models.Model):
    """Something that was done on a day: `amount` of `unit` of `what`; a mistake is struck out."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="deeds")
    on = models.DateField()
    what = models.CharField(max_length=40)
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=10)
    at = models.DateTimeField()
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    struck_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="deed_of_something")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.amount}"
