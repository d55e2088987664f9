"""A saved question over a register, and the answers that were given to it (ML-18)."""

from __future__ import annotations

from django.db import models

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.registers.querysets import AnswerQuerySet, QuestionQuerySet


class Question(ScopedModel):  # type: ignore[django-manager-missing]
    """What is asked of which register, by which level of areas, and for whom.

    `filters` are key → value of `registers/counting/asking.py`; nothing else can be asked. `area_path`
    is that of whoever composed it: whoever reaches the same or less answers it for their area.
    """

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=60)
    for_whom = models.CharField(max_length=60)
    register = models.CharField(max_length=10)
    filters = models.JSONField(default=dict)
    level = models.SmallIntegerField()
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    area_path = models.TextField(db_collation="C")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(QuestionQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["area_path", "-made_at"], name="question_by_area")]

    def __str__(self) -> str:
        return f"question {self.pk} {self.register}"


class Answer(ScopedModel):
    """One answer as it was given: counts by area on a day, small ones left out. Never changed.

    `lines` are [area id, count or null]; null is a count of one to four, or one that would give
    another away.
    """

    id = models.BigAutoField(primary_key=True)
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    area_path = models.TextField(db_collation="C")
    total = models.IntegerField(null=True)
    lines = models.JSONField(default=list)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(AnswerQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["question", "-at"], name="answer_recent")]

    def __str__(self) -> str:
        return f"answer {self.pk} to {self.question_id}"
