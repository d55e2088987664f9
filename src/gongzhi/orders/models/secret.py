"""How somebody who is not known follows what they wrote: a number and a secret code."""

from __future__ import annotations

from django.db import models


class WriterCode(models.Model):
    """The slow hash of the code that was shown once. Nothing else about whoever wrote is kept:

    no account, no session, no address, no time of its own.
    """

    order = models.OneToOneField(
        "orders.Order", models.CASCADE, primary_key=True, related_name="writer_code"
    )
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"code of {self.order_id}"
