"""App configuration of areas."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """Divisions and grids."""

    name = "gongzhi.areas"
    label = "areas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the profile section of areas."""
        from gongzhi.areas import profile_section

        profile_section.register()
