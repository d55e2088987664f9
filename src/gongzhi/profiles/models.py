"""Releases of the profile: what the city's configuration said, and since when."""

from typing import Final

from django.db import models

FILES: Final = "files"  # applied from a folder, by the command or the start of a demo
DESK: Final = "desk"  # made on the settings pages


class ProfileRelease(models.Model):
    """One applied configuration.

    `version` counts up by one, only when something changed. `document` maps a section key to
    what that section hands to its readers (`selectors.current().section(key)`).
    `files` holds the text of every file applied, by name, so that a release can be exported.
    `made_by` is the id of the member of staff for a release made in the desk; the name stays as it
    was on that day. `back_to` is the version whose files were taken up again.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=40, verbose_name="配置")
    version = models.IntegerField(unique=True, verbose_name="版本")
    document = models.JSONField()
    files = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    applied_at = models.DateTimeField(auto_now_add=True)
    source = models.CharField(max_length=5, default=FILES, choices=[(FILES, FILES), (DESK, DESK)])
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")
    change_count = models.PositiveIntegerField(default=0)
    back_to = models.IntegerField(null=True)

    class Meta:
        verbose_name = "配置版本"
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
