"""What was done to a row of a register, without personal values."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.registers.querysets import EventQuerySet


class RegisterEvent(ScopedModel):
    """One act on one row: who, when, which fields. Insert only.

    `values` holds before and after of fields that are no personal data; those of people are
    named in `fields` and nowhere written. `source` says by which way (form, import, visit,
    request).
    """

    id = models.BigAutoField(primary_key=True)
    register = models.CharField(max_length=10)
    row_id = models.BigIntegerField()
    area_path = models.TextField(db_collation="C")
    kind = models.CharField(max_length=12)
    fields = ArrayField(models.CharField(max_length=20), default=list)
    values = models.JSONField(default=dict)
    source = models.CharField(max_length=10)
    source_id = models.BigIntegerField(null=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=80)
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(EventQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["register", "row_id", "-at"], name="registerevent_row")]
        triggers = [pgtrigger.Protect(name="register_event_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.kind} {self.register} {self.row_id}"
