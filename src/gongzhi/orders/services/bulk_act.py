"""The same action on many orders; each stands or falls by itself."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import GongzhiError, Invalid
from gongzhi.kernel.scope import Actor

from ..dispatch.routing import propose
from ..models import Order
from .act import act

MOST = 200


def bulk_act(
    *, actor: Actor, numbers: list[str], action: str, payload: dict[str, Any] | None = None
) -> list[tuple[str, bool, str]]:
    """(number, done, sentence) for each. `dispatch` without a body follows the catalogue."""
    if len(numbers) > MOST:
        raise Invalid(_("一次最多%(max)d件，请少选一些。") % {"max": MOST})
    results = []
    for number in dict.fromkeys(numbers):
        try:
            wanted = dict(payload or {})
            if action == "dispatch" and not wanted.get("body"):
                wanted["body"] = _proposed(actor, number)
            act(actor=actor, number=number, action=action, payload=wanted)
            results.append((number, True, ""))
        except GongzhiError as error:
            results.append((number, False, str(error)))
    return results


def _proposed(actor: Actor, number: str) -> str:
    order = Order.objects.visible_to(actor).filter(number=number).first()
    proposal = propose(order.category, order.area_path) if order else None
    if proposal is None or proposal.lead is None:
        raise Invalid(proposal.why if proposal else _("没有找到这件工单。"), "body")
    return proposal.lead.code
