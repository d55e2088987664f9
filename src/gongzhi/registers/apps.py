"""App configuration of registers."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """People, homes, buildings, units, facilities, devices."""

    name = "gongzhi.registers"
    label = "registers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongzhi.accounts.selectors import register_own_subjects

        from . import logwords, profile_section, roleduties
        from .changes import body_ending, boundaries
        from .processes import opinions, requesting, whistling
        from .reading import own

        boundaries.register()
        logwords.register()
        body_ending.register()
        profile_section.register()
        requesting.register()
        whistling.register()
        opinions.register()
        roleduties.register()
        register_own_subjects(own.own_subjects)
