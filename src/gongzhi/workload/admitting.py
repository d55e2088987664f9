"""What the process `admission` checks and does beside moving its order (ML-17, XY-31)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.orders.engine.step import Step, effect
from gongzhi.orders.models import OrderEvent
from gongzhi.orders.process.opening import Opened, register_opening_check
from gongzhi.orgs.selectors import BodyRef

from .affairs import affairs, find, number_of
from .models import Admission

CHECK: Final = "affair_is_to_admit"


def register() -> None:
    """Make the check of the opening known; the effects are known by being imported."""
    register_opening_check(CHECK, affair_is_to_admit)


def affair_is_to_admit(opened: Opened) -> None:
    """Refuses what is on the list, what is forbidden, and what is admitted there already.

    Raises Invalid by field.
    """
    name = str(opened.values["affair"])
    known = find(name, affairs())
    if known is not None and known.kind == "forbidden":
        raise Invalid(
            _("“%(affair)s”不得要求社区做（名录%(code)s：%(basis)s），不能准入。")
            % {"affair": known.label, "code": known.code, "basis": known.basis_said},
            "affair",
        )
    if known is not None:
        raise Invalid(
            _("“%(affair)s”在社区事务名录里（%(code)s，%(kind)s），不用准入，按名录办。")
            % {"affair": known.label, "code": known.code, "kind": known.kind_name},
            "affair",
        )
    since, until = _period(opened.values)
    if until <= clock.local(opened.at).date():
        raise Invalid(_("结束日期已经过了。"), "affair_to")
    _refuse_second(opened.lead, name, since, until)


def _period(values: Any) -> tuple[date, date]:
    since = date.fromisoformat(str(values["affair_from"]))
    until = date.fromisoformat(str(values["affair_to"]))
    if until < since:
        raise Invalid(_("结束日期在开始日期前面。"), "affair_to")
    return since, until


def _valid(since: date, until: date) -> DateRange:
    return DateRange(since, until + timedelta(days=1))


def _refuse_second(body: BodyRef, name: str, since: date, until: date) -> None:
    there = Admission.objects.filter(
        body_id=body.id, affair_no=number_of(name), valid__overlap=_valid(since, until)
    )
    if there.exists():
        raise Invalid(_second(), "affair")


def _second() -> str:
    return _("这件事在这个社区、这段时间已经准入过，不能再准入一次。")


def _asked(step: Step) -> dict[str, Any]:
    """What was filled in when it was asked for."""
    first = OrderEvent.reached.filter(order=step.order, seq=1).first()
    return (first.payload if first else None) or {}


@effect(reads=("funding",))
def admit_affair(step: Step) -> None:
    """Into the list, with or without money; nothing where it is refused for want of money."""
    funding, asked = step.payload.get("funding"), _asked(step)
    if funding == "refused":
        return
    if funding == "funded" and not Decimal(asked.get("affair_money") or 0):
        raise Invalid(
            _(
                "申请里没有写经费，不能按有经费准入；请选没有经费的两种，或者不准入、请对方写明经费再申请。"
            ),
            "funding",
        )
    since, until = _period(asked)
    since = max(since, clock.local(step.at).date())  # it holds from the decision on at the earliest
    if until < since:
        raise Conflict(_("申请的时间已经过了，请重新申请。"))
    row = Admission(
        order=step.order,
        body_id=step.order.lead_body_id or 0,
        affair=str(asked["affair"]),
        affair_no=number_of(str(asked["affair"])),
        valid=_valid(since, until),
        funded=funding == "funded",
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Conflict(_second()) from None


@effect
def end_affair(step: Step) -> None:
    """It ends today: from then on it may be admitted anew."""
    row = Admission.objects.select_for_update().get(order=step.order)
    today = clock.local(step.at).date()
    since, until = row.valid.lower, row.valid.upper
    row.valid = DateRange(since, max(min(until, today), since), "[)")
    row.ended_at = step.at
    row.save(update_fields=["valid", "ended_at"])
