"""A resident who takes a wish upon themselves; whose wish it is stays with the community."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.offerings.querysets import PledgeQuerySet


class Pledge(ScopedModel):
    """One neighbour's claim on a wish (QA-11, JN-22). `body` is the community in between.

    While it lasts `ended_at` is empty; a wish has one that lasts at most.
    """

    id = models.BigAutoField(primary_key=True)
    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="+")
    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="+")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = ScopedManager.from_queryset(PledgeQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(ended_at=None), name="pledge_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["resident", "-at"], name="pledge_of_resident")]

    def __str__(self) -> str:
        return f"pledge {self.pk}"
