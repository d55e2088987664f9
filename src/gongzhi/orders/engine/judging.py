"""Whether a result may be handed to the reporter, and why not, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from gongzhi.web.words import joined

from . import answers

# Actions whose words the reporter reads as the result, so they are judged as an answer.
ANSWERS: Final = frozenset({"finish", "answer"})


def result_problem(action: str, result: str) -> str:
    """Why this result is not taken; empty when it is.

    Personal data never pass; what says nothing passes only where a photo speaks for it.
    """
    judgement = answers.judge(result)
    if judgement.personal or action in ANSWERS:
        return refusal_words(judgement)
    return ""


def refusal_words(judgement: answers.Judgement) -> str:
    """Why a result is not taken, said so that one knows what to write instead; "" when it is."""
    if judgement.personal:
        return _("结果里有手机号或证件号，居民会看到，请删掉：%(found)s") % {
            "found": joined(judgement.personal)
        }
    if judgement.says_nothing and judgement.not_ours:
        return _("“不属于本单位职责”不能答复给居民，请走“退回”或“派单异议”，由派遣员或街道来定。")
    if judgement.says_nothing:
        if judgement.empty_phrases:
            return _(
                "“%(phrase)s”没有告诉居民办了什么。请写：去没去看、看到什么、谁在什么时候做了什么、现在什么样。"
            ) % {"phrase": judgement.empty_phrases[0]}
        return _("太短了。请写：去没去看、看到什么、谁在什么时候做了什么、现在什么样。")
    return ""
