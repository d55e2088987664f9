"""App configuration of the points bank."""

from django.apps import AppConfig


class PointsConfig(AppConfig):
    """Points for confirmed service: who holds them, what they are given for, books without names."""

    name = "gongzhi.points"
    label = "points"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import body_ending, profile_section

        profile_section.register()
        body_ending.register()
