"""A named filter of the desk's worklist that a user keeps."""

from __future__ import annotations

from django.db import models


class SavedView(models.Model):
    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="view_name_once")]

    def __str__(self) -> str:
        return self.name
