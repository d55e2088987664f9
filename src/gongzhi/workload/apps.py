"""App configuration of communities' workload."""

from django.apps import AppConfig


class WorkloadConfig(AppConfig):
    """The list of affairs, and admissions."""

    name = "gongzhi.workload"
    label = "workload"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import admitting, profile_section

        profile_section.register()
        admitting.register()
