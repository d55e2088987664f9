"""Programmes: an implementation plan, its leading group and its task areas (QJ-01, ML-02)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy

from .base import Recorded
from .body import Body


class Programme(Recorded):
    """A plan that a leading group carries; `basis` is the document's number."""

    name = models.CharField(max_length=120)
    group = models.ForeignKey(Body, models.PROTECT, related_name="programmes")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("专项工作")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["group", "name"], name="orgs_programme_once")
        ]

    def __str__(self) -> str:
        return self.name


class ProgrammeTask(models.Model):
    """One task area of a programme and the body that leads it."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="tasks")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    lead = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = gettext_lazy("专项任务")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="orgs_task_number_once")
        ]

    def __str__(self) -> str:
        return self.text
