"""App configuration of areas."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AreasConfig(AppConfig):
    """Divisions and grids."""

    name = "gongzhi.areas"
    label = "areas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the profile section of areas, and what moves with a change of boundaries."""
        from gongzhi.areas.boundaries.movers import Mover, register_mover
        from gongzhi.areas.profile import section as profile_section
        from gongzhi.areas.services.keep_functional import move_members, preview_members

        profile_section.register()
        register_mover(Mover("areas", _("功能区"), preview_members, move_members, order=5))
