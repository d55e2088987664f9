"""A process as the profile gave it, and the table of transitions that the trigger reads."""

from __future__ import annotations

from django.db import models


class Process(models.Model):
    """One version of one process. An order keeps the version it started with."""

    key = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    spec = models.JSONField()
    digest = models.CharField(max_length=64)
    current = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="process_key_version"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(current=True), name="process_one_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"


class ProcessTransition(models.Model):
    """(process version, from, to): what is absent here is refused by the database itself."""

    process = models.ForeignKey(Process, models.CASCADE, related_name="transitions")
    from_state = models.CharField(max_length=32)
    to_state = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process", "from_state", "to_state"], name="transition_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
