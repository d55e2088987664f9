"""What an action does besides changing the state. The profile names these, code defines them.

Each effect reads and changes the locked order of one `Step`; nothing here commits or notifies.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.numbers import whole_number
from gongzhi.kernel.scope import Actor, Posting
from gongzhi.orgs import selectors as orgs
from gongzhi.web.words import date_text, joined

from ..dispatch.catalogue import chosen_category
from ..dispatch.routing import guard_lead, legal_duty_of, propose
from ..dispatch.triaging import kept
from ..models import DutyClause, Order, OrderClock, OrderEvent, OrderParty, Rating
from ..privacy.personal import asks_money, telling
from ..process.spec import ActionSpec, spec_of
from ..settings import order_settings
from .clocks import OrderClocks
from .parts import OrderParts


@dataclass
class Step:
    """One action on one locked order while it is being carried out."""

    order: Order
    actor: Actor
    action: ActionSpec
    payload: dict[str, Any]
    at: datetime
    clocks: OrderClocks
    parts: OrderParts
    body_id: int | None  # the actor's body in this matter
    stands_for: Posting | None = None  # the posting in which the actor stands in for somebody
    shown: dict[str, Any] = field(default_factory=dict)  # kept in the event for the timeline
    closes: bool = False
    brings_back: bool = False

    @property
    def person_id(self) -> int | None:
        """Whose doing it is: the actor's, or that of whom the actor stands in for."""
        stood_in_for = self.stands_for.for_user_id if self.stands_for else None
        return stood_in_for or self.actor.user_id


Effect = Callable[[Step], None]
Refusal = Callable[[Order], str]
EFFECTS: dict[str, Effect] = {}
REFUSALS: dict[str, Refusal] = {}
# What comes with any action: words, and the first answer that an outbox gets again.
_ALWAYS = frozenset({"reason", "note", "result", "outbox"})
_READS: dict[str, tuple[str, ...]] = {}
# The two ways to judge; only who reported or follows may take them.
SOLVED, UNSOLVED = "rate_solved", "rate_unsolved"
RATINGS = frozenset({SOLVED, UNSOLVED})


def effect(
    function: Effect | None = None, *, reads: tuple[str, ...] = (), unless: Refusal | None = None
) -> Any:
    """Register an effect by its name, with the fields of the payload that it reads.

    `unless` says why the action is grey for an order, "" when it is not.
    """

    def register(found: Effect) -> Effect:
        EFFECTS[found.__name__] = found
        _READS[found.__name__] = reads
        if unless is not None:
            REFUSALS[found.__name__] = unless
        return found

    return register(function) if function else register


def condition(refusal: Refusal) -> Refusal:
    """Register what changes nothing by itself: while it gives a reason, the action is grey."""
    REFUSALS[refusal.__name__] = refusal
    return refusal


def refusal_of(action: ActionSpec, order: Order) -> str:
    """Why an action that the role may do is not to be had for this order; "" when it is."""
    reasons = (REFUSALS[name](order) for name in action.effects if name in REFUSALS)
    return next(filter(None, reasons), "")


def fields_of(action: ActionSpec) -> frozenset[str]:
    """The fields of a payload that mean something to an action; others are not kept."""
    read = (name for key in action.effects for name in _READS.get(key, ()))
    return _ALWAYS.union(action.needs, action.asks, read)


# --- where an order goes -------------------------------------------------------------------


@effect(reads=("category", "limit"))
def set_category(step: Step) -> None:
    category, chosen = chosen_category(str(step.payload["category"]), step.payload.get("limit"))
    if category is None:
        raise Invalid(_("请选择类别。"), "category")
    step.order.category, step.order.limit = category, chosen
    step.order.emergency = category.emergency
    step.shown["category"] = category.name


@effect(reads=("body",))
def set_lead(step: Step) -> None:
    """Name the lead body, refuse what a community must not lead, note why."""
    order = step.order
    lead = orgs.body_by_code(str(step.payload["body"]))
    if lead is None:
        raise Invalid(_("没有这个单位，请从列表里选。"), "body")
    refusal = guard_lead(lead, order.category, order.area_path)
    if refusal is not None:
        raise Invalid(refusal.reason, "body")
    proposal = propose(order.category, order.area_path)
    by_catalogue = proposal.lead is not None and proposal.lead.id == lead.id
    if not by_catalogue and step.actor.kind != "system" and not _words(step, "reason"):
        raise Invalid(_("和清单建议的单位不一样，请写明理由。"), "reason")
    replace_lead(step, lead.id)
    order.clause = proposal.clause.clause if by_catalogue and proposal.clause else ""
    order.auto_dispatched = step.actor.kind == "system"
    step.shown.update(lead=lead.code, why=proposal.why if by_catalogue else "")
    if proposal.triage is not None:
        step.shown["triage"] = kept(proposal.triage, lead, by_rule=by_catalogue)
    if by_catalogue:
        _add_co_bodies(step, [body.id for body in proposal.supporting])


@effect(reads=("body",))
def send_to(step: Step) -> None:
    """Name the body that provides a service: chosen by hand, where no duty list says who."""
    lead = orgs.body_by_code(str(step.payload["body"]))
    if lead is None:
        raise Invalid(_("没有这个单位，请从列表里选。"), "body")
    refusal = guard_lead(lead, step.order.category, step.order.area_path)
    if refusal is not None:
        raise Invalid(refusal.reason, "body")
    replace_lead(step, lead.id)
    step.shown.update(lead=lead.code)


@effect
def lead_myself(step: Step) -> None:
    """Whoever claims it answers for it from now on."""
    asked = OrderParty.objects.filter(
        order=step.order, role="co", body_id__in=step.actor.body_ids
    ).values_list("body_id", flat=True)
    body = orgs.body_by_id(asked.first() or step.body_id or 0)
    if body is None:
        raise Invalid(_("您的岗位没有单位，不能认领。"))
    step.body_id = body.id
    replace_lead(step, body.id)
    step.shown.update(lead=body.code)


@effect(reads=("checked_words",))
def use_checked_words(step: Step) -> None:
    """From now on only the checked sentence is read; the original is sealed in this event.

    Raises Invalid with what must go while something in it tells who it is (PIPL art. 28, 31:
    nothing of a child or a patient).
    """
    checked = _words(step, "checked_words")
    refuse_telling(checked, "checked_words")
    step.shown["original"] = seal(step.order.text)
    step.order.text, step.order.brief = checked, ""
    # The statement of a move never writes the words: they change here alone.
    Order.reached.filter(pk=step.order.pk).update(text=checked, brief="")


def refuse_telling(text: str, field: str) -> None:
    """Invalid with what must go from words that everybody will read."""
    parts = telling(text)
    if parts:
        raise Invalid(
            _("这句话里还有能认出人的话：%(parts)s。请去掉，换个说法再公布。")
            % {"parts": joined(parts)},
            field,
        )
    if asks_money(text):
        raise Invalid(_("这里不收钱也不要钱，请改成一样东西或一件要帮的事。"), field)


def _words(step: Step, name: str) -> str:
    return str(step.payload.get(name) or "").strip()


def replace_lead(step: Step, lead_id: int) -> None:
    """Another body leads from now on; the former one goes on to read what it did."""
    order = step.order
    if order.lead_body_id == lead_id:
        return
    if order.lead_body_id is not None:
        step.parts.leave("lead")
        step.parts.join("past", order.lead_body_id, step.at, open=False)
    step.parts.leave("co", lead_id)
    step.parts.join("lead", lead_id, step.at)
    order.lead_body_id = lead_id
    order.handler_id = None


@effect(reads=("bodies",))
def add_co(step: Step) -> None:
    codes = [str(code) for code in step.payload["bodies"]]
    bodies = [orgs.body_by_code(code) for code in codes]
    if any(body is None for body in bodies):
        raise Invalid(_("协办单位里有不存在的，请重新选择。"), "bodies")
    chosen = [body for body in bodies if body and body.id != step.order.lead_body_id]
    if not chosen:
        raise Invalid(_("主办单位不用再列为协办，请选别的单位。"), "bodies")
    _add_co_bodies(step, [body.id for body in chosen])
    step.shown["bodies"] = [body.code for body in chosen]


def _add_co_bodies(step: Step, body_ids: list[int]) -> None:
    for body_id in body_ids:
        step.parts.join("co", body_id, step.at)


@effect
def co_answer(step: Step) -> None:
    mine = OrderParty.objects.filter(
        order=step.order, role="co", body_id__in=step.actor.body_ids, answered_at=None
    )
    if not mine.update(answered_at=step.at, answer=_words(step, "note"), open=False):
        raise Conflict(_("本单位已经反馈过了。"))


@effect(reads=("person",))
def set_handler(step: Step) -> None:
    """The person who signs, or the one named; a person must be posted at the lead body."""
    from gongzhi.accounts.selectors import posted_at

    person = step.payload.get("person")
    if person:
        user_id = whole_number(person) or 0
        if not posted_at(user_id=user_id, body_id=step.order.lead_body_id or 0):
            raise Invalid(_("这个人不在主办单位，请选本单位的人。"), "person")
        step.order.handler_id = user_id
    else:
        step.order.handler_id = step.person_id


@effect
def take_first(step: Step) -> None:
    """Whoever took it first sees it to the end, through every dispatch (首办人, JN-33)."""
    if step.order.first_handler_id is None and step.person_id:
        step.order.first_handler_id = step.person_id
        step.order.first_body_id = step.body_id


@effect(reads=("write", "body"))
def write_ruling(step: Step) -> None:
    """A ruling can be written to the catalogue: next time like this."""
    if not step.payload.get("write") or step.order.category_id is None:
        return
    DutyClause.objects.update_or_create(
        clause=f"R-{step.order.number}"[:20],
        defaults={
            "category_id": step.order.category_id,
            "area_id": step.order.area_then_id,
            "lead": str(step.payload["body"]),
            "supporting": [],
            # Whose duty it is by law is no matter of a ruling: the guard goes on to hold.
            "legal_duty_of": legal_duty_of(step.order.category, step.order.area_path),
            "basis": _words(step, "reason")[:200],
            "ruled_from": step.order.number,
            "active": True,
        },
    )


# --- the handler's clock -------------------------------------------------------------------


@effect
def run_handling(step: Step) -> None:
    if step.order.lead_body_id is not None:
        step.clocks.run_handling(step.order.lead_body_id, step.at)


@effect
def pause_handling(step: Step) -> None:
    step.clocks.pause_handling(step.at, force=step.action.key == "suspend")


@effect
def extend_handling(step: Step) -> None:
    step.clocks.extend_handling()
    step.order.extensions += 1


@condition
def may_extend(order: Order) -> str:
    """As often as the profile says (rules: extension)."""
    if order.extensions < order_settings().extensions_max:
        return ""
    return _("已延期 %(count)d 次，不能再延。可以申请挂账或请督办人裁定。") % {
        "count": order.extensions
    }


def _suspended_before(order: Order) -> str:
    return _("已挂过一次账，不能再挂。") if order.suspensions else ""


@effect(reads=("answer_on",), unless=_suspended_before)
def may_suspend(step: Step) -> None:
    """Once, at most a year, with a date of the next answer (rules: suspension)."""
    set_answer_on(step)


def set_answer_on(step: Step) -> None:
    """From tomorrow on, within the profile's days."""
    try:
        answer_on = date.fromisoformat(str(step.payload["answer_on"]))
    except ValueError:
        raise Invalid(_("下次答复日期写得不对，应为 2026-12-01 这样。"), "answer_on") from None
    today = wall.local(step.at).date()
    latest = today + timedelta(days=order_settings().suspend_days_max)
    if not today < answer_on <= latest:
        raise Invalid(
            _("下次答复日期应在明天到 %(latest)s 之间。") % {"latest": date_text(latest)},
            "answer_on",
        )
    step.order.answer_on = answer_on


@effect
def count_suspension(step: Step) -> None:
    step.order.suspensions += 1


@effect
def count_return(step: Step) -> None:
    step.order.returns += 1


@effect
def count_rework(step: Step) -> None:
    step.order.reworks += 1
    step.order.finished_at = None  # it is in work again: nothing is finished, nothing to rate


@effect
def settle(step: Step) -> None:
    """The handler's clock ends here; a raw timeout stays whatever happens later.

    By itself for what has no result that others may read: words to the reporter stay in the event.
    """
    order = step.order
    row = step.clocks.stop("handle", step.at) or _only_clock(step)
    if row is not None and row.on_time is not None:
        order.on_time = row.on_time and order.on_time is not False
    order.finished_at = step.at


@effect
def finish(step: Step) -> None:
    """Settled, with the result (or the reason) that the order shows from now on."""
    settle(step)
    step.order.result = _words(step, "result") or _words(step, "reason")


def _is_dispatched(step: Step) -> bool:
    return "dispatch" in spec_of(step.order.process_id).actions


def _only_clock(step: Step) -> OrderClock | None:
    """In a process that nobody dispatches the clock of the state is the handler's."""
    if _is_dispatched(step):
        return None
    spec = spec_of(step.order.process_id)
    return step.clocks.stop(spec.states[step.order.state].stage, step.at)


# --- the reporter --------------------------------------------------------------------------


@effect(reads=("satisfaction", "comment"))
def record_rating(step: Step) -> None:
    solved = step.action.key == SOLVED
    satisfaction = step.payload.get("satisfaction")
    if satisfaction is not None and satisfaction not in (1, 2, 3):
        raise Invalid(_("请在满意、基本满意、不满意里选一个。"), "satisfaction")
    order = step.order
    if order.phase == "closed":
        check_rating_time(order, step.at)
    comment = (_words(step, "comment") or _words(step, "reason"))[:500]
    mine = {"order": order, "resident_id": step.actor.resident_id or 0, "round": order.reworks}
    # Nobody else can write between these two: the order is locked.
    if Rating.objects.filter(**mine).exists():
        raise Conflict(_("您已经评价过了，评价不能更改。"))
    row = Rating(**mine, solved=solved, satisfaction=satisfaction, comment=comment, at=step.at)
    row.save(force_insert=True)
    order.solved, order.satisfaction = row.solved, row.satisfaction
    step.shown["solved"] = solved


def check_rating_time(order: Order, at: datetime) -> None:
    """Raises Conflict when the profile's days after it was closed are over."""
    last = (order.closed_at or at) + timedelta(days=order_settings().rating_days)
    if at > last:
        raise Conflict(_("评价期已过。事情还没解决的话，请重新反映一次，会优先看。"))


@effect
def bring_back(step: Step) -> None:
    """Not solved: once within the profile's days it goes back to work, as rework."""
    order = step.order
    if not rated_back_before(order):
        count_rework(step)
        step.brings_back = True
        if order.lead_body_id is not None and _is_dispatched(step):
            step.clocks.run_handling(order.lead_body_id, step.at)
    else:
        step.closes = True


def rated_back_before(order: Order) -> bool:
    return OrderEvent.reached.filter(order=order, action="rate_unsolved").exists()


@effect
def once_a_day(step: Step) -> None:
    since = wall.local(step.at).replace(hour=0, minute=0, second=0, microsecond=0)
    pressed = OrderEvent.reached.filter(
        order=step.order,
        action=step.action.key,
        resident_id=step.actor.resident_id or 0,
        at__gte=since,
    ).count()
    if pressed >= order_settings().nudges_per_day:
        raise Conflict(_("今天已经催过了，明天还可以再催。"))
    step.order.presses += 1


@effect
def close(step: Step) -> None:
    step.closes = True


@effect
def add_supervisor(step: Step) -> None:
    if step.body_id is not None:
        step.parts.join("supervisor", step.body_id, step.at)
    step.order.presses += 1


# Carried out by the engine after the move (next step by the system) or by the follow-up job.
AFTERWARDS = frozenset({"auto_accept", "auto_file", "tell_reporter", "tell_holder"})
