"""App configuration of volunteering."""

from django.apps import AppConfig


class VolunteeringConfig(AppConfig):
    """Units and residents who check in at communities, what they take on and what they did."""

    name = "gongzhi.volunteering"
    label = "volunteering"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongzhi.orders.hooks.outbox import register_kind

        from . import body_ending, party_figure, profile_section, proposing
        from .services.settle import record_shift

        profile_section.register()
        body_ending.register()
        proposing.register()
        party_figure.register()
        register_kind("shift", record_shift)
