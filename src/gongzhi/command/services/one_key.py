"""One-key dispatch (一键调度, QA-20): the lead body and the forces at the place, in one action."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.engine.policies import allowed_actions
from gongzhi.orders.models import Call, Order
from gongzhi.orders.services.act import act
from gongzhi.orders.services.call_bodies import call


@dataclass(frozen=True)
class Dispatched:
    """What was done: the lead it went to (code, empty for none) and the calls made."""

    number: str
    lead: str = ""
    calls: list[Call] = field(default_factory=list)


def one_key_dispatch(
    *, actor: Actor, number: str, lead: str = "", forces: list[int] | None = None, note: str = ""
) -> Dispatched:
    """Dispatch to `lead` (a body's code) and call `forces` (body ids): both, or nothing.

    Either may be left out. Raises Invalid when both are, and whatever dispatching or calling
    raises: NotFound, Denied, Conflict (someone was first).
    """
    forces = forces or []
    if not lead and not forces:
        raise Invalid(_("请选择主办单位或者要调度的力量。"), "forces")
    with transaction.atomic():
        if lead:
            reason = note.strip() or _("一键调度")
            payload = {"body": lead, "reason": reason}
            act(actor=actor, number=number, action="dispatch", payload=payload)
        calls = call(actor=actor, number=number, body_ids=forces, note=note) if forces else []
    return Dispatched(number, lead, calls)


def may_dispatch(actor: Actor, order: Order) -> bool:
    """Whether the order's state and the actor's post let it be dispatched now."""
    return any(view.key == "dispatch" and view.allowed for view in allowed_actions(actor, order))


def calls_to_cancel(actor: Actor, ids: list[int]) -> list[Call]:
    """Calls of these that the actor made. Raises NotFound when one is not the actor's."""
    rows = list(Call.objects.filter(pk__in=ids, called_by_id=actor.user_id))
    if len(rows) != len(set(ids)):
        raise NotFound
    return rows
