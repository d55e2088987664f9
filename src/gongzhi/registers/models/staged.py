"""A workbook that was brought to a register: checked, then applied whole or not at all."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.registers.querysets import ImportQuerySet


class RegisterImport(ScopedModel):
    """`upload` is the name of a sealed file in the private folder; it is gone once decided.

    `problems` are (row, field, sentence as kernel/said.py stores it): they name no person. `counts` says how many rows
    would be new, changed and as they are. Who brought it sees it, with the whole reach of then.
    """

    CHECKING, CHECKED, APPLYING = "checking", "checked", "applying"
    APPLIED, DISCARDED, FAILED = "applied", "discarded", "failed"

    id = models.BigAutoField(primary_key=True)
    register = models.CharField(max_length=10)
    status = models.CharField(max_length=10, default=CHECKING)
    file_name = models.CharField(max_length=120)
    upload = models.CharField(max_length=80, blank=True, default="")
    digest = models.CharField(max_length=64)
    total = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    problem_count = models.IntegerField(default=0)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(ImportQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["user", "-made_at"], name="registerimport_recent")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=(
                        "checking", "checked", "applying", "applied", "discarded", "failed",
                    )
                ),
                name="registerimport_status",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"import {self.pk} {self.register} {self.status}"
