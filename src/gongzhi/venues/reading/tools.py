"""Tools of a station, the ledger with masked phones, what is late, and what I have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import mask_name, mask_phone, open_
from gongzhi.kernel.scope import Actor

from ..models import Loan, Tool

MOST = 200


@dataclass(frozen=True)
class LoanLine:
    """One line of the ledger; `phone` and `name` are masked, and filled for keepers only."""

    id: int
    tool: str
    station: str
    station_id: int
    quantity: int
    lent_at: datetime
    due_on: date
    late_days: int
    open: bool
    back: int
    lost: int
    damaged: int
    phone: str = ""
    name: str = ""


def tools_of(station_id: int) -> list[Tool]:
    """What stands at a station, with how many are free: for everybody."""
    return list(Tool.objects.filter(station_id=station_id, ended_on=None).order_by("name"))


def ledger(actor: Actor, station_id: int, *, now: datetime) -> list[LoanLine]:
    """Open lines first, the earliest day first; then the latest that were closed."""
    rows = Loan.objects.visible_to(actor).filter(tool__station_id=station_id)
    still = list(rows.filter(closed_at=None).select_related("tool__station").order_by("due_on"))
    done = rows.exclude(closed_at=None).select_related("tool__station").order_by("-closed_at")[:50]
    return _lines([*still, *done], now, desk=True)


def late(actor: Actor, *, now: datetime) -> list[LoanLine]:
    """Everything within reach whose day has passed, the longest first."""
    rows = Loan.objects.visible_to(actor).filter(
        closed_at=None, due_on__lt=clock.local(now).date()
    )  # fmt: skip
    found = list(rows.select_related("tool__station").order_by("due_on")[:MOST])
    return _lines(found, now, desk=True)


def mine(actor: Actor, *, now: datetime) -> list[LoanLine]:
    """What a resident has not brought back yet."""
    rows = Loan.objects.visible_to(actor).filter(closed_at=None)
    return _lines(list(rows.select_related("tool__station").order_by("due_on")), now, desk=False)


def _lines(rows: Iterable[Any], now: datetime, *, desk: bool) -> list[LoanLine]:
    rows, today = list(rows), clock.local(now).date()
    people: dict[int, Resident] = {}
    if desk:
        people = Resident.objects.marked().in_bulk(
            {row.resident_id for row in rows if row.resident_id}
        )
    found = []
    for row in rows:
        who = people.get(row.resident_id)
        found.append(
            LoanLine(
                id=row.pk, tool=row.tool.name, station=row.tool.station.name,
                station_id=row.tool.station_id, quantity=row.quantity, lent_at=row.lent_at,
                due_on=row.due_on, open=row.closed_at is None,
                late_days=max(0, (today - row.due_on).days) if row.closed_at is None else 0,
                back=row.back, lost=row.lost, damaged=row.damaged,
                phone=mask_phone(open_(who.phone_sealed)) if who and who.phone_sealed else "",
                name=mask_name(open_(who.name_sealed)) if who and who.name_sealed else "",
            )
        )  # fmt: skip
    return found
