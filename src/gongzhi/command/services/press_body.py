"""Press a body from above (督办) about everything it holds that is overdue in an area."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.areas.selectors import AreaRef
from gongzhi.insight.figures.measures import MEASURES, condition
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.services.bulk_act import MOST, bulk_act


@dataclass(frozen=True)
class Pressed:
    """How many orders were pressed, and the sentences about those that were not."""

    done: int
    problems: list[str]


def overdue_numbers(actor: Actor, area: AreaRef, body_id: int) -> list[str]:
    """Numbers of the overdue orders that a body holds in an area, longest overdue first."""
    wanted = condition(MEASURES["overdue"], now=clock.now())
    rows = (
        Order.objects.visible_to(actor)
        .in_area(area.path)
        .filter(wanted, holder_body_id=body_id)
        .order_by("due_at")
    )
    return list(rows.values_list("number", flat=True)[:MOST])


def press_body(*, actor: Actor, area: AreaRef, body_id: int, note: str) -> Pressed:
    """Every overdue order of the body in the area is pressed with the same words.

    Raises Invalid without words and Conflict when nothing is overdue any more. An order that
    moved on meanwhile is left and named.
    """
    if not note.strip():
        raise Invalid(_("请写督办意见。"), "note")
    numbers = overdue_numbers(actor, area, body_id)
    if not numbers:
        raise Conflict(_("这家单位现在没有超时的工单了。"))
    results = bulk_act(
        actor=actor, numbers=numbers, action="press", payload={"note": note.strip()[:500]}
    )
    problems = [f"{number}：{words}" for number, done, words in results if not done]
    return Pressed(len(results) - len(problems), problems)
