"""Whom a request for the opinion of a home community is about (QJ-15)."""

from __future__ import annotations

from django.db import models

from .people import Person


class OpinionRequest(models.Model):
    """Ties a confined order to a person. Read by whoever sees the order, and by the person.

    The order itself holds neither name nor number; `purpose` says what for, in the asker's words.
    """

    order = models.OneToOneField("orders.Order", models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asker = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    asked_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"opinion {self.order_id}"
