"""The work order: whatever somebody must do for somebody by a time."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel

from ..querysets import OrderQuerySet


class Phase(models.TextChoices):
    """The only states that engine code, indexes and figures may know."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Order(ScopedModel):
    """One matter. `event_seq` and `event_hash` move in the same update as the state."""

    number = models.CharField(max_length=24, unique=True)
    client_key = models.UUIDField(unique=True)
    process = models.ForeignKey("orders.Process", models.PROTECT, related_name="+")
    state = models.CharField(max_length=32)
    phase = models.CharField(max_length=6, choices=Phase.choices, default=Phase.OPEN)
    source = models.CharField(max_length=20)  # snap hotline grid visit window meeting leader device
    emergency = models.BooleanField(default=False)

    category = models.ForeignKey("orders.Category", models.PROTECT, null=True, related_name="+")
    limit = models.ForeignKey("orders.CategoryLimit", models.SET_NULL, null=True, related_name="+")
    text = models.TextField()
    brief = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=160, blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    outside = models.BooleanField(default=False)  # the place lies in no grid: county's desk
    area_then = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    area_path = models.TextField(db_collation="C")

    reporter = models.ForeignKey("accounts.Resident", models.SET_NULL, null=True, related_name="+")
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    public = models.BooleanField(default=False)
    published = models.BooleanField(default=False)
    hide_name = models.BooleanField(default=False)

    holder_body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    lead_body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    handler = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    first_handler = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    first_body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    clause = models.CharField(max_length=20, blank=True, default="")
    auto_dispatched = models.BooleanField(default=False)

    reported_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)  # of the stage that runs now
    soon_at = models.DateTimeField(null=True)
    handle_due_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    unknown_year = models.PositiveSmallIntegerField(null=True)
    answer_on = models.DateField(null=True)  # next answer while suspended
    finished_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    on_time = models.BooleanField(null=True)  # raw: the handler asked to close in time
    returns = models.PositiveSmallIntegerField(default=0)
    extensions = models.PositiveSmallIntegerField(default=0)
    suspensions = models.PositiveSmallIntegerField(default=0)
    reworks = models.PositiveSmallIntegerField(default=0)
    presses = models.PositiveSmallIntegerField(default=0)
    supporters = models.PositiveIntegerField(default=0)
    result = models.TextField(blank=True, default="")
    solved = models.BooleanField(null=True)
    satisfaction = models.PositiveSmallIntegerField(null=True)  # 3 satisfied 2 fairly 1 not
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    event_seq = models.PositiveIntegerField(default=0)
    event_hash = models.CharField(max_length=64, blank=True, default="")
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(OrderQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        triggers = [
            pgtrigger.Trigger(
                name="order_transition",
                operation=pgtrigger.UpdateOf("state"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__state__df=pgtrigger.F("new__state")),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM orders_processtransition t
                        WHERE t.process_id = OLD.process_id
                          AND t.from_state = OLD.state AND t.to_state = NEW.state
                    ) THEN
                        RAISE EXCEPTION 'order %: no transition from % to %',
                            OLD.id, OLD.state, NEW.state USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]
        indexes = [
            models.Index(
                fields=["area_path", "due_at"], name="order_open_area", condition=~Q(phase="closed")
            ),
            models.Index(
                fields=["state", "due_at"], name="order_open_state", condition=~Q(phase="closed")
            ),
            models.Index(fields=["area_path", "-reported_at"], name="order_area_recent"),
            models.Index(fields=["-reported_at"], name="order_recent"),
            models.Index(fields=["reporter", "-reported_at"], name="order_reporter_recent"),
            models.Index(
                fields=["category", "-reported_at"],
                name="order_category_open",
                condition=~Q(phase="closed"),
            ),
            models.Index(
                fields=["-closed_at"],
                name="order_published",
                condition=Q(published=True),
                include=["area_path"],
            ),
        ]

    def __str__(self) -> str:
        return self.number
