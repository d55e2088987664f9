"""What residents and the community wrote about a service that was done, and the answers to it."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.volunteering.querysets import CheckinQuerySet, ReplyQuerySet, WordQuerySet

# The outer brackets are ours: the library adds none where the text begins with one.
_MORE_THAN_FORGETTING = (
    "((OLD.post_id, OLD.claim_id, OLD.by_resident, OLD.user_id, OLD.grade, OLD.at)"
    " IS DISTINCT FROM"
    " (NEW.post_id, NEW.claim_id, NEW.by_resident, NEW.user_id, NEW.grade, NEW.at)"
    " OR NEW.resident_id IS NOT NULL OR NEW.text NOT IN ('', OLD.text))"
)


class Word(ScopedModel):  # type: ignore[django-manager-missing]
    """One judgement of a finished service. Insert only: a trigger refuses changes.

    Of a resident who was served, about all who served at that post (`claim` is None), or of the
    community about one person's service. `grade` is 3 satisfied, 2 fairly, 1 not. When the author
    leaves, only who it was goes.
    """

    post = models.ForeignKey("volunteering.Post", models.PROTECT, related_name="+")
    claim = models.ForeignKey("volunteering.Claim", models.CASCADE, null=True, related_name="+")
    by_resident = models.BooleanField()
    resident = models.ForeignKey("accounts.Resident", models.SET_NULL, null=True, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    grade = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(WordQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["post", "id"], name="word_of_post")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "resident"], name="word_once_a_resident"),
            models.UniqueConstraint(fields=["claim"], name="word_once_a_claim"),
            models.CheckConstraint(
                condition=Q(grade__gte=1, grade__lte=3)
                & (
                    Q(by_resident=True, claim=None, user=None)
                    | Q(by_resident=False, claim__isnull=False, user__isnull=False)
                ),
                name="word_of_somebody",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="word_for_ever",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_MORE_THAN_FORGETTING),
            ),
        ]

    def __str__(self) -> str:
        return f"word {self.pk}"


class Reply(ScopedModel):
    """What somebody whom a word concerns says to it: beside it, once, never in its place."""

    word = models.ForeignKey(Word, models.CASCADE, related_name="replies")
    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(ReplyQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["word", "resident"], name="reply_once")
        ]

    def __str__(self) -> str:
        return f"reply {self.pk}"


class UnitWord(ScopedModel):
    """What the community's Party branch writes on a unit's part in one service (QJ-13).

    Once a service and unit, and for ever: a trigger refuses changes, except when a body is taken
    over by another. `grade` as in `Word`; the residents' ratings stand before it and decide.
    """

    post = models.ForeignKey("volunteering.Post", models.PROTECT, related_name="+")
    community = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    unit = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(CheckinQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["post", "unit"], name="unit_word_once"),
            models.CheckConstraint(condition=Q(grade__gte=1, grade__lte=3), name="unit_word_scale"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="unit_word_for_ever",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.post_id, OLD.grade, OLD.text, OLD.user_id, OLD.at)"
                    " IS DISTINCT FROM"
                    " (NEW.post_id, NEW.grade, NEW.text, NEW.user_id, NEW.at))"
                ),
            ),
            pgtrigger.Protect(name="unit_word_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"unit word {self.pk}"
