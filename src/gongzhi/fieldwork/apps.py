"""App configuration of field duties."""

from django.apps import AppConfig


class FieldworkConfig(AppConfig):
    """Visits, rounds, talks, and the handbook that says how."""

    name = "gongzhi.fieldwork"
    label = "fieldwork"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import entries, hearing, logwords, profile_section

        profile_section.register()
        entries.register()
        hearing.register()
        logwords.register()
