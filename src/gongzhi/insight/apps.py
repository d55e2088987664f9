"""App configuration of insight."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    """Figures, one screen, public page."""

    name = "gongzhi.insight"
    label = "insight"
    verbose_name = "统计"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what moves with a change of boundaries, and the way to figures of areas."""
        from gongzhi.insight import area_panel, functions_section, moving, profile_section

        profile_section.register()
        functions_section.register()
        moving.register()
        area_panel.register()
