"""What this domain writes into the access log, said again for whoever reads it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

from gongzhi.accounts import logwords
from gongzhi.web.saidagain import Sentences
from gongzhi.web.words import headed

SENTENCES: Final = Sentences(
    gettext_noop("接听来电，查看历史诉求"),
    gettext_noop("来电号码，%(n)d件"),
    gettext_noop("按电话查工单"),
    gettext_noop("工作台搜索"),
    gettext_noop("工单%(n)d件"),
    # What the phone offers instead of typing.
    gettext_noop("问清楚地点"),
    gettext_noop("约时间到现场"),
)
# What a reporter's phone is looked up for; a word or two may follow.
REASONS: Final = Sentences(
    gettext_noop("核实情况"),
    gettext_noop("约定上门时间"),
    gettext_noop("告知办理进展"),
    gettext_noop("回访"),
    gettext_noop("其他"),
)


def register() -> None:
    logwords.register(SENTENCES.said, reason)


def reason(text: str) -> str | None:
    """`回访：改天再来`: the reason, and what was added as it was typed."""
    for mark in ("：", ": "):
        head, found, added = text.partition(mark)
        known = REASONS.said(head)
        if known is not None:
            return headed(known, added) if found else known
    return None
