"""Hours in which something is done at residents' homes, how many fit, and orders that recur."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.offerings.querysets import SeriesQuerySet


class ServiceTime(models.Model):
    """Every week at this hour a body has room for so many orders of an item: public facts.

    `weekday` counts from Monday 0; times are local. With `only_on` it is that one date's.
    """

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    weekday = models.PositiveSmallIntegerField()
    only_on = models.DateField(null=True)
    starts = models.TimeField()
    ends = models.TimeField()
    capacity = models.PositiveSmallIntegerField()
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "code", "weekday", "starts"],
                condition=Q(ended_at=None, only_on=None), name="service_time_once",
            ),
            models.UniqueConstraint(
                fields=["body", "code", "only_on", "starts"], condition=Q(ended_at=None),
                name="service_time_once_a_date",
            ),
            models.CheckConstraint(
                condition=Q(starts__lt=F("ends")), name="service_time_starts_first"
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, capacity__gte=1), name="service_time_holds_some"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.weekday} {self.starts}"


class Window(models.Model):
    """One day of a service time. The database refuses one order more than fit."""

    id = models.BigAutoField(primary_key=True)
    time = models.ForeignKey(ServiceTime, models.PROTECT, related_name="+")
    day = models.DateField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["time", "day"], name="window_once"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="window_not_over"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.taken}/{self.capacity}"


class WindowPlace(models.Model):
    """An order's place in a window: read within the scope of its order."""

    order = models.OneToOneField(
        "orders.Order", models.PROTECT, related_name="+", primary_key=True
    )  # fmt: skip
    window = models.ForeignKey(Window, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"place {self.pk}"


class Series(ScopedModel):
    """An order that comes again weekly or monthly; each time is an order of its own (ML-36).

    What it says is read from the last order that was made: nothing is kept twice. `first_on` and
    `times` give the next day; `body` is the community that answers for it.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="+")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    every = models.CharField(max_length=5)
    first_on = models.DateField()
    times = models.PositiveSmallIntegerField(default=1)
    next_on = models.DateField()
    made_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(SeriesQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(every__in=("week", "month")), name="series_every_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_on"], name="series_due", condition=Q(stopped_at=None)),
            models.Index(fields=["resident"], name="series_of_resident"),
        ]

    def __str__(self) -> str:
        return f"series {self.pk}"


class SeriesDay(models.Model):
    """One time of a series: its order, or why there was none (`full`, `gone`)."""

    id = models.BigAutoField(primary_key=True)
    series = models.ForeignKey(Series, models.CASCADE, related_name="days")
    day = models.DateField()
    order = models.OneToOneField("orders.Order", models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=8, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "day"], name="series_day_once")]

    def __str__(self) -> str:
        return f"series {self.series_id} {self.day}"


class ClosedDay(models.Model):
    """A date on which a body does an item for nobody, whatever its weekly hours are."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    code = models.CharField(max_length=8)
    day = models.DateField()
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "code", "day"], name="closed_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.day}"
