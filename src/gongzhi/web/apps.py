"""The page shell: base templates, components, assets, languages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gongzhi.web"
    label = "web"

    def ready(self) -> None:
        from . import client  # noqa: F401  registers its check
