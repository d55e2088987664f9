"""App configuration of offerings."""

from django.apps import AppConfig


class OfferingsConfig(AppConfig):
    """Items, needs, resources and services."""

    name = "gongzhi.offerings"
    label = "offerings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongzhi.orders.hooks.painpoints import register_left

        from . import (
            body_ending,
            handing,
            profile_section,
            proposing,
            shelf,
            windows,  # noqa: F401 - its effects
        )
        from .reading import outside, wishes
        from .services.return_lines import return_lines

        profile_section.register()
        proposing.register()
        shelf.register()
        body_ending.register()
        wishes.register()
        outside.register()
        handing.register()
        register_left("offerings", lambda at: return_lines(at=at))
