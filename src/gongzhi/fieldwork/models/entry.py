"""What phones sent and were answered, so that a repeat gets its first answer."""

from __future__ import annotations

from django.db import models


class AcceptedEntry(models.Model):
    """One entry of an outbox that was taken. `message` is what the phone was told: no words of
    residents, no names.
    """

    client_key = models.UUIDField(primary_key=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    result = models.CharField(max_length=8)
    message = models.CharField(max_length=300)
    number = models.CharField(max_length=24, blank=True, default="")
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.client_key}"
