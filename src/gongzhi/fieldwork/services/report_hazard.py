"""Something was wrong on a round: it becomes an order found by the grid."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from gongzhi.areas.selectors import AreaRef
from gongzhi.fieldwork.config import RoundKind
from gongzhi.fieldwork.models import HazardFinding
from gongzhi.fieldwork.reading.rounds import spots
from gongzhi.fieldwork.services.rounds_reach import round_of
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.numbers import whole_number
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch.catalogue import category_by_code
from gongzhi.orders.hooks.outbox import Answer, Entry
from gongzhi.orders.selectors.resident_catalogue import label_of
from gongzhi.orders.services.accept_outbox_entry import take_in
from gongzhi.orders.words.written import FOUND
from gongzhi.web.words import headed


def report_hazard(actor: Actor, entry: Entry) -> Answer:
    """One entry of the kind `round_found`. Payload: round, area, look (its number in the list),
    spot (id of the building, facility or unit; empty: somewhere in the grid), text, lon and lat
    (only when the worker took them). The order's own key makes a repeat harmless. Denied,
    NotFound, Invalid, and what an ordinary report of the field raises.
    """
    kind, area = round_of(actor, entry.words("round"), entry.words("area"))
    number = whole_number(entry.words("look"))
    if number is None or not 0 <= number < len(kind.look):
        raise Invalid(_("请选是哪一样有问题。"), "look")
    look = kind.look[number]
    spot_id, place, lon, lat = _spot(actor, kind, area, entry)
    what = label_of(category_by_code(look.category)) or look.said()
    text = headed(_(FOUND), f"{what} {entry.words('text', 500)}".strip())
    found = replace(
        entry,
        kind="report",
        payload={
            "text": text, "category": look.category, "area": area.code, "place": place,
            "lon": entry.payload.get("lon") or lon, "lat": entry.payload.get("lat") or lat,
        },
    )  # fmt: skip
    answer = take_in(actor, found, look.process)
    HazardFinding.objects.get_or_create(
        number=answer.number,
        defaults={
            "kind": kind.key, "area_id": area.id, "found_at": clock.now(), "row_id": spot_id,
            "register": kind.over if spot_id else "",
        },
    )  # fmt: skip
    return answer


def _spot(
    actor: Actor, kind: RoundKind, area: AreaRef, entry: Entry
) -> tuple[int | None, str, float | None, float | None]:
    """(id, place, degrees) of what was chosen; the grid's own name and middle without one."""
    chosen = whole_number(entry.words("spot"))
    where = entry.words("place", 160)
    if chosen is None:
        return None, where or area.name, area.centre_lon, area.centre_lat
    spot = next((one for one in spots(actor, kind, area) if one.id == chosen), None)
    if spot is None:
        raise Invalid(_("选的这一处不在这个网格的登记里，请重新选。"), "spot")
    lon = area.centre_lon if spot.lon is None else spot.lon
    lat = area.centre_lat if spot.lat is None else spot.lat
    return spot.id, headed(spot.place, where) if where else spot.place, lon, lat
