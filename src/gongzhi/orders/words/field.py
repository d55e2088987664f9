"""Sentences of field work: what was done, what an entry that came late is told, kept notes."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.web.words import clock_text, datetime_text, headed

from ..models import Order, OrderEvent
from ..process.spec import spec_of
from .wording import named, office_who, state_name

# Reasons why a report is not so, and the sentence for the resident where none is written.
FALSE_REASONS = ("not_found", "done_already", "elsewhere", "other_duty")
# Reasons why finished work is sent back.
BACK_REASONS = ("not_done", "half_done", "again", "wrong_place")


def false_reasons() -> list[tuple[str, str, str]]:
    """(key, reason, sentence for the resident)."""
    names = {
        "not_found": (
            _("没有找到"),
            _("网格员到您说的地方看了一圈，没有看到这个情况。如果还在，请再拍一张照片告诉我们。"),
        ),
        "done_already": (
            _("已经好了"),
            _("网格员到现场时已经好了，照片附后。如果又出现，请再告诉我们。"),
        ),
        "elsewhere": (
            _("说的地方不对"),
            _("您说的地点和照片对不上，网格员没有找到。请重新选一下地点再告诉我们。"),
        ),
        "other_duty": (
            _("不归这里管"),
            _("网格员看过，这件事不在本平台办理，该找谁已写在下面。"),
        ),
    }
    return [(key, *names[key]) for key in FALSE_REASONS]


def back_reasons() -> list[tuple[str, str]]:
    """(key, reason) for sending finished work back."""
    names = {
        "not_done": _("没有办"),
        "half_done": _("只办了一半"),
        "again": _("又出现了"),
        "wrong_place": _("办的不是这一处"),
    }
    return [(key, names[key]) for key in BACK_REASONS]


def reason_words(kind: str, why: str, written: str) -> str:
    """The sentence that goes with a refusal: what was written, else the chosen reason's own."""
    if kind == "verify_false":
        return written or next((said for key, _name, said in false_reasons() if key == why), "")
    if kind == "check_back":
        chosen = next((name for key, name in back_reasons() if key == why), "")
        if not chosen or written.startswith(chosen):
            return written
        return headed(chosen, written) if written else chosen
    return written


def done_words(kind: str) -> str:
    """What the worker reads when an entry was carried out."""
    words = {
        "verify_true": _("已核实属实，接着由负责的单位办。"),
        "verify_false": _("已记下不属实，理由会告诉诉求人。"),
        "check_pass": _("核查通过，已请诉求人评价。"),
        "check_back": _("已退回重办，理由已告诉主办单位。"),
        "settle": _("当场办好了，已记一件。"),
        "finish": _("已申请办结，等核查。"),
        "note": _("已记下。"),
        "call_received": _("已签收。"),
        "call_declined": _("已答复来不了，理由呼叫的单位看得到。"),
        "call_arrived": _("已到场。"),
        "call_feedback": _("已反馈，呼叫的单位看得到。"),
    }
    return words[kind]


def moved_words(order: Order, event: OrderEvent, *, added: bool) -> str:
    """`社区 10:20 已派给城管局，您的记录已作为补充加上。`"""
    today = clock.local(event.at).date() == clock.today()
    lead = (event.payload or {}).get("lead")
    spec = spec_of(order.process_id).actions.get(event.action)
    values = {
        "who": office_who(event),
        "time": clock_text(event.at) if today else datetime_text(event.at, now=clock.now()),
        "lead": named(lead) if lead else "",
        "action": spec.name() if spec else event.action,
        "state": state_name(order),
    }
    if event.action == "dispatch" and lead:
        happened = _("%(who)s %(time)s 已派给%(lead)s") % values
    else:
        happened = _("%(who)s %(time)s 已做“%(action)s”，现在是“%(state)s”") % values
    if added:
        return _("%(happened)s，您的记录已作为补充加上。") % {"happened": happened}
    return _("%(happened)s，这条记录没有加上，内容还在您手机上。") % {"happened": happened}


def record_words(kind: str, payload: dict[str, Any]) -> str:
    """What a late entry says as a note: what the worker did, and in which words."""
    names = {
        "verify_true": _("现场核实：属实"),
        "verify_false": _("现场核实：不属实"),
        "check_pass": _("现场核查：办好了"),
        "check_back": _("现场核查：没办好"),
        "settle": _("当场办好了"),
        "finish": _("申请办结"),
    }
    said = [str(payload.get(key) or "").strip() for key in ("reason", "result", "note")]
    return "。".join([names.get(kind, ""), *(part for part in said if part)]).strip("。")[:2000]
