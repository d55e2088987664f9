"""A talk with a resident who came to the community (约谈接访)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongzhi.fieldwork.querysets import TalkQuerySet
from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel


class Talk(ScopedModel):
    """What was said and what came of it: order (`number`), answered at once, or passed on.

    `words_sealed` is JSON of name, phone, said, answer, passed_to. There is no token to search
    by and no link to a person: who comes to complain is not to be listed or counted. `keep_until`
    is the day on which the record goes.
    """

    OUTCOMES = ("order", "answered", "passed")

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    number = models.CharField(max_length=24, blank=True, default="")
    words_sealed = models.TextField()
    keep_until = models.DateField(db_index=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(TalkQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["body", "-at"], name="talk_by_body")]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=("order", "answered", "passed")),
                name="talk_outcome_known",
            )
        ]

    def __str__(self) -> str:
        return f"talk {self.pk}"
