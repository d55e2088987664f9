"""The page shell: base templates, components, assets, languages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gongzhi.web"
    label = "web"

    def ready(self) -> None:
        from . import client, formwords, model  # noqa: F401  client registers its check

        model.register()
        formwords.register()
