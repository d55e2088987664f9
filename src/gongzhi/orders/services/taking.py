"""What a process asks of an order that comes in from outside the desk (`residents`, `devices`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import Invalid, NotFound
from gongzhi.kernel.scope import covers
from gongzhi.orgs import selectors as orgs

from ..engine.holding import centre
from ..engine.payloads import checked_payload
from ..engine.perform import missing_words
from ..intake.place import Place
from ..process.current import MATTER, current_process_id, current_processes
from ..process.formfields import clean_fields, missing_beside, refuse_past
from ..process.spec import TakingSpec, spec_of

# What comes from a device or a round is taken by `devices`, all else by `residents`.
BY_DEVICES: Final = frozenset({"device", "grid"})


@dataclass(frozen=True)
class Taken:
    """The version, who answers for it, and the clean values of the process's own fields."""

    process_id: int
    lead_id: int | None = None
    said: Mapping[str, Any] = field(default_factory=dict)
    discreet: bool = False
    where: Place | None = None

    def place(self, place: str, lon: float | None, lat: float | None) -> dict[str, Any]:
        """Where it is; of what is discreet only the community is kept."""
        if self.discreet:
            return {"place": "", "lon": None, "lat": None}
        return {"place": place, "lon": lon, "lat": lat}


def taken(
    process: str, source: str, fields: Mapping[str, Any], where: Place, at: datetime
) -> Taken:
    """The fields held against the process. A matter has none of its own.

    Raises Invalid (its field) and NotFound when nothing of the kind comes in this way.
    """
    if process == MATTER:
        return Taken(current_process_id(), where=where)
    process_id = current_processes().get(process)
    spec = spec_of(process_id) if process_id else None
    way = (spec.devices if source in BY_DEVICES else spec.residents) if spec else None
    if process_id is None or spec is None or way is None:
        raise NotFound
    known = way.fields + way.carries
    unknown = next((name for name in fields if name not in known), None)
    if unknown is not None:
        raise Invalid(_("不认识的字段：%(name)s") % {"name": unknown[:40]}, unknown[:40])
    values = checked_payload(dict(fields))
    clean_fields(spec, known, values)
    refuse_past(spec, values, at)
    missing = next((name for name in way.needs if values.get(name) in (None, "", [])), None)
    missing = missing or missing_beside(spec, way.fields, values)
    if missing:
        raise Invalid(missing_words(spec, missing), missing)
    said = {name: values[name] for name in known if name in values}
    lead_id = _lead(way, where)
    kept = _around(lead_id, where) if way.discreet else where
    return Taken(process_id, lead_id, said, way.discreet, kept)


def _around(lead_id: int | None, where: Place) -> Place:
    """The whole area of the body that answers: a building would tell who lives there."""
    body = orgs.body_by_id(lead_id) if lead_id else None
    area = areas.area_by_id(body.area_id) if body and body.area_id else None
    wider = area is not None and covers(area.path, where.area.path)
    return Place(area, outside=where.outside) if area and wider else where


def _lead(way: TakingSpec, where: Place) -> int | None:
    """The first of the kinds that has a body for the place; the centre where there is none."""
    if not where.outside:
        for kind in way.leads:
            found = orgs.responsible_body(kind, where.area.path)
            if found is not None:
                return found.id
    desk = centre()
    return desk.id if desk else None
