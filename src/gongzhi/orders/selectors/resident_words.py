"""Where an order stands, in words for those who are not its reporter."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.kernel.scope import SYSTEM

from ..models import Order, Process
from ..process.spec import ProcessSpec, spec_of
from ..words.wording import short_of, when

CHECK = "check"  # the stage (orders/settings.yaml) in which the result is looked at


def process_of(number: str) -> ProcessSpec | None:
    """What kind of order a number is, for pages of whoever wrote it before their phone is known."""
    rows = Order.objects.visible_to(SYSTEM).filter(number=number)
    process_id = rows.values_list("process_id", flat=True).first()
    return spec_of(process_id) if process_id else None


def rateable_states() -> set[str]:
    """States, of any process version, in which the reporter may judge the result."""
    specs = [spec_of(pk) for pk in Process.objects.values_list("id", flat=True)]
    return {
        state
        for spec in specs
        for action in spec.actions.values()
        if "record_rating" in action.effects
        for state in action.sources
    }


def waits_for_rating(order: Order) -> bool:
    """Whether the result stands and the reporter is asked to judge it."""
    actions = spec_of(order.process_id).actions_from(order.state)
    return any("record_rating" in action.effects for action in actions)


def waits_for_check(order: Order) -> bool:
    """Whether somebody said that it is done and a grid worker goes to look."""
    return spec_of(order.process_id).states[order.state].stage == CHECK


def public_sentence(order: Order) -> str:
    """Where an order stands, as somebody who is not its reporter reads it."""
    if order.merged_into is not None:
        return _("和另一件同样的事一起办")
    if order.phase == "closed":
        return _closed(order)
    if order.phase == "paused":
        return _("暂时办不了，到期再答复")
    # By the state, not by when it was last finished: it may have come back to work since.
    if waits_for_rating(order):
        return _("办好了，等反映的人评价")
    if waits_for_check(order):
        return _("说办好了，网格员去现场看")
    return _with(short_of(order.lead_body_id), order)


def _closed(order: Order) -> str:
    if order.solved is None:
        return _("已办结")
    return _("已办结，反映的人说解决了") if order.solved else _("已办结，反映的人说没解决")


def _with(lead: str, order: Order) -> str:
    if not lead:
        return _("收到了，正在确认由谁来办")
    if order.promised_at is None:
        return _("%(lead)s在办") % {"lead": lead}
    return _("%(lead)s在办，%(due)s前有结果") % {"lead": lead, "due": when(order.promised_at)}
