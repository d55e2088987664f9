"""Releases of the profile: what the city's configuration said, and since when."""

from django.db import models


class ProfileRelease(models.Model):
    """One applied configuration.

    `version` counts up by one, only when something changed. `document` maps a section key to
    what that section hands to its readers (`selectors.current().section(key)`).
    `files` holds the text of every file applied, by name, so that a release can be exported.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=40, verbose_name="配置")
    version = models.IntegerField(unique=True, verbose_name="版本")
    document = models.JSONField()
    files = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    applied_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "配置版本"
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.key} v{self.version}"
