"""App configuration of orgs."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Bodies of every kind."""

    name = "gongzhi.orgs"
    label = "orgs"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the profile section of bodies and roles, and what moves with boundaries."""
        from gongzhi.orgs import area_panel, moving
        from gongzhi.orgs.profile import section

        section.register()
        moving.register()
        area_panel.register()
