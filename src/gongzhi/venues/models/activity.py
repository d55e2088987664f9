"""Activities with places and sign-ups, and interest groups that hold them (QA-15, ML-33).

A group has no list of members: who takes part is known from sign-ups, and they are counted.
"""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.venues.querysets import SignupQuerySet


class InterestGroup(models.Model):
    """A group of residents around something they like to do: public facts."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True, default="")
    ended_on = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "name"], condition=Q(ended_on=None), name="group_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Activity(models.Model):  # type: ignore[django-manager-missing]
    """Something that residents sign up for: public facts. In a room it holds a booking."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    station = models.ForeignKey("venues.Station", models.PROTECT, related_name="activities")
    room = models.ForeignKey("venues.Room", models.PROTECT, null=True, related_name="+")
    booking = models.OneToOneField("venues.Booking", models.PROTECT, null=True, related_name="+")
    group = models.ForeignKey(InterestGroup, models.PROTECT, null=True, related_name="activities")
    title = models.CharField(max_length=60)
    about = models.CharField(max_length=400, blank=True, default="")
    during = DateTimeRangeField()
    places = models.PositiveSmallIntegerField()
    closes_at = models.DateTimeField()
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=100, blank=True, default="")
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    during__isempty=False, during__lower_inf=False, during__upper_inf=False
                ),
                name="activity_has_times",
            ),
            models.CheckConstraint(condition=Q(places__gte=1), name="activity_has_places"),
        ]
        indexes = [models.Index(fields=["body", "during"], name="activity_by_body")]

    def __str__(self) -> str:
        return self.title


class Signup(ScopedModel):
    """One resident at one activity: in, waiting (by `id`), or left."""

    id = models.BigAutoField(primary_key=True)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="signups")
    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="+")
    state = models.CharField(max_length=8)
    at = models.DateTimeField()
    promoted_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(SignupQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "resident"],
                condition=Q(state__in=("in", "waiting")),
                name="signup_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("in", "waiting", "left")), name="signup_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"signup {self.pk}"
