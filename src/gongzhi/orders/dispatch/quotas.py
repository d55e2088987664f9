"""No target and no quota is addressed to a residents' committee (QJ-18; domain rules, Beijing art. 17).

The words by which one is known are the profile's (`quota_words` in orders/settings.yaml).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.orgs.selectors import BodyRef

from ..settings import order_settings
from .routing import ABOVE_COMMUNITY, COMMUNITY_KINDS


def named_in(texts: Iterable[str], words: Iterable[str]) -> str:
    """The first of the words that one of the texts holds; "" when none does."""
    wanted = list(words)
    return next((word for text in texts for word in wanted if word in text), "")


def refuse_quota(*, lead: BodyRef, caller: BodyRef | None, texts: Mapping[str, str]) -> None:
    """Raises Invalid, naming the field, when a body above gives a community a quota in words."""
    if lead.kind not in COMMUNITY_KINDS or caller is None or caller.kind not in ABOVE_COMMUNITY:
        return
    for field, text in texts.items():
        word = named_in([text], order_settings().quota_words)
        if word:
            raise Invalid(refusal(word), field)


def refusal(word: str) -> str:
    return _("不得向社区下指标、派任务数（“%(word)s”）。请改成要社区做什么事。") % {"word": word}
