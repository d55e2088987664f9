"""Bodies called to an order: receipt, arrival, feedback, each counted down (QA-20, JN-14)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

WAITING = Q(fed_back_at=None, cancelled_at=None)


class Call(models.Model):
    """One body called to one order, by whom, and what it did by when.

    `caller_body` is in whose name it was called (None: before bodies were kept). Receipt says "we
    come", `declined_at` says "we cannot", with the reason; both are a first answer and given once.
    `cancelled_at` without a reason: taken back at once; with one: the caller did without it.
    A step whose year has no calendar yet has no due time. `raise_at` is when it rises next if
    nobody has answered, `raised` over how many levels it rose.
    """

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="calls")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    caller_body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    called_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True, default="")
    receipt_due = models.DateTimeField(null=True)
    arrival_due = models.DateTimeField(null=True)
    feedback_due = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    declined_why = models.CharField(max_length=500, blank=True, default="")
    arrived_at = models.DateTimeField(null=True)
    fed_back_at = models.DateTimeField(null=True)
    feedback = models.CharField(max_length=500, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=200, blank=True, default="")
    raised = models.PositiveSmallIntegerField(default=0)
    raise_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order", "body"], condition=WAITING, name="call_once_open"
            )
        ]
        indexes = [
            models.Index(fields=["body", "called_at"], name="call_open", condition=WAITING),
            models.Index(
                fields=["raise_at"], name="call_to_raise", condition=WAITING & ~Q(raise_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


# The outer brackets are ours: the library adds none where the text begins with one.
_MORE_THAN_THE_WORDS = (
    '((OLD.call_id, OLD."by", OLD.satisfaction, OLD.user_id, OLD.at)'
    ' IS DISTINCT FROM (NEW.call_id, NEW."by", NEW.satisfaction, NEW.user_id, NEW.at)'
    " OR NEW.comment <> '')"
)


class CallRating(models.Model):
    """What the caller says of a called body, or that body of the caller: once, for ever.

    Of bodies, never of people (Beijing art. 33: both are assessed). Insert only;
    the words alone may be emptied, when their time is over.
    """

    call = models.ForeignKey(Call, models.PROTECT, related_name="ratings")
    by = models.CharField(max_length=6)  # caller | called: who says it
    satisfaction = models.PositiveSmallIntegerField()  # 3 satisfied 2 fairly 1 not
    comment = models.CharField(max_length=500, blank=True, default="")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="call_rating_for_ever", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="call_rating_words_only_go",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_MORE_THAN_THE_WORDS),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["call", "by"], name="call_rated_once"),
            models.CheckConstraint(
                condition=Q(satisfaction__gte=1, satisfaction__lte=3, by__in=("caller", "called")),
                name="call_rating_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.call_id}"


class OrderOrigin(models.Model):
    """The order out of which another was started: one thread from the hotline to the end (JN-14)."""

    order = models.OneToOneField("orders.Order", models.CASCADE, related_name="started_out_of")
    origin = models.ForeignKey("orders.Order", models.PROTECT, related_name="led_to")

    def __str__(self) -> str:
        return f"{self.order_id} from {self.origin_id}"
