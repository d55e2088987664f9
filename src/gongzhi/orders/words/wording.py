"""What people read about an order: the state's sentence, the timeline, the limit as a sum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import formats
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.web.words import date_text, datetime_text, duration_text, headed, joined

from ..dispatch.triaging import event_words
from ..engine.clocks import HANDLE, state_of
from ..engine.events import FOR
from ..models import Attachment, Order, OrderClock, OrderEvent
from ..privacy.redaction import redact
from ..process.formfields import lines_of, said_of
from ..process.spec import PUBLIC_VALUES, pick, spec_of
from . import written

MINUTES_AN_HOUR = 60


class _Gaps(dict[str, str]):
    """A text keeps working when one of its values is not known yet."""

    def __missing__(self, key: str) -> str:
        return "…"


def short_of(body_id: int | None) -> str:
    """A body's short name in the active language; empty for none."""
    body = orgs.body_by_id(body_id) if body_id else None
    return body.label(get_language() or "zh") if body else ""


def named(code: str) -> str:
    body = orgs.body_by_code(code)
    return body.label(get_language() or "zh") if body else code


def when(at: datetime | None) -> str:
    """`11月24日(周二)17:30`, or `Tue 24 Nov, 17:30`; says so when the year is not known yet."""
    return datetime_text(at, now=clock.now()) if at else _("待定")


def holder_words(order: Order) -> str:
    """Whose hands it is in now."""
    if order.state == "draft":
        return _("您自己")
    return short_of(order.holder_body_id)


def resident_sentence(order: Order) -> str:
    """The state as the reporter reads it: no office words."""
    state = spec_of(order.process_id).states[order.state]
    values = _Gaps(
        lead=short_of(order.lead_body_id) or _("负责的单位"),
        holder=holder_words(order),
        due=when(order.due_at if order.lead_body_id is None else order.promised_at),
        into=order.merged_into.number if order.merged_into else "",
    )
    return state.resident().format_map(values)


def with_names(text: str) -> str:
    """A sentence of the profile with a name for each value that an order would fill in."""
    names = {
        "lead": _("主办单位"), "holder": _("在手单位"), "due": _("截止时间"),
        "into": _("另一件"), "answer_on": _("下次答复日期"),
    }  # fmt: skip
    gaps = {name: _("〔%(word)s〕") % {"word": word} for name, word in names.items()}
    return text.format_map(_Gaps(gaps))


def done_words(number: str, action: str) -> str:
    """That an action was taken. Its name is quoted: “没调成” or “办好了” take no 已 before them."""
    return _("%(number)s：“%(action)s”已记下。") % {"number": number, "action": action}


def kind_of(order: Order) -> str:
    """What kind of order it is, where a class is not what says so; empty for a matter."""
    spec = spec_of(order.process_id)
    return "" if spec.classed else spec.name()


def event_sentence(order: Order, event: OrderEvent) -> str:
    """What the reporter reads about an event; empty when it is not for the reporter."""
    if event.action == "report":
        return "" if event.to_state == "draft" else _received(order)
    action = spec_of(order.process_id).actions.get(event.action)
    if action is None or action.events is None:
        return ""
    return pick(action.events).format_map(_values(order, event))


def _received(order: Order) -> str:
    spec = spec_of(order.process_id)
    if spec.residents and spec.residents.received:
        return pick(spec.residents.received)
    return _("收到您的诉求") if spec.classed else headed(_("收到"), spec.name())


def sentence_for(order: Order, event: OrderEvent, resident_id: int | None) -> str:
    """What a resident, or anybody (None), reads about an event; empty when it is not for them.

    "You" is whoever took the step, and the reporter where the staff took it. Everybody else reads
    the public sentence, in which nobody's own words stand.
    """
    you = event.resident_id if event.actor_kind == "resident" else order.reporter_id
    if resident_id is not None and resident_id == you:
        return event_sentence(order, event)
    if event.action == "report":
        return "" if event.to_state == "draft" else _("收到这件诉求")
    action = spec_of(order.process_id).actions.get(event.action)
    texts = action.public if action else None
    if texts is None and action is not None and event.actor_kind != "resident":
        texts = action.events
    if texts is None:
        return ""
    values = _values(order, event)
    return pick(texts).format_map(_Gaps({name: values[name] for name in PUBLIC_VALUES}))


def _values(order: Order, event: OrderEvent) -> dict[str, str]:
    payload: dict[str, Any] = event.payload or {}
    lead = payload.get("lead")
    due = payload.get("due")
    return _Gaps(
        lead=named(lead) if lead else short_of(event.body_id or order.lead_body_id),
        holder=holder_words(order),
        body=short_of(event.body_id),
        bodies=joined(named(code) for code in _codes(payload)),
        reason=str(payload.get("reason", "")),
        note=written.note_of(str(payload.get("note", ""))),
        into=str(payload.get("into", "")),
        due=when(datetime.fromisoformat(due)) if due else when(order.promised_at),
        answer_on=str(payload.get("answer_on", "")),
        **_own_values(order, payload),
    )


def _own_values(order: Order, payload: Mapping[str, Any]) -> dict[str, str]:
    """The process's own fields as its sentences may name them; one left empty says nothing."""
    fields = spec_of(order.process_id).fields
    return {k: said_of(fields[k], payload[k]) if k in payload else "" for k in fields}


def _codes(payload: dict[str, Any]) -> list[str]:
    """The bodies that an event names."""
    bodies = payload.get("bodies")
    return [code for code in bodies if isinstance(code, str)] if isinstance(bodies, list) else []


@dataclass(frozen=True)
class Line:
    """One line of a timeline."""

    at: datetime
    who: str
    title: str
    text: str
    tone: str = "normal"
    photos: tuple[Attachment, ...] = field(default_factory=tuple)
    seq: int = 0


def _side_name(action: str) -> str:
    """Names of what is recorded beside the process: attempts on a rating, calls of forces."""
    names = {
        "report": _("收到诉求"),
        "rating_attempt": _("有人试图更改评价"),
        "call": _("呼叫"),
        "call_force": _("一键调度"),  # as calls were recorded before every process could call
        "call_received": _("答复：马上来"),
        "call_declined": _("答复：来不了"),
        "call_arrived": _("已到场"),
        "call_feedback": _("已反馈"),
        "call_released": _("免去呼叫"),
        "call_cancelled": _("撤回呼叫"),
        "call_raised": _("没人答复呼叫，已报"),
        "call_judged": _("评价呼叫"),
        "led_to": _("由此发起"),
        "led_to_result": _("由此发起的工单有了结果"),
        "handed_over": _("工作交接"),
        "merged_in": _("并入了一件"),
        "taken_apart": _("拆出了一件"),
        "gathered": _("归入疑难长案"),
        "let_go": _("移出疑难长案"),
        "opinion_reply": _("本人说明"),
        "outside_taken": _("转到市政务服务系统，那边的编号"),
        "outside_state": _("市政务服务系统的进展"),
    }
    return names.get(action, action)


def timeline(
    order: Order, actor: Actor, front: str, rows: Iterable[OrderEvent] | None = None
) -> list[Line]:
    """The events of an order that the actor may see, oldest first; `rows` if they are read already.

    `front` "resident" gives what is for this resident, "public" what is for anybody, "writer" what
    is for whoever wrote with a secret code; "office"
    gives every event with its reason, note and result, people by name.
    """
    rows = events_of(order) if rows is None else rows
    if front in {"resident", "public"}:
        reader = actor.resident_id if front == "resident" else None
        return [line for line in (_resident_line(order, row, reader) for row in rows) if line]
    if front == "writer":
        return [line for line in (_writer_line(order, row) for row in rows) if line]
    return [_office_line(order, row) for row in rows]


def events_of(order: Order) -> list[OrderEvent]:
    """Every event of an order with the person who acted, oldest first."""
    return list(OrderEvent.reached.filter(order=order).select_related("user").order_by("seq"))


def _resident_line(order: Order, row: OrderEvent, reader: int | None) -> Line | None:
    sentence = sentence_for(order, row, reader)
    if not sentence:
        return None
    result = str((row.payload or {}).get("result", ""))
    mine = reader is not None and reader == order.reporter_id
    return Line(
        row.at,
        short_of(row.body_id),
        sentence,
        result if mine else redact(result),
        seq=row.seq,
    )


def _writer_line(order: Order, row: OrderEvent) -> Line | None:
    sentence = event_sentence(order, row)
    if not sentence:
        return None
    result = str((row.payload or {}).get("result", ""))
    return Line(row.at, short_of(row.body_id), sentence, result, seq=row.seq)


def _office_line(order: Order, row: OrderEvent) -> Line:
    spec = spec_of(order.process_id)
    payload: dict[str, Any] = row.payload or {}
    action = spec.actions.get(row.action)
    title = action.name() if action else _side_name(row.action)
    if row.action == "report" and not spec.classed:
        title = headed(_("收到") if spec.residents else _("已发起"), spec.name())
    if payload.get("lead"):
        title += f" → {named(payload['lead'])}"
    if _codes(payload):
        title = headed(title, joined(named(code) for code in _codes(payload)))
    said = [_said(row.action, payload, k) for k in _SAID if payload.get(k)]
    if row.action == "call_judged":
        said.insert(0, satisfaction_words().get(payload.get("satisfaction"), ""))
    if payload.get("silent") and payload["silent"] not in _codes(payload):
        said.insert(0, named(str(payload["silent"])))
    if payload.get("triage"):
        said.append(event_words(payload["triage"]))
    said += lines_of(spec, payload)
    if payload.get("answer_on"):
        said.append(headed(_("下次答复日期"), _day(str(payload["answer_on"]))))
    if row.salt == "" and row.payload is None:
        said = [_("内容已按规定删除")]
    return Line(
        row.at,
        office_who(row),
        title,
        " · ".join(dict.fromkeys(said)),
        action.tone if action else "normal",
        seq=row.seq,
    )


def _day(text: str) -> str:
    return date_text(date.fromisoformat(text), today=clock.today())


_SAID = ("why", "reason", "note", "result", "feedback", "comment", "other")


def _said(action: str, payload: Mapping[str, Any], key: str) -> str:
    """One value of an event: what the system wrote in the reader's language, else as it stands."""
    text = str(payload[key])
    if key == "why":
        return written.reason_of(text, named(str(payload.get("lead") or "")))
    if key != "note":
        return text
    return written.process_named(text) if action == "led_to" else written.note_of(text)


def satisfaction_words() -> dict[Any, str]:
    """3, 2, 1 as people read them."""
    return {3: _("满意"), 2: _("基本满意"), 1: _("不满意")}


def office_who(row: OrderEvent) -> str:
    """Body and person of an event; a reporter is never named here."""
    if row.actor_kind == "system":
        return _("系统")
    if row.actor_kind == "resident":
        if row.action == "opinion_reply":
            return _("本人")
        return _("邻居") if (row.payload or {}).get("neighbour") else _("诉求人")
    if row.actor_kind == "writer":
        return _("写信人")
    name = row.user.name if row.user else ""
    if (row.payload or {}).get(FOR):
        name = _("%(deputy)s 代 %(person)s") % {
            "deputy": name, "person": (row.payload or {})[FOR]["name"],
        }  # fmt: skip
    return " ".join(part for part in (short_of(row.body_id), name) if part)


def limit_sum(clocks: Sequence[OrderClock]) -> str:
    """The limit as a sum: start + limit − paused → due (screens: order page).

    `clocks` are all of an order, oldest first: the last of handling counts, else the one that runs.
    """
    handling = [row for row in clocks if row.stage == HANDLE]
    rows = handling or [row for row in clocks if row.stopped_at is None]
    if not rows:
        return ""
    row = rows[-1]
    state = state_of(row)
    parts = [f"{when(row.started_at)} + {limit_words(row.amount, row.unit)}"]
    if state.extensions:
        parts.append(_("+ 延期 %(times)d 次") % {"times": state.extensions})
    if state.status == "paused":
        return (
            " ".join(parts)
            + " · "
            + _("停表中，已用 %(used)s") % {"used": seconds_words(state.spent_seconds, row.unit)}
        )
    if state.unknown_year:
        return (
            " ".join(parts)
            + " → "
            + _("%(year)d年放假安排还没有公布，公布后自动算出截止时间")
            % {"year": state.unknown_year}
        )
    return " ".join(parts) + f" → {when(row.due_at)}"


def seconds_words(seconds: int, unit: str = "") -> str:
    """Time of a limit's unit: working time in hours, since its days have eight; else as people say."""
    if not unit.startswith("working"):
        return duration_text(seconds)
    hours, rest = divmod(seconds, 3600)
    return _("%(hours)d小时%(minutes)d分") % {"hours": hours, "minutes": rest // 60}


def limit_words(amount: int, unit: str) -> str:
    """`24 工作时`, one word for one unit (glossary 6). An hour of minutes and more as people say it."""
    if unit.endswith("_minute") and amount >= MINUTES_AN_HOUR:
        time = seconds_words(amount * 60, unit)
        if unit.startswith("working"):
            return _("%(time)s（工作时间）") % {"time": time}
        return _("%(time)s（不停表）") % {"time": time}
    words = {
        "urgent_minute": ngettext("%(n)s 分钟（不停表）", "%(n)s 分钟（不停表）", amount),
        "urgent_hour": ngettext("%(n)s 紧急工作时（不停表）", "%(n)s 紧急工作时（不停表）", amount),
        "urgent_day": ngettext("%(n)s 紧急工作日（不停表）", "%(n)s 紧急工作日（不停表）", amount),
        "working_minute": ngettext("%(n)s 分钟（工作时间）", "%(n)s 分钟（工作时间）", amount),
        "working_hour": ngettext("%(n)s 工作时", "%(n)s 工作时", amount),
        "working_day": ngettext("%(n)s 工作日", "%(n)s 工作日", amount),
        "natural_day": ngettext("%(n)s 自然日", "%(n)s 自然日", amount),
    }
    return words[unit] % {"n": formats.number_format(amount)}


def state_name(order: Order) -> str:
    return spec_of(order.process_id).states[order.state].name()
