"""Placeholders like `{number}` in texts from which names and codes are made."""

from collections.abc import Collection
from string import Formatter

from django.utils.translation import gettext as _


def mistake_in(text: str, allowed: Collection[str]) -> str:
    """What is wrong with the placeholders of a text, empty when `str.format` can fill it.

    Only plain names and a width (`{number:03}`) are allowed: no attribute, index or conversion.
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return _("大括号没有配好对")
    for _text, name, width, conversion in parts:
        if name is None:
            continue
        if name not in allowed:
            return _("不认识的占位：{%(name)s}") % {"name": name}
        if conversion or (width and not (name == "number" and width.isdecimal())):
            return _("占位的写法不对：{%(name)s…}") % {"name": name}
    return ""
