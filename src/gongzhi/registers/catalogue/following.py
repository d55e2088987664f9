"""Homes and people stand where their building stands: they move along with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db import connection

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.scope import MARKER
from gongzhi.registers.catalogue import placing

# The statements are put together from constants only (hence the S608 marks).
_HOMES: Final = f"""
UPDATE registers_home h SET area_id = b.area_id, area_path = b.area_path
  FROM registers_building b
 WHERE {MARKER} AND b.id = ANY (%(ids)s) AND h.building_id = b.id
   AND h.area_path <> b.area_path
"""  # noqa: S608
_PEOPLE: Final = f"""
UPDATE registers_person p SET area_id = h.area_id, area_path = h.area_path
  FROM registers_home h
 WHERE {MARKER} AND h.building_id = ANY (%(ids)s) AND p.home_id = h.id
   AND p.area_path <> h.area_path
"""  # noqa: S608
_MEMBERS: Final = f"""
UPDATE registers_partymember m SET area_id = place.area_id, area_path = place.path
  FROM orgs_body b
  JOIN areas_areaversion place ON place.area_id = coalesce(b.area_id, %(root)s)
       AND place.valid @> %(day)s::date
 WHERE {MARKER} AND m.body_id = b.id AND m.area_path <> place.path
"""  # noqa: S608
_OLD_ADDRESSES: Final = f"""
SELECT h.id, b.name, left(b.address || ' ' || h.number, 220)
  FROM registers_home h JOIN registers_building b ON b.id = h.building_id
 WHERE {MARKER} AND b.id = ANY (%(ids)s)
   AND h.address <> left(b.address || ' ' || h.number, 220)
"""  # noqa: S608
_ADDRESS: Final = f"""
UPDATE registers_home SET address = %s, search = %s::tsvector WHERE {MARKER} AND id = %s
"""  # noqa: S608


def homes_follow(building_ids: Sequence[int]) -> None:
    """Homes get the area and address of their buildings, people the area of their homes.

    Their `version` stays: nothing that anybody filled in has changed.
    """
    values = {"ids": list(building_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_HOMES, values)
        cursor.execute(_PEOPLE, values)
        cursor.execute(_OLD_ADDRESSES, values)
        renamed = [
            (address, placing.search_text(name, address), home_id)
            for home_id, name, address in cursor.fetchall()
        ]
        if renamed:
            cursor.executemany(_ADDRESS, renamed)


def members_follow() -> None:
    """The roll of an organisation stands in the organisation's area, wherever a profile puts it.

    How many rows that are is not told: it would be a count of members.
    """
    root = areas.root_area()
    if root is not None:
        with connection.cursor() as cursor:
            cursor.execute(_MEMBERS, {"root": root.id, "day": clock.today()})
