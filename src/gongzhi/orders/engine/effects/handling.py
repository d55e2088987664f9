"""The handler's clock, returns, rework, suspension, pressing from above, and how an order ends."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Invalid
from gongzhi.web.words import date_text

from ...models import Order, OrderClock
from ...process.spec import spec_of
from ...settings import order_settings
from ..step import Step, condition, effect


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
    step.order.result = step.words("result") or step.words("reason")


def is_dispatched(step: Step) -> bool:
    return "dispatch" in spec_of(step.order.process_id).actions


def _only_clock(step: Step) -> OrderClock | None:
    """In a process that nobody dispatches the clock of the state is the handler's."""
    if is_dispatched(step):
        return None
    spec = spec_of(step.order.process_id)
    return step.clocks.stop(spec.states[step.order.state].stage, step.at)


@effect
def close(step: Step) -> None:
    step.closes = True


@effect
def add_supervisor(step: Step) -> None:
    if step.body_id is not None:
        step.parts.join("supervisor", step.body_id, step.at)
    step.order.presses += 1
