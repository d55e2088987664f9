"""Queue numbers of a hall (QA-13): taken there or booked ahead, called one by one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.venues.querysets import TicketQuerySet


class Queue(models.Model):
    """One line of people at a station, with the letter before its numbers: public facts."""

    id = models.BigAutoField(primary_key=True)
    station = models.ForeignKey("venues.Station", models.PROTECT, related_name="queues")
    name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=60, blank=True, default="")
    letter = models.CharField(max_length=1)
    ended_on = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station", "letter"], condition=Q(ended_on=None), name="queue_letter_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"


class QueueDay(models.Model):
    """The last number that a queue gave on a day; whoever gives or calls one locks this row."""

    id = models.BigAutoField(primary_key=True)
    queue = models.ForeignKey(Queue, models.CASCADE, related_name="+")
    day = models.DateField()
    last = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["queue", "day"], name="queue_day_once")]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.day}: {self.last}"


class Slot(models.Model):
    """A time that can be booked ahead; the database refuses one more than fit."""

    id = models.BigAutoField(primary_key=True)
    queue = models.ForeignKey(Queue, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["queue", "starts_at"], name="slot_once"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="slot_not_over"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at} {self.taken}/{self.capacity}"


class Ticket(ScopedModel):
    """One number. A number from the hall's tablet is nobody's: `resident` is empty.

    waiting → called → served or missed; cancelled by whoever booked it. A missed one has no other
    effect. `slot_at` is the booked time.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="waiting")
    resident = models.ForeignKey("accounts.Resident", models.SET_NULL, null=True, related_name="+")
    slot_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField()
    counter = models.PositiveSmallIntegerField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(TicketQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["queue", "day", "number"], name="ticket_number_once"),
            models.UniqueConstraint(
                fields=["queue", "day", "resident"],
                condition=Q(state__in=("waiting", "called"), resident__isnull=False),
                name="ticket_one_each",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "called", "served", "missed", "cancelled")),
                name="ticket_state_known",
            ),
        ]
        indexes = [models.Index(fields=["queue", "day", "state"], name="ticket_of_day")]

    def __str__(self) -> str:
        return f"{self.queue_id} {self.number}"

    @property
    def shown(self) -> str:
        """`A012`; the queue was read with it."""
        return f"{self.queue.letter}{self.number:03d}"
