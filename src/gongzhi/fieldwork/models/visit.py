"""A visit at a home, the needs that were heard there, and corrections that met a newer entry."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gongzhi.fieldwork.querysets import CorrectionQuerySet, HomeBoundQuerySet
from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel


class Visit(ScopedModel):  # type: ignore[django-manager-missing]
    """One visit (入户走访, QA-10). `met`: somebody was at home.

    `user` is whoever went, so that the need's order knows who heard it first (JN-33); visits are
    nowhere counted by person.
    """

    id = models.BigAutoField(primary_key=True)
    home = models.ForeignKey("registers.Home", models.PROTECT, related_name="visits")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    met = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(HomeBoundQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["home", "-at"], name="visit_by_home")]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class Need(ScopedModel):  # type: ignore[django-manager-missing]
    """One need in the resident's own words, gathered at the community (需求汇总).

    open → ordered (became the order `number`), settled (answered with the sentence `answer`) or
    merged (the same as `into`, whose end is its end). `person` is who said it, when told;
    `agreed` says that they want to hear the result by the phone that is registered.
    """

    STATES = ("open", "ordered", "settled", "merged")

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="needs")
    home = models.ForeignKey("registers.Home", models.PROTECT, related_name="needs")
    person = models.ForeignKey(
        "registers.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    agreed = models.BooleanField(default=False)
    text = models.TextField()
    category_code = models.CharField(max_length=20, blank=True, default="")
    state = models.CharField(max_length=8, default="open")
    into = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="same_ones"
    )
    number = models.CharField(max_length=24, blank=True, default="")
    answer = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(HomeBoundQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["home", "-made_at"], name="need_by_home"),
            models.Index(fields=["-made_at"], name="need_open", condition=Q(state="open")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("open", "ordered", "settled", "merged")),
                name="need_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", into__isnull=False)
                | (~Q(state="merged") & Q(into__isnull=True)),
                name="need_merged_into",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="need_end_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"need {self.pk}"


class KeptCorrection(ScopedModel):
    """What a visit wanted to correct and did not write: the row had changed meanwhile, or there
    is no field for it (somebody moved). `words_sealed` holds it (JSON of field → words, or
    `note`) until the community has looked at it; then it is emptied.
    """

    id = models.BigAutoField(primary_key=True)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="corrections")
    register = models.CharField(max_length=10)
    row_id = models.BigIntegerField()
    fields = ArrayField(models.CharField(max_length=20), default=list)
    words_sealed = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(CorrectionQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["-made_at"], name="correction_open", condition=Q(done_at=None))
        ]

    def __str__(self) -> str:
        return f"correction {self.pk} of {self.register} {self.row_id}"
