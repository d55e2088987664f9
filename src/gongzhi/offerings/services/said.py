"""Words of an entry made clean."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid


def said(words: str, field: str, most: int, *, needed: bool = True) -> str:
    """In one line. Raises Invalid (the field) when missing, too long or not to be kept."""
    words = " ".join(words.split())
    if needed and not words:
        raise Invalid(_("请填写这一项。"), field)
    if len(words) > most or "\x00" in words:
        raise Invalid(_("请控制在%(max)d字以内。") % {"max": most}, field)
    return words
