"""A room taken from a moment to a moment; two never overlap, back to back they may (XY-30)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.orgs.models.base import same
from gongzhi.venues.querysets import BookingQuerySet

HOLDING = ("asked", "booked", "used")
OPEN = ("asked", "booked")


class Booking(ScopedModel):
    """By a resident or in the name of a body, [from, to).

    asked (waits for the keeper) → booked → used or missed; refused and cancelled end it. A missed
    one frees the room and has no other effect: nobody is barred or scored for it.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    series = models.UUIDField(null=True)
    room = models.ForeignKey("venues.Room", models.PROTECT, related_name="bookings")
    during = DateTimeRangeField()
    resident = models.ForeignKey("accounts.Resident", models.CASCADE, null=True, related_name="+")
    body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    purpose = models.CharField(max_length=60)
    people = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10)
    reason = models.CharField(max_length=100, blank=True, default="")
    made_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(BookingQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints = [
            ExclusionConstraint(
                name="booking_no_overlap",
                expressions=[(same("room_id"), "&&"), ("during", "&&")],
                condition=Q(state__in=HOLDING),
            ),
            models.CheckConstraint(
                condition=Q(
                    during__isempty=False, during__lower_inf=False, during__upper_inf=False
                ),
                name="booking_has_times",
            ),
            models.CheckConstraint(
                condition=Q(resident=None) ^ Q(body=None), name="booking_of_one_holder"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("asked", "booked", "used", "missed", "refused", "cancelled")
                ),
                name="booking_state_known",
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="booking_for_somebody"),
        ]
        indexes = [
            models.Index(fields=["resident", "-made_at"], name="booking_of_resident"),
            models.Index(fields=["body", "-made_at"], name="booking_of_body"),
        ]

    def __str__(self) -> str:
        return f"booking {self.pk}"
