"""What somebody entered: words made one clean line, numbers within bounds."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid


def one_line(words: str, field: str, most: int, *, needed: bool = True) -> str:
    """Without line breaks and doubled spaces.

    Raises Invalid (the field) when they are missing, too long or not to be kept.
    """
    words = " ".join(words.split())
    if needed and not words:
        raise Invalid(_("这里要填。"), field)
    if len(words) > most or "\x00" in words:
        raise Invalid(_("请控制在%(max)d字以内。") % {"max": most}, field)
    return words


def whole(number: int | None, field: str, least: int, most: int) -> int:
    """The number itself. Raises Invalid (the field) outside the bounds, which are both allowed."""
    if number is None or not least <= number <= most:
        raise Invalid(
            _("请填%(least)d到%(most)d之间的整数。") % {"least": least, "most": most}, field
        )
    return number
