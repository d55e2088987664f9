"""Long-running files: which one an order belongs to, and their effects.

A leader adopts a file, and it always has a next answer date (JN-15, JN-03).
"""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.workcalendar import Limit

from ..engine.effects.handling import set_answer_on
from ..engine.step import Step, condition, effect
from ..models import Gathered, Order
from ..process.spec import spec_of

PROCESS: Final = "long_file"
KEEPING: Final = "note"  # whoever may write to the file may say what belongs to it


def file_of(order: Order) -> Order | None:
    """The open file that has taken an order up (JN-15); None for most."""
    row = Gathered.objects.filter(order=order).first()
    found = Order.reached.filter(pk=row.file_id).first() if row else None
    return found if found is not None and found.phase != "closed" else None


@effect(reads=("answer_on",))
def next_answer(step: Step) -> None:
    """The next answer is due on the day named, and the clock of the state runs until then."""
    set_answer_on(step)
    assert step.order.answer_on is not None
    days = (step.order.answer_on - wall.local(step.at).date()).days
    stage = spec_of(step.order.process_id).states[step.order.state].stage
    step.clocks.run_for(stage, Limit(days, "natural_day"), step.at)
    running = step.clocks.shown(stage)
    # What residents read is the new date, no longer that of the first limit.
    step.order.promised_at = running.due_at if running is not None else None


@effect
def adopt(step: Step) -> None:
    """A leader takes it up by name and sees it through (包挂领办, JN-03)."""
    step.order.handler_id = step.person_id
    if step.body_id is not None:
        step.parts.join("supervisor", step.body_id, step.at)


@condition
def all_closed(order: Order) -> str:
    """Why a file cannot end yet; "" when every order that it took up has ended."""
    taken = Gathered.objects.filter(file=order).values("order_id")
    waiting = Order.reached.filter(pk__in=taken).exclude(phase="closed").count()
    if not waiting:
        return ""
    return _("还有%(n)s件归入的工单没有办结，先办结它们，或者把它们移出去。") % {"n": waiting}
