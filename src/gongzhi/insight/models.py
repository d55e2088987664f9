"""Closed days of figures, counted once from orders and recomputed identically at any time."""

from __future__ import annotations

from django.db import models

MEASURES = (
    "reported",
    "closed",
    "timed",
    "on_time",
    "rated",
    "solved",
    "judged",
    "satisfied",
    "reworked",
)


class Grain(models.IntegerChoices):
    """How finely a row counts. Coarser rows are kept too, so that a wall reads tens of rows."""

    AREA = 0, "区域"
    BODY = 1, "区域×单位"
    CATEGORY = 2, "区域×类别"
    FULL = 3, "网格×单位×类别"


class DailyFigure(models.Model):
    """What happened on one local day in one area (whole subtree), by grain.

    `reported` counts orders by the day they were reported; all else counts orders by the day
    they were closed. `body` is the lead body, None for "none yet"; at the grains that do not
    split by body or category the column is None as well. FULL rows stand for leaf areas only.
    """

    day = models.DateField()
    grain = models.PositiveSmallIntegerField(choices=Grain.choices)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(
        "orgs.Body", models.PROTECT, null=True, related_name="+", db_index=False
    )
    category = models.ForeignKey(
        "orders.Category", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reported = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    timed = models.PositiveIntegerField(default=0)
    on_time = models.PositiveIntegerField(default=0)
    rated = models.PositiveIntegerField(default=0)
    solved = models.PositiveIntegerField(default=0)
    judged = models.PositiveIntegerField(default=0)
    satisfied = models.PositiveIntegerField(default=0)
    reworked = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "grain", "day", "body", "category"],
                name="figure_once",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["day"], name="figure_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.area_id} {self.grain}"


class DailyHandling(models.Model):
    """How the orders closed on one local day were handled, by area (whole subtree) and body.

    `signings` are the times that the body had to sign; all else is of orders it led (None: nobody
    did). The names are those of `figures.handling.Handling`.
    """

    day = models.DateField()
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey(
        "orgs.Body", models.PROTECT, null=True, related_name="+", db_index=False
    )
    signings = models.PositiveIntegerField(default=0)
    signed_on_time = models.PositiveIntegerField(default=0)
    exempt = models.PositiveIntegerField(default=0)
    visited = models.PositiveIntegerField(default=0)
    reached = models.PositiveIntegerField(default=0)
    asked_solved = models.PositiveIntegerField(default=0)
    said_solved = models.PositiveIntegerField(default=0)
    asked_glad = models.PositiveIntegerField(default=0)
    said_glad = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "day", "body"], name="handling_once", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["day"], name="handling_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.area_id} {self.body_id}"


class FigureDay(models.Model):
    """A closed day that has been rolled up. A day without a row is counted live."""

    day = models.DateField(primary_key=True)
    rolled_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.day)


class FigureMark(models.Model):
    """The last order event that the rolled days take into account (one row, id 1).

    `running` is the oldest transaction that ran then: its events may have lower ids.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    event_id = models.BigIntegerField(default=0)
    running = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="figure_mark_single")]

    def __str__(self) -> str:
        return str(self.event_id)
