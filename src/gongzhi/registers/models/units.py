"""Units (单位) as the register knows them: what `orgs.Body` does not say."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager
from gongzhi.registers.querysets import UnitQuerySet

from .placed import Pinned


class UnitRecord(Pinned):
    """One unit's credit code (GB 32100, 18 characters), address and contact, the latter sealed."""

    body = models.OneToOneField("orgs.Body", models.CASCADE, related_name="unit_record")
    credit_code = models.CharField(max_length=18, null=True, blank=True, unique=True)
    address = models.CharField(max_length=200, blank=True, default="")
    contact_sealed = models.TextField(blank=True, default="")
    phone_sealed = models.TextField(blank=True, default="")
    employees = models.IntegerField(null=True, blank=True)

    objects = ScopedManager.from_queryset(UnitQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Pinned.Meta):
        indexes = [models.Index(fields=["area_path", "id"], name="unitrecord_by_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(employees__isnull=True) | Q(employees__gte=0),
                name="unitrecord_employees",
            )
        ]

    def __str__(self) -> str:
        return f"unit {self.body_id}"
