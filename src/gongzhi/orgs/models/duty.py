"""Responsibility: a Party organisation and a person answer for an area, a grid, a home (ML-22)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.areas.models import Area
from gongzhi.kernel.scoped_orm import ScopedManager
from gongzhi.orgs.querysets import ResponsibilityQuerySet

from .base import Term, has_start, no_overlap
from .body import Body


class Responsibility(Term):
    """包区 (an area), 联网 (a grid) or 挂户 (homes): who answers, from when to when.

    挂户 here is of a whole building or area; of single homes it stands with their register
    (`registers.HomeDuty`), and an orphan check asks both.
    """

    class Kind(models.TextChoices):
        AREA = "area", _("包区")
        GRID = "grid", _("联网")
        HOME = "home", _("挂户")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    body = models.ForeignKey(Body, models.PROTECT, related_name="responsibilities")
    area = models.ForeignKey(Area, models.PROTECT, related_name="responsibilities")
    person_name = models.CharField(max_length=40, blank=True, default="")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ScopedManager.from_queryset(ResponsibilityQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Term.Meta):
        verbose_name = _("责任")
        indexes: ClassVar = [models.Index(fields=["kind", "area"], name="orgs_duty_kind_area")]
        constraints: ClassVar = [
            has_start("orgs_duty"),
            no_overlap("orgs_duty_area", "area", when=Q(kind="area")),
            no_overlap("orgs_duty_grid", "area", when=Q(kind="grid")),
            no_overlap("orgs_duty_home", "area", "body", when=Q(kind="home")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.area_id}: {self.body_id}"
