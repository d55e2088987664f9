"""How far an export reached, so that everybody whose row was in it can be told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class ExportReach(models.Model):
    """Beside the line of an export in the access log: which subtrees it took, and how.

    No row and no person is copied: whose row stood in one of `paths` at that moment was in it.
    It goes with the line of the log. Insert only, by the one service that exports.
    """

    log = models.OneToOneField(
        "accounts.AccessLog", models.CASCADE, primary_key=True, related_name="+"
    )
    register = models.CharField(max_length=10)
    paths = ArrayField(models.TextField(db_collation="C"))
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, related_name="+")
    rows = models.IntegerField()
    personal = models.BooleanField()

    def __str__(self) -> str:
        return f"export {self.log_id} {self.register}"
