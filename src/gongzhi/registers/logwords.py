"""What this domain writes into the access log, said again for whoever reads it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gongzhi.accounts import logwords
from gongzhi.web.saidagain import Sentences

from .catalogue import REGISTERS

PURPOSES: Final = Sentences(
    gettext_noop("在基础数据里查找"),
    gettext_noop("答复个人信息请求%(number)s"),
    gettext_noop("征求居住地社区意见：%(why)s"),
)


def register() -> None:
    logwords.register(PURPOSES.said, subject)


def subject(text: str) -> str | None:
    """`people 12`: the register by its name, and the number of the row or the place."""
    if text == "registers":
        return _("基础数据")
    key, _space, rest = text.partition(" ")
    found = REGISTERS.get(key)
    return f"{found.title} {rest}" if found and rest[:1].isdigit() else None
