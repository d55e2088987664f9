"""Follow-up visits (回访): whether somebody was reached, and what the reporter said."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from .link import Link


class Visit(models.Model):
    """One visit, as its event `seq` of the order has it. Never changed, and never a rating.

    `solved` and `satisfaction` (3 satisfied, 2 fairly, 1 not) are what the reporter said; None: not
    said. Nothing was said by whom nobody reached.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="visits", db_index=False)
    seq = models.PositiveIntegerField()
    user = Link("accounts.User", models.PROTECT, null=True)
    at = models.DateTimeField()
    reached = models.BooleanField()
    solved = models.BooleanField(null=True)
    satisfaction = models.PositiveSmallIntegerField(null=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(name="visit_for_ever", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "seq"], name="visit_once"),
            models.CheckConstraint(
                condition=Q(reached=True) | Q(solved=None, satisfaction=None),
                name="visit_reached_to_say",
            ),
            models.CheckConstraint(
                condition=Q(satisfaction=None) | Q(satisfaction__gte=1, satisfaction__lte=3),
                name="visit_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"visit {self.order_id} {self.seq}"
