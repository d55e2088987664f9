"""App configuration of command."""

from django.apps import AppConfig


class CommandConfig(AppConfig):
    """The wall screen and what is done from it. It has no tables of its own."""

    name = "gongzhi.command"
    label = "command"
    verbose_name = "指挥"
