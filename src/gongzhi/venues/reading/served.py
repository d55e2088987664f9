"""In which hours bodies are served: the roster of the station that sets them (ML-29)."""

from __future__ import annotations

from gongzhi.kernel.workcalendar import Roster
from gongzhi.orders.hooks.servicehours import register_service_hours

from ..models import Station


def register() -> None:
    """Let stage limits run in them."""
    register_service_hours(served)


def served() -> dict[int, Roster]:
    """Body id → hours. A roster that no longer fits the opening hours counts for nothing.

    A station open all seven days serves on holidays too; any other on working days alone.
    """
    rows = Station.objects.filter(ended_on=None, sets_hours=True, shifts__isnull=False).distinct()
    return {
        row.body_id: Roster(((row.opens, row.closes),), every_day=len(set(row.weekdays)) == 7)
        for row in rows
    }
