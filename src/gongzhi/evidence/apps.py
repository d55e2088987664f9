"""App configuration of the evidence wall."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Pictures of what was done, before and after; they count for nothing."""

    name = "gongzhi.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gongzhi.orders.photos import photostore

        from . import body_ending, retention
        from .services.keep_files import all_files, kept_files

        body_ending.register()
        retention.register()
        photostore.register_keeper("wall", kept_files, all_files)
