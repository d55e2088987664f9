"""What becomes of a booking: confirmed, refused, used, missed, cancelled."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.services.tell_resident import tell_resident

from ..checkin import check_code
from ..config import early
from ..hours import hours_on
from ..models import Activity, Booking
from ..reach import must_keep
from ..words import STATES, at_when

# Step → states from which it is taken, and the state it leads to.
KEEPER_STEPS: Final[dict[str, tuple[tuple[str, ...], str]]] = {
    "confirm": (("asked",), "booked"),
    "refuse": (("asked",), "refused"),
    "used": (("booked",), "used"),
    "missed": (("booked",), "missed"),
    "cancel": (("asked", "booked"), "cancelled"),
}
_REASONED: Final = frozenset({"refuse", "cancel"})
_TOLD: Final = frozenset({"confirm", "refuse", "cancel"})


def keep_booking(
    *, actor: Actor, booking_id: int, step: str, reason: str = "", at: datetime | None = None
) -> Booking:
    """A step of whoever keeps the room. Denied, NotFound, Invalid `reason`, Conflict."""
    at = at or clock.now()
    if step not in KEEPER_STEPS:
        raise NotFound
    with transaction.atomic():
        row = _locked(actor, booking_id)
        must_keep(actor, row.room.station.body_id)
        _not_an_activity(row)
        if step == "used":
            _in_time(row, at, late=True)
        if step == "missed" and row.during.lower > at:
            raise Conflict(_("还没有到预约的时间。"))
        row.reason = one_line(reason, "reason", 100) if step in _REASONED else row.reason
        _move(row, step, at)
        _tell(row, step, at)
    return row


def _tell(row: Booking, step: str, at: datetime) -> None:
    """A resident hears what the keeper decided; what happened in the room needs no message."""
    if row.resident_id is None or step not in _TOLD:
        return
    tell_resident(
        resident_id=row.resident_id, kind="booking_said",
        context=lambda: {
            "title": at_when(row.room.name, row.during.lower),
            "sentence": STATES[row.state],
            "reason": _("（%(reason)s）。") % {"reason": row.reason} if row.reason else _("。"),
        },
        dedupe=f"booking-{row.pk}-{step}", at=at,
    )  # fmt: skip


def cancel_booking(*, actor: Actor, booking_id: int, at: datetime | None = None) -> Booking:
    """By whoever booked, before it begins; others take the time at once. NotFound, Conflict."""
    at = at or clock.now()
    with transaction.atomic():
        row = _locked(actor, booking_id)
        _own(actor, row)
        _not_an_activity(row)
        if row.during.lower <= at:
            raise Conflict(_("已经开始了，不能再取消。"))
        _move(row, "cancel", at)
    return row


def check_in(*, actor: Actor, booking_id: int, code: str, at: datetime | None = None) -> Booking:
    """By whoever booked, with the code of the day at the room; a second tap changes nothing."""
    at = at or clock.now()
    with transaction.atomic():
        row = _locked(actor, booking_id)
        _own(actor, row)
        if row.state == "used":
            return row
        _in_time(row, at)
        _must_be_open(row, at)
        check_code(f"room:{row.room_id}", code, clock.local(at).date())
        _move(row, "used", at)
    return row


def _locked(actor: Actor, booking_id: int) -> Booking:
    row = (
        Booking.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .select_related("room__station")
        .filter(pk=booking_id)
        .first()
    )
    if row is None:
        raise NotFound
    return row


def _own(actor: Actor, row: Booking) -> None:
    """A keeper sees more rows than the own; here only the holder acts."""
    if actor.kind == "resident":
        return
    if row.body_id is None or row.body_id not in actor.body_ids:
        raise Denied


def _not_an_activity(row: Booking) -> None:
    if Activity.objects.filter(booking=row, cancelled_at=None).exists():
        raise Conflict(_("这是活动用的屋子，请到活动页里取消活动。"))


def _in_time(row: Booking, at: datetime, *, late: bool = False) -> None:
    if at < row.during.lower - early():
        raise Conflict(_("还没有到签到的时间。"))
    if not late and at >= row.during.upper:
        raise Conflict(_("预约的时间已经过了，请工作人员帮您补记。"))


def _must_be_open(row: Booking, at: datetime) -> None:
    """A date that was closed after the booking; the keeper's word still holds."""
    if hours_on(row.room.station, clock.local(at).date()) is None:
        raise Conflict(_("今天这里不开门，请打电话问问，或请工作人员帮您记。"))


def _move(row: Booking, step: str, at: datetime) -> None:
    from_states, to = KEEPER_STEPS[step]
    if row.state not in from_states:
        raise Conflict
    row.state = to
    if to == "used":
        row.arrived_at = at
    row.save(update_fields=["state", "reason", "arrived_at"])
