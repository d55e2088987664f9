"""An appeal against a timeout that was granted (免责): beside the raw timeout, never in its place."""

from __future__ import annotations

import pgtrigger
from django.db import models


class Exemption(models.Model):
    """The late order that is exempt, and the appeal that said so. For ever: a trigger refuses changes.

    `Order.on_time` stays what the clock said (domain rules: the raw timeout is kept).
    """

    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="exemption")
    appeal = models.OneToOneField("orders.Order", models.PROTECT, related_name="exempts")
    at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="exemption_for_ever", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"{self.order_id} exempt by {self.appeal_id}"
