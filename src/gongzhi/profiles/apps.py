"""App configuration of profiles."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """A city's configuration."""

    name = "gongzhi.profiles"
    label = "profiles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the sections that belong to no other domain."""
        from gongzhi.profiles import sections

        sections.register()
