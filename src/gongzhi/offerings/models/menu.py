"""A community's own menu (QJ-10): lines drawn up of what residents lack, and who took them."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q


class MenuLine(models.Model):
    """One line, public as soon as it stands. `pain` is the key of what it answers, or empty where
    the clerk wrote it; `days` are working days. A line ends and stays; orders keep its code.
    """

    LETTER: Final = "m"

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    words = models.CharField(max_length=200)
    days = models.PositiveSmallIntegerField()
    pain = models.CharField(max_length=60, blank=True, default="")
    pain_words = models.CharField(max_length=60)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["body", "ended_at"], name="menu_line_of_body")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["body", "name"], name="menu_line_once", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=60), name="menu_line_days"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What an order of it keeps; codes of the catalogue begin with capitals."""
        return f"{self.LETTER}{self.pk}"


class MenuTake(models.Model):
    """Who provides a line, from a moment on; `at_once` is how many orders are open at a time."""

    id = models.BigAutoField(primary_key=True)
    line = models.ForeignKey(MenuLine, models.PROTECT, related_name="takes")
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    at_once = models.PositiveSmallIntegerField()
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["line"], name="menu_line_taken_once", condition=Q(ended_at=None)
            ),
            models.CheckConstraint(
                condition=Q(at_once__gte=1, at_once__lte=200), name="menu_take_some"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.body_id}"
