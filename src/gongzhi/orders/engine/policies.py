"""May this actor do this to this order? The answer says why not, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor, Posting

from ..models import Order, OrderParty, Support
from ..process.spec import SAME, ActionSpec, ProcessSpec, spec_of
from .holding import centre_ids
from .step import refusal_of


class Relations:
    """Who stands in which relation to an order; what costs a query is asked when it matters.

    Lists ask nothing (`ask=False`): the order's own row is enough for what they offer.
    """

    def __init__(self, order: Order, actor: Actor, *, ask: bool = True) -> None:
        self._order_id, self._resident_id = order.pk, actor.resident_id
        self.order_id = order.pk
        self._ask = ask
        self.holder_body = order.holder_body_id
        self.lead_body = order.lead_body_id
        self.area_path = order.area_path
        self.reporter_id = order.reporter_id
        self.first_handler = order.first_handler_id

    @cached_property
    def centre_bodies(self) -> frozenset[int]:
        return centre_ids()

    @cached_property
    def co_bodies(self) -> frozenset[int]:
        return self._in_part("co")

    @cached_property
    def caller_bodies(self) -> frozenset[int]:
        return self._in_part("caller")

    @cached_property
    def called_bodies(self) -> frozenset[int]:
        return self._in_part("called")

    def _in_part(self, role: str) -> frozenset[int]:
        if not self._ask:
            return frozenset()
        rows = OrderParty.objects.filter(order_id=self._order_id, role=role)
        return frozenset(rows.values_list("body_id", flat=True))

    @cached_property
    def supported(self) -> bool:
        """Whether the resident who asks supports the report."""
        if not self._ask or self._resident_id is None:
            return False
        rows = Support.objects.filter(order_id=self._order_id, resident_id=self._resident_id)
        return rows.exists()


def stood_in_for(actor: Actor, action: ActionSpec, rel: Relations) -> Posting | None:
    """The posting in which an actor stands in for somebody here; None when it takes none.

    Whoever may do it in a post of their own does it in their own name.
    """
    own = actor.as_oneself
    if own is actor or permits(own, action, rel):
        return None
    for posting in actor.postings:
        if posting.for_user_id is None:
            continue
        if permits(replace(actor, user_id=None, postings=(posting,)), action, rel):
            return posting
    return None


@dataclass(frozen=True)
class ActionView:
    """One action as a screen shows it; a refused one is grey and says why."""

    key: str
    name: str
    tone: str
    needs: tuple[str, ...]
    allowed: bool
    reason: str = ""


def _stands(posting: Posting, relation: str, rel: Relations) -> bool:  # noqa: PLR0911 - a table
    match relation:
        case "holder":
            return rel.holder_body is not None and posting.body_id == rel.holder_body
        case "lead":
            return rel.lead_body is not None and posting.body_id == rel.lead_body
        case "co":
            return posting.body_id in rel.co_bodies
        case "caller":
            return posting.body_id in rel.caller_bodies
        case "called":
            return posting.body_id in rel.called_bodies
        case "centre":
            return posting.body_id in rel.centre_bodies
        case "area":
            return bool(posting.area_path) and rel.area_path.startswith(posting.area_path)
    return False


def permits(actor: Actor, action: ActionSpec, rel: Relations) -> bool:  # noqa: PLR0911 - a table
    """Any of the action's `relation:role` lines that fits the actor allows it."""
    for line in action.who:
        relation, _colon, role = line.partition(":")
        if relation == "system":
            if actor.kind == "system":
                return True
        elif relation == "reporter":
            if actor.kind == "writer" and actor.order_id == rel.order_id:
                return True
            if actor.resident_id and (
                actor.resident_id == rel.reporter_id
                or (action.key in SUPPORTERS_MAY and rel.supported)
            ):
                return True
        elif relation == "neighbour":
            # Any resident but the reporter; which orders they reach, the module's service says.
            if actor.resident_id and actor.resident_id != rel.reporter_id:
                return True
        elif relation == "first":
            if rel.first_handler is not None and rel.first_handler in actor.user_ids:
                return True
        elif any(
            (role == "*" or posting.role == role) and _stands(posting, relation, rel)
            for posting in actor.postings
        ):
            return True
    return False


# Whoever supports a report may press, add to it and rate, like its reporter.
SUPPORTERS_MAY = frozenset({"nudge", "supplement", "rate_solved"})


def allowed_actions(actor: Actor, order: Order) -> list[ActionView]:
    """All actions that the order's state offers this actor, the main one first."""
    spec = spec_of(order.process_id)
    rel = Relations(order, actor)
    views = []
    for action in spec.actions_from(order.state):
        if not permits(actor, action, rel) or _is_out_of_place(order, action):
            continue
        reason = refusal_of(action, order)
        views.append(
            ActionView(action.key, action.name(), action.tone, action.needs, not reason, reason)
        )
    tone_rank = {"primary": 0, "normal": 1, "danger": 2}
    return sorted(views, key=lambda v: tone_rank.get(v.tone, 1))


def _is_out_of_place(order: Order, action: ActionSpec) -> bool:
    """Nobody appeals against a timeout that was none: then there is nothing to show in grey."""
    return APPEAL in action.effects and order.on_time is not False


# Nobody of the staff waits for these: the reporter and the system take their own steps.
_NOT_STAFF = frozenset({"reporter", "neighbour", "system", "first"})
APPEAL = "start_appeal"
# What somebody may do beside the way of an order: no state waits for it.
_BESIDE = frozenset({"add_supervisor", APPEAL})


def steps_of(spec: ProcessSpec, state: str) -> list[ActionSpec]:
    """What a state waits for, best first: the one source of worklists and of "next step".

    The primary actions; where there are none, those that move the order on; where only the
    reporter or the system moves it, what named posts do meanwhile. Ways out for special cases
    (refusing, merging, giving back) and what everybody may do (a note) make no work of a state.
    """
    staff = [a for a in spec.actions_from(state) if _staff_lines(a)]
    primary = [a for a in staff if a.tone == "primary"]
    moving = [a for a in staff if a.to != SAME and a.tone != "danger" and "merge" not in a.effects]
    named = [a for a in staff if a.to == SAME and not _for_everybody(a)]
    return primary or moving or [a for a in named if _BESIDE.isdisjoint(a.effects)]


def _staff_lines(action: ActionSpec) -> list[tuple[str, str]]:
    """(relation, role) of the lines that speak of staff."""
    lines = [tuple(line.partition(":")[::2]) for line in action.who]
    return [(relation, role) for relation, role in lines if relation not in _NOT_STAFF]


def _for_everybody(action: ActionSpec) -> bool:
    return any(role == "*" for _relation, role in _staff_lines(action))


def next_step(
    views: Iterable[ActionView], spec: ProcessSpec, state: str, *, owes_answer: bool = False
) -> ActionView | None:
    """Of the actions on offer the one to do next; a co-handler that owes an answer gives it."""
    by_key = {view.key: view for view in views}
    wanted = [action.key for action in steps_of(spec, state)]
    if owes_answer:
        wanted += [a.key for a in spec.actions_from(state) if "co_answer" in a.effects]
    return next((by_key[key] for key in wanted if key in by_key), None)


def contact_refusal(actor: Actor, order: Order) -> str:
    """Why this actor may not open the reporter's contact; "" when a purpose is enough.

    Once rated, only those who supervise may (nobody asks to have a rating changed); a reporter
    who hid the name is known to the centre alone.
    """
    if order.solved is not None and not actor.has_role("supervisor", "duty_officer"):
        return _("诉求人已经评价，联系方式不再显示。")
    if order.hide_name and actor.body_ids.isdisjoint(centre_ids()):
        return _("诉求人选择对承办单位隐藏身份，需要时请受理中心代为联系。")
    return ""
