"""What this domain writes into the access log, said again for whoever reads it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_noop

from gongzhi.accounts import logwords
from gongzhi.web.saidagain import Sentences

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


def register() -> None:
    logwords.register(SENTENCES.said)
