"""What a clerk has changed on the settings pages and not applied yet."""

from django.conf import settings
from django.db import models


class SettingsDraft(models.Model):
    """The pending changes of one person.

    `base_version` is the release that they were made over; `edits` is a list of what
    `office.edits.Edit.stored()` gives, in the order in which they were made.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    base_version = models.IntegerField()
    edits = models.JSONField(default=list)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"draft of {self.pk} over v{self.base_version}"
