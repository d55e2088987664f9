"""Members of a Party organisation that ends go on the roll of its successor, homes to it too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import DateField, Func, Value
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.kernel.scope import MARKER
from gongzhi.orgs.ending.naming import Naming, register_naming
from gongzhi.orgs.ending.parts import Ending, Watched, register_ending
from gongzhi.profiles.content import ProfileFiles
from gongzhi.registers.models import HomeDuty
from gongzhi.registers.profile_section import FILE

# A number that the successor's roll has already gets the old organisation's id behind it.
_PASS_ON: Final = f"""
UPDATE registers_partymember m
   SET body_id = %(to)s, version = m.version + 1, updated_at = %(at)s,
       area_id = coalesce(target.area_id, m.area_id),
       area_path = coalesce(place.path, m.area_path),
       number = CASE WHEN taken.id IS NULL THEN m.number
                     ELSE left(m.number, 9) || '-' || %(from)s::text END
  FROM registers_partymember own
  LEFT JOIN registers_partymember taken ON taken.body_id = %(to)s AND taken.number = own.number
  JOIN orgs_body target ON target.id = %(to)s
  LEFT JOIN areas_areaversion place
         ON place.area_id = target.area_id AND place.valid @> %(at)s::timestamptz::date
 WHERE {MARKER} AND own.id = m.id AND m.body_id = %(from)s
"""  # noqa: S608


def register() -> None:
    """Make it known, and that the settings name who may ask for an opinion."""
    register_naming(Naming(FILE, _("征求意见"), _named_in_opinions))
    watched = (Watched("registers_partymember", "t.body_id = %(from)s"),)
    register_ending(Ending("members", _("党员名册"), count, pass_on, watched))
    either = "t.body_id IN (%(from)s, %(to)s)"
    homes = (Watched("registers_homeduty", either, either, strict=True),)
    register_ending(Ending("home_duties", _("挂户"), count_homes, pass_homes, homes))


def _named_in_opinions(files: ProfileFiles) -> Iterator[tuple[str, str]]:
    opinions = (files.yaml(FILE) or {}).get("opinions") or {}
    for number, code in enumerate(opinions.get("bodies") or (), 1):
        yield f"opinions.bodies[{number}]", str(code)


def count(body_id: int) -> int:
    """Never told: whoever ends a body need not be the post of Party affairs."""
    return 0


def pass_on(from_id: int, to_id: int, at: datetime) -> int:
    """All of them go over; how many is not told."""
    with connection.cursor() as cursor:
        cursor.execute(_PASS_ON, {"from": from_id, "to": to_id, "at": at})
    return 0


def count_homes(body_id: int) -> int:
    """Homes for which the organisation answers today."""
    return int(_standing(body_id, clock.today()).count())


def pass_homes(from_id: int, to_id: int, at: datetime) -> int:
    """The same people answer, for the successor; the days before stay with the old one."""
    day = clock.local(at).date()
    rows = list(_standing(from_id, day).select_for_update().order_by("pk"))
    fresh = [row.pk for row in rows if row.valid.lower == day]
    HomeDuty.reached.filter(pk__in=fresh).update(body_id=to_id)
    older = [row for row in rows if row.valid.lower != day]
    until = Func(Lower("valid"), Value(day, DateField()), function="daterange")
    HomeDuty.reached.filter(pk__in=[row.pk for row in older]).update(valid=until)
    for row in older:
        row.pk, row.body_id, row.valid = None, to_id, DateRange(day, row.valid.upper)
    HomeDuty.reached.bulk_create(older)
    return len(rows)


def _standing(body_id: int, day: date) -> Any:
    return HomeDuty.reached.filter(body_id=body_id, valid__contains=day)
