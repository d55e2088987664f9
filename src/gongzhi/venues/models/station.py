"""Stations and their rooms: public facts, the same for everybody, so no scope guards them.

Premises (owned or rented, area, condition: XY-20) are shown on the desk only, within reach.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q


class Station(models.Model):
    """One site of a community or street, with one or several functions (XY-16, QA-16, JN-33).

    `area` is the grid or estate where it stands, if it is smaller than the body's own area; `lon`
    and `lat` (WGS 84) are its own point, where somebody chose one on the map.
    `weekdays` count from Monday 0. It ends on a day and is not deleted. `sets_hours`: its roster
    gives the hours in which the body is served, so that limits run in them (ML-29).
    """

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=120, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    functions = ArrayField(models.CharField(max_length=20), default=list)
    tenure = models.CharField(max_length=8, blank=True, default="")
    floor_area = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    condition = models.CharField(max_length=8, blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    opens = models.TimeField()
    closes = models.TimeField()
    weekdays = ArrayField(models.SmallIntegerField(), default=list)
    closed_holidays = models.BooleanField(default=False)
    sets_hours = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    ended_on = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(ended_on=None, sets_hours=True),
                name="station_hours_once",
            ),
            models.UniqueConstraint(
                fields=["body", "name"], condition=Q(ended_on=None), name="station_once"
            ),
            models.CheckConstraint(condition=Q(opens__lt=F("closes")), name="station_opens_first"),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None)
                | Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90),
                name="station_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(floor_area=None) | Q(floor_area__gt=0), name="station_has_area"
            ),
            models.CheckConstraint(
                condition=Q(tenure__in=("", "owned", "rented", "lent")), name="station_tenure_known"
            ),
            models.CheckConstraint(
                condition=Q(condition__in=("", "good", "fair", "poor")),
                name="station_condition_known",
            ),
        ]
        indexes = [models.Index(fields=["body", "kind"], name="station_by_body")]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):  # type: ignore[django-manager-missing]
    """A room of a station, and by which rules it is booked (XY-30); `seats` None: not counted."""

    id = models.BigAutoField(primary_key=True)
    station = models.ForeignKey(Station, models.PROTECT, related_name="rooms")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    seats = models.PositiveSmallIntegerField(null=True)
    floor_area = models.DecimalField(max_digits=8, decimal_places=1, null=True)
    bookable = models.BooleanField(default=False)
    ahead_days = models.PositiveSmallIntegerField()
    longest_minutes = models.PositiveSmallIntegerField()
    open_most = models.PositiveSmallIntegerField()
    unit_most = models.PositiveSmallIntegerField()
    confirm = models.BooleanField(default=False)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station", "name"], condition=Q(ended_on=None), name="room_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Shift(models.Model):
    """One shift of a station's opening hours and the post on duty, never a person (ML-29)."""

    id = models.BigAutoField(primary_key=True)
    station = models.ForeignKey(Station, models.CASCADE, related_name="shifts")
    name = models.CharField(max_length=20)
    starts = models.TimeField()
    ends = models.TimeField()
    post = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "starts"], name="shift_once"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="shift_starts_first"),
        ]
        ordering = ["starts"]

    def __str__(self) -> str:
        return self.name


class StationDate(models.Model):
    """A date on which the week's hours do not hold: closed, or open in these hours."""

    id = models.BigAutoField(primary_key=True)
    station = models.ForeignKey(Station, models.CASCADE, related_name="dates")
    day = models.DateField()
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    why = models.CharField(max_length=20, blank=True, default="")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "day"], name="station_date_once"),
            models.CheckConstraint(
                condition=Q(opens=None, closes=None)
                | Q(opens__isnull=False, closes__isnull=False, opens__lt=F("closes")),
                name="station_date_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.station_id} {self.day}"


class StationPhoto(models.Model):
    """A photo of the place, public; files lie in the photo store."""

    id = models.BigAutoField(primary_key=True)
    station = models.ForeignKey(Station, models.CASCADE, related_name="photos")
    path = models.CharField(max_length=120)
    thumb = models.CharField(max_length=120)
    at = models.DateTimeField()
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"photo {self.pk}"


class StationEvent(models.Model):
    """What was changed at a station: `changes` is field → [before, after]."""

    id = models.BigAutoField(primary_key=True)
    station = models.ForeignKey(Station, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=60, blank=True, default="")
    changes = models.JSONField(default=dict)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["station", "-at"], name="station_history")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
