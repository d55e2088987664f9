"""What this domain writes into the access log, said again for whoever reads it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gongzhi.accounts import logwords
from gongzhi.areas import selectors as areas
from gongzhi.web.saidagain import Sentences
from gongzhi.web.words import speaks_chinese

from .catalogue import REGISTERS

PURPOSES: Final = Sentences(
    gettext_noop("在基础数据里查找"),
    gettext_noop("答复个人信息请求%(number)s"),
    gettext_noop("征求居住地社区意见：%(why)s"),
    gettext_noop("登记时碰到辖区以外已登记的人：%(n)d人"),
)


def register() -> None:
    logwords.register(PURPOSES.said, subject)


def subject(text: str) -> str | None:
    """`people 12`, `people 532504001 5`: the register and the place by their names, the number."""
    if text == "registers":
        return _("基础数据")
    key, _space, rest = text.partition(" ")
    found = REGISTERS.get(key)
    if found is None or not (text == key or rest[:1].isdigit()):
        return None
    place, _space, number = rest.partition(" ")
    area = areas.area_by_code(place) if number else None
    named = area.label("zh" if speaks_chinese() else "en") if area else place
    return f"{found.title} {named} {number}".strip()
