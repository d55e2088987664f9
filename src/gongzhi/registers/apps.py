"""App configuration of registers."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """People, homes, buildings, units, facilities, devices."""

    name = "gongzhi.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongzhi.accounts.selectors import register_own_subjects

        from . import (
            body_ending,
            logwords,
            moving,
            opinions,
            profile_section,
            requesting,
            roleduties,
            whistling,
        )
        from .reading import own

        moving.register()
        logwords.register()
        body_ending.register()
        profile_section.register()
        requesting.register()
        whistling.register()
        opinions.register()
        roleduties.register()
        register_own_subjects(own.own_subjects)
