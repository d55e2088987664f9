"""App configuration of communities' workload."""

from django.apps import AppConfig


class WorkloadConfig(AppConfig):
    """The list of affairs, admissions, and what communities bear."""

    name = "gongzhi.workload"
    label = "workload"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import admitting, body_ending, profile_section

        profile_section.register()
        admitting.register()
        body_ending.register()
