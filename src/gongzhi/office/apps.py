"""App configuration of office."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Settings pages and the home of the IT office."""

    name = "gongzhi.office"
    label = "office"
    default_auto_field = "django.db.models.BigAutoField"
