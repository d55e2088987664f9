"""When a body's stations are open, for what others give there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from gongzhi.orders.hooks.openhours import OpenDay, Place, register_open_hours

from ..hours import hours_on, is_spoken_of, with_dates
from ..models import Station


def register() -> None:
    """Let services keep to them."""
    register_open_hours(places)


def places(body_ids: Collection[int]) -> dict[int, Place]:
    """By body: the station whose roster sets its hours, else all of its stations together."""
    rows = Station.objects.filter(ended_on=None, body_id__in=body_ids)
    found: dict[int, list[Station]] = defaultdict(list)
    for row in rows.prefetch_related(with_dates()).order_by("pk"):
        found[row.body_id].append(row)
    return {
        body_id: _together([one for one in stations if one.sets_hours] or stations)
        for body_id, stations in found.items()
    }


def _together(stations: list[Station]) -> Place:
    def on(day: date) -> OpenDay:
        spans = {hours_on(one, day) for one in stations} - {None}
        return OpenDay(
            tuple(sorted((span.starts, span.ends) for span in spans if span)),
            any(is_spoken_of(one, day) for one in stations),
        )

    return on
