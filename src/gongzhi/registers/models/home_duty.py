"""挂户: which Party organisation and which grid head or worker answer for a home (ML-22)."""

from __future__ import annotations

from django.db import models

from gongzhi.kernel.scoped_orm import ScopedManager
from gongzhi.orgs.models.base import Term, has_start, no_overlap
from gongzhi.registers.querysets import HomeDutyQuerySet

from .places import Home


class HomeDuty(Term):
    """One home has one at a time; who had it before stays with the days.

    It goes wherever the home goes when boundaries change. Areas, estates and buildings as a whole
    stand with the bodies (`orgs.Responsibility`).
    """

    id = models.BigAutoField(primary_key=True)
    home = models.ForeignKey(Home, models.CASCADE, related_name="duties")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(HomeDutyQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Term.Meta):
        abstract = False
        constraints = [has_start("homeduty"), no_overlap("homeduty_home", "home")]

    def __str__(self) -> str:
        return f"home {self.home_id}: {self.body_id}"
