"""The page shell: base templates, components, assets, languages."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gongzhi.web"
    label = "web"
