"""The work order: whatever somebody must do for somebody by a time."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel

from ..querysets import OrderQuerySet
from .link import Link


class Phase(models.TextChoices):
    """The only states that engine code, indexes and figures may know."""

    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


class Order(ScopedModel):
    """One matter. `event_seq` and `event_hash` move in the same update as the state."""

    number = models.CharField(max_length=24)
    client_key = models.UUIDField(unique=True)
    process = Link("orders.Process", models.PROTECT)
    state = models.CharField(max_length=32)
    phase = models.CharField(max_length=6, choices=Phase.choices, default=Phase.OPEN)
    source = models.CharField(max_length=20)  # snap hotline grid visit window meeting leader device
    emergency = models.BooleanField(default=False)

    category = Link("orders.Category", models.PROTECT, null=True)
    limit = Link("orders.CategoryLimit", models.SET_NULL, null=True)
    text = models.TextField()
    brief = models.CharField(max_length=120, blank=True, default="")
    place = models.CharField(max_length=160, blank=True, default="")
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    outside = models.BooleanField(default=False)  # the place lies in no grid: county's desk
    area_then = Link("areas.Area", models.PROTECT)
    area_path = models.TextField(db_collation="C")

    reporter = Link("accounts.Resident", models.SET_NULL, null=True)
    entered_by = Link("accounts.User", models.PROTECT, null=True)
    public = models.BooleanField(default=False)
    published = models.BooleanField(default=False)
    hide_name = models.BooleanField(default=False)
    # Seen by bodies with a part in it alone, not by everybody whose area holds it; set at its start.
    confined = models.BooleanField(default=False)

    holder_body = Link("orgs.Body", models.PROTECT, null=True)
    lead_body = Link("orgs.Body", models.PROTECT, null=True)
    handler = Link("accounts.User", models.PROTECT, null=True)
    first_handler = Link("accounts.User", models.PROTECT, null=True)
    first_body = Link("orgs.Body", models.PROTECT, null=True)
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
    merged_into = Link("self", models.PROTECT, null=True)

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
        constraints = [
            models.UniqueConstraint(fields=["number"], name="order_number_once"),
            models.CheckConstraint(
                condition=Q(confined=False) | Q(public=False, published=False),
                name="order_confined_is_not_public",
            ),
        ]
        indexes = [
            models.Index(
                fields=["area_path", "due_at"],
                include=["confined"],
                name="order_open_area",
                condition=~Q(phase="closed"),
            ),
            models.Index(
                fields=["state", "due_at"], name="order_open_state", condition=~Q(phase="closed")
            ),
            # What a place's history is counted from, without a look at the rows.
            models.Index(
                fields=["area_path", "-reported_at", "category"],
                include=["id", "state", "confined"],
                name="order_area_recent",
            ),
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
            # Whatever pours in and is not published yet is not walked through by the public.
            models.Index(
                fields=["-reported_at"],
                name="order_published_recent",
                condition=Q(published=True),
            ),
            models.Index(
                fields=["holder_body", "due_at"],
                name="order_holder_open",
                condition=~Q(phase="closed"),
            ),
            models.Index(
                fields=["lead_body", "-reported_at"],
                name="order_lead_recent",
                condition=~Q(lead_body=None),
            ),
            models.Index(fields=["handler"], name="order_handler", condition=~Q(handler=None)),
            models.Index(
                fields=["first_handler", "-reported_at"],
                name="order_first_handler",
                condition=~Q(first_handler=None),
            ),
            # Processes of which figures count the confined orders whole (mediations, tips).
            models.Index(
                fields=["process", "-reported_at"],
                name="order_confined_recent",
                condition=Q(confined=True),
            ),
            models.Index(
                fields=["merged_into"], name="order_merged", condition=~Q(merged_into=None)
            ),
        ]

    def __str__(self) -> str:
        return self.number
