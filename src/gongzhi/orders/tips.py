"""Protected tips (投诉举报, QA-18): who handles one, and how an unknown writer is known again."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from .dispatch.routing import COMMUNITY_KINDS
from .engine.events import said_at_start
from .engine.step import Step, effect
from .models import Order
from .settings import order_settings

PROCESS: Final = "tip"
SOURCE: Final = "tip"
KEPT_FROM: Final = "kept_from"
_BETWEEN: Final = "、"


def ladder(area_path: str) -> list[BodyRef]:
    """The bodies that may handle a tip about a place, the nearest first (settings `tips`)."""
    found = []
    for kind in order_settings().tips.to:
        body = orgs.responsible_body(kind, area_path)
        if body is None:
            of_kind = orgs.bodies_of_kind(kind)
            body = of_kind[0] if len(of_kind) == 1 else None
        if body is not None and body not in found:
            found.append(body)
    return found


def handler_of(area_path: str, kept_from: Collection[str]) -> tuple[BodyRef, str]:
    """The nearest body of a kind that the writer does not mind, and the names of those passed by.

    Raises Invalid (`kept_from`) when nobody is left.
    """
    steps = ladder(area_path)
    left = [body for body in steps if body.kind not in kept_from]
    if not left:
        raise Invalid(_("这样就没有单位可以收了，请至少留一个。"), KEPT_FROM)
    passed = [body.name for body in steps if body.kind in kept_from]
    return left[0], _BETWEEN.join(passed)


@effect(reads=("body",))
def keep_from_named(step: Step) -> None:
    """A tip is never passed to whom the writer keeps it from, nor down to a community."""
    body = orgs.body_by_code(str(step.payload.get("body") or ""))
    if body is None:
        return  # set_lead says so
    refusal = pass_refusal(step.order, body)
    if refusal:
        raise Invalid(refusal, "body")


def pass_refusal(order: Order, body: BodyRef) -> str:
    """Why a tip may not go to a body; "" when it may."""
    named = str(said_at_start(order.pk).get(KEPT_FROM, "")).split(_BETWEEN)
    if body.name in named:
        label = body.label(get_language() or "zh")
        return _("写信人要求不要交给%(body)s，请选别的单位。") % {"body": label}
    if body.kind in COMMUNITY_KINDS:
        return _("保密举报不交社区办理，请选有权处理的单位。")
    return ""
