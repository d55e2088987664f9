"""What goes with postings: hand-overs, deputies and leave, the release of administrators."""

from __future__ import annotations

from datetime import date, timedelta

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from .change import stamping
from .people import Posting, User


def own_range(column: str) -> Func:
    """`int8range(column, column, '[]')`: lets an exclusion constraint compare numbers."""
    return Func(column, column, models.Value("[]"), function="int8range")


class HandOver(models.Model):
    """A posting that ends (or ended) on a day, and who gets the open work.

    Without a successor the head of the body gets it. `passed` counts by kind of work, once done.
    """

    posting = models.ForeignKey(Posting, models.CASCADE, related_name="hand_overs")
    successor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    reason = models.CharField(max_length=200, blank=True, default="")
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    passed = models.JSONField(default=dict)
    problem = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["posting"], condition=Q(done_at=None), name="handover_once_open"
            )
        ]
        indexes = [
            models.Index(fields=["on"], name="handover_waits", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.posting_id} on {self.on}"


class StandIn(models.Model):
    """A deputy who acts for a person in those days, or leave with (or without) a deputy.

    `valid` is [from, to). On leave the person's work goes to the deputy alone; a plain deputy
    gets it as well. It begins and ends by itself. Nobody has two at a time.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="stand_ins")
    deputy = models.ForeignKey(User, models.PROTECT, null=True, related_name="stands_in")
    on_leave = models.BooleanField(default=False)
    valid = DateRangeField()
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid__isempty=False, valid__lower_inf=False, valid__upper_inf=False),
                name="standin_has_days",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("person")), name="standin_is_another"
            ),
            models.CheckConstraint(
                condition=Q(on_leave=True) | Q(deputy__isnull=False), name="standin_or_leave"
            ),
            ExclusionConstraint(
                name="standin_one_at_a_time",
                expressions=[
                    (own_range("person"), RangeOperators.OVERLAPS),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["deputy"], name="standin_deputy", condition=Q(cancelled_at=None))
        ]
        triggers = [stamping(pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.deputy_id} for {self.person_id}"

    @property
    def last_day(self) -> date:
        """The last day of it."""
        day: date = self.valid.upper
        return day - timedelta(days=1)


class AdminRequest(models.Model):
    """Four eyes: the system administrator asks that one of the three administrators is made or
    ended, a security administrator who is neither the one who asks nor the one concerned decides.
    """

    ASKED, RELEASED, REFUSED = "asked", "released", "refused"

    kind = models.CharField(max_length=8, choices=[("grant", "grant"), ("end", "end")])
    user = models.ForeignKey(User, models.PROTECT, related_name="admin_requests")
    role = models.CharField(max_length=40)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    valid = DateRangeField()
    # As it was then: it may be gone since, and a decided request does not change.
    posting = models.ForeignKey(
        Posting, models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    reason = models.CharField(max_length=200)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=ASKED)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(asked_by=F("user")), name="adminrequest_not_for_oneself"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None)
                | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("user"))),
                name="adminrequest_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None)
                | Q(state__in=("released", "refused"), decided_by__isnull=False),
                name="adminrequest_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "kind"],
                condition=Q(state="asked"),
                name="adminrequest_once_open",
            ),
        ]
        triggers = [
            # Decided is decided; and what was asked for never changes.
            pgtrigger.Protect(
                name="adminrequest_decided_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "(OLD.state <> 'asked' OR (OLD.user_id, OLD.role, OLD.kind, OLD.asked_by_id)"
                    " IS DISTINCT FROM (NEW.user_id, NEW.role, NEW.kind, NEW.asked_by_id))"
                ),
            ),
            pgtrigger.Protect(name="adminrequest_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.role} {self.user_id}"
