"""Volunteers, units and posts of a community that ends go to its successor."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scope import MARKER
from gongzhi.orgs.ending.parts import Ending, Watched, register_ending

_COUNT: Final = f"""
SELECT count(*) FROM volunteering_enrolment
 WHERE {MARKER} AND ended_at IS NULL AND (community_id = %(from)s OR unit_id = %(from)s)
"""  # noqa: S608
_LISTED: Final = """EXISTS (
       SELECT 1 FROM volunteering_invitation o
        WHERE o.unit_id = %(to)s AND o.phone_blind = c.phone_blind)"""
# A unit that is at the successor as well stays there once.
_PASS_ON: Final = (
    f"""
DELETE FROM volunteering_unitcheckin c USING volunteering_unitcheckin o
 WHERE {MARKER} AND c.community_id = %(from)s AND o.community_id = %(to)s
   AND c.unit_id = o.unit_id AND c.valid && o.valid
""",  # noqa: S608
    f"""
DELETE FROM volunteering_unitcheckin c USING volunteering_unitcheckin o
 WHERE {MARKER} AND c.unit_id = %(from)s AND o.unit_id = %(to)s
   AND c.community_id = o.community_id AND c.valid && o.valid
""",  # noqa: S608
    # A phone on the lists of both stays on both, since sealed columns would not come back; the text
    # is the successor's, and the line goes with the answer or by itself.
    f"""
UPDATE volunteering_invitation c SET phone_sealed = ''
 WHERE {MARKER} AND c.unit_id = %(from)s AND {_LISTED}
""",  # noqa: S608
    f"""
DELETE FROM volunteering_feedback c USING volunteering_feedback o
 WHERE {MARKER} AND c.quarter = o.quarter AND c.id <> o.id
   AND (c.unit_id = %(from)s AND o.unit_id = %(to)s AND c.community_id = o.community_id
     OR c.community_id = %(from)s AND o.community_id = %(to)s AND c.unit_id = o.unit_id)
""",  # noqa: S608
    # A team of the same name there takes its place among teams; its people were asked by name.
    f"""
UPDATE volunteering_teammember m SET ended_at = %(at)s
  FROM volunteering_team t JOIN volunteering_team o
    ON o.host_id = %(to)s AND o.name = t.name AND o.ended_on IS NULL
 WHERE {MARKER} AND m.team_id = t.id AND m.ended_at IS NULL
   AND t.host_id = %(from)s AND t.ended_on IS NULL
""",  # noqa: S608
    """
UPDATE volunteering_team t SET ended_on = (%(at)s AT TIME ZONE 'Asia/Shanghai')::date
 WHERE t.ended_on IS NULL AND (
       t.host_id = %(from)s AND EXISTS (
           SELECT 1 FROM volunteering_team o
            WHERE o.host_id = %(to)s AND o.name = t.name AND o.ended_on IS NULL)
    OR t.body_id = %(from)s AND EXISTS (
           SELECT 1 FROM volunteering_team o WHERE o.body_id = %(to)s AND o.ended_on IS NULL))
""",
)
_MOVED: Final = (
    ("volunteering_unitcheckin", "community_id"),
    ("volunteering_unitcheckin", "unit_id"),
    ("volunteering_enrolment", "community_id"),
    ("volunteering_enrolment", "unit_id"),
    ("volunteering_invitation", "community_id"),
    ("volunteering_claim", "unit_id"),
    ("volunteering_feedback", "community_id"),
    ("volunteering_feedback", "unit_id"),
    ("volunteering_unitword", "community_id"),
    ("volunteering_unitword", "unit_id"),
    ("volunteering_team", "host_id"),
    ("volunteering_team", "body_id"),
)
# A service day that both planned stays with the community that ended, under its name; one that is
# over goes along while somebody's hours are still to be confirmed, for nobody else could.
_POSTS: Final = f"""
UPDATE volunteering_post p SET community_id = %(to)s
 WHERE p.community_id = %(from)s AND (upper(p.during) > %(at)s OR EXISTS (
       SELECT 1 FROM volunteering_claim c WHERE {MARKER} AND c.post_id = p.id
          AND c.state = 'place' AND c.minutes IS NULL)) AND NOT EXISTS (
       SELECT 1 FROM volunteering_post o WHERE o.community_id = %(to)s AND o.day = p.day
          AND p.day <> '' AND o.during = p.during AND o.cancelled_at IS NULL)
"""  # noqa: S608
_INVITED: Final = f"""
UPDATE volunteering_invitation c SET unit_id = %(to)s
 WHERE {MARKER} AND c.unit_id = %(from)s AND NOT {_LISTED}
"""  # noqa: S608

_LET_GO: Final = f"""
UPDATE volunteering_teammember m SET name_sealed = ''
  FROM volunteering_team t
 WHERE {MARKER} AND m.team_id = t.id AND m.ended_at IS NOT NULL AND m.name_sealed <> ''
   AND t.host_id = %(from)s AND t.ended_on IS NOT NULL
"""  # noqa: S608


def register() -> None:
    """Make it known."""
    register_ending(
        Ending("volunteers", _("报到的志愿者"), count, pass_on, _watched(), let_go=let_go)
    )


def _watched() -> tuple[Watched, ...]:
    columns: dict[str, list[str]] = {}
    for table, column in (*_MOVED, ("volunteering_post", "community_id")):
        columns.setdefault(table, []).append(f"t.{column}")
    columns["volunteering_invitation"].append("t.unit_id")
    teams = "SELECT id FROM volunteering_team WHERE host_id = %(from)s AND ended_on IS NULL"
    return (
        *(Watched(name, f"%(from)s IN ({', '.join(found)})") for name, found in columns.items()),
        Watched("volunteering_teammember", f"t.ended_at IS NULL AND t.team_id IN ({teams})"),
    )


def let_go(body_id: int) -> None:
    """Names of those whose team ended with the body stay until it cannot be taken back."""
    with connection.cursor() as cursor:
        cursor.execute(_LET_GO, {"from": body_id})


def count(body_id: int) -> int:
    """How many people stand there now."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"from": body_id})
        return int(cursor.fetchone()[0])


def pass_on(from_id: int, to_id: int, at: datetime) -> int:
    """All of it; the number of people."""
    people = count(from_id)
    values: dict[str, Any] = {"from": from_id, "to": to_id, "at": at}
    with connection.cursor() as cursor:
        for statement in _PASS_ON:
            cursor.execute(statement, values)
        for table, column in _MOVED:
            cursor.execute(
                f"UPDATE {table} SET {column} = %(to)s WHERE {MARKER} AND {column} = %(from)s",  # noqa: S608
                values,
            )
        cursor.execute(_INVITED, values)
        cursor.execute(_POSTS, values)
    return people
