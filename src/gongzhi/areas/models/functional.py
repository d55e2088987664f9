"""Functional areas: they cross boundaries and are no part of the tree (JN-40, JN-41)."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy


@pghistory.track(attrs={"pgh_id": models.BigAutoField(primary_key=True)})
class FunctionalArea(models.Model):
    """A set of areas and bodies, or a shape of its own, or both: what lies in any of them.

    No point is ever located in one, and no order is held by one.
    """

    class Kind(models.TextChoices):
        FUNCTIONAL = "functional", "功能区"
        PARK = "park", "园区"
        BUILDING = "building", "商务楼宇"
        MALL = "mall", "商圈市场"
        CHAIN = "chain", "产业链"

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=20, unique=True, verbose_name="编码")
    name = models.CharField(max_length=80, verbose_name="名称")
    name_en = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    note = models.CharField(max_length=500, blank=True, default="")
    shape = models.JSONField(null=True)
    valid = DateRangeField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = gettext_lazy("功能区")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("functional", "park", "building", "mall", "chain")),
                name="functional_kind_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def label(self, language: str = "zh") -> str:
        """The name in a language (`en…` gives the English one where there is one)."""
        return self.name_en if language.startswith("en") and self.name_en else self.name


class FunctionalMember(models.Model):
    """One area, or one body (a plain id: areas lie below orgs), that belongs to it."""

    id = models.BigAutoField(primary_key=True)
    functional = models.ForeignKey(FunctionalArea, models.CASCADE, related_name="members")
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, related_name="+")
    body = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=False, body__isnull=True)
                | Q(area__isnull=True, body__isnull=False),
                name="functional_member_is_one",
            ),
            models.UniqueConstraint(
                fields=["functional", "area", "body"],
                name="functional_member_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.functional_id}: {self.area_id or self.body}"
