"""Traces of an ending: what rows were before and became by it, and how they come back.

Written and read by SQL, since one ending touches tables of every domain and maybe many rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import MARKER

from ..models import BodyEnding, EndedRow
from .parts import Watched

# Columns that say how often a row changed: they go on, also when it comes back.
_COUNTING: Final = ("version", "updated_at")
_COLUMNS: Final = """
SELECT attname FROM pg_attribute
 WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
_BEFORE: Final = """
CREATE TEMP TABLE {temp} AS
SELECT t.id, to_jsonb(t) - %(left)s::text[] AS was FROM {table} t WHERE {marker} AND ({where})
"""
_CHANGED: Final = """
INSERT INTO orgs_endedrow (ending_id, "table", row_id, was, became)
SELECT %(ending)s, %(table)s, w.id, d.was, d.became
  FROM {temp} w
  JOIN (SELECT t.id, to_jsonb(t) - %(left)s::text[] AS became FROM {table} t
         WHERE {marker} AND t.id IN (SELECT id FROM {temp})) n ON n.id = w.id
 CROSS JOIN LATERAL (
       SELECT jsonb_object_agg(o.key, o.value) AS was,
              jsonb_object_agg(o.key, n.became->o.key) AS became
         FROM jsonb_each(w.was) o WHERE o.value IS DISTINCT FROM n.became->o.key) d
 WHERE w.was <> n.became
"""
_GONE: Final = """
INSERT INTO orgs_endedrow (ending_id, "table", row_id, was, became)
SELECT %(ending)s, %(table)s, w.id, w.was, NULL
  FROM {temp} w WHERE NOT EXISTS (SELECT FROM {table} t WHERE {marker} AND t.id = w.id)
"""
_MADE: Final = """
INSERT INTO orgs_endedrow (ending_id, "table", row_id, was, became)
SELECT %(ending)s, %(table)s, t.id, NULL, to_jsonb(t) - %(left)s::text[]
  FROM {table} t WHERE {marker} AND ({made}) AND t.id NOT IN (SELECT id FROM {temp})
"""
_OTHERWISE: Final = """
SELECT count(*) FROM orgs_endedrow e
 WHERE e.ending_id = %(ending)s AND e."table" = %(table)s AND e.became IS NOT NULL
   AND NOT EXISTS (SELECT FROM {table} t
                    WHERE {marker} AND t.id = e.row_id AND to_jsonb(t) @> e.became)
"""
_UNMAKE: Final = """
DELETE FROM {table} t USING orgs_endedrow e
 WHERE {marker} AND e.ending_id = %(ending)s AND e."table" = %(table)s
   AND e.was IS NULL AND e.row_id = t.id
"""
_KINDS: Final = """
SELECT DISTINCT ARRAY(SELECT jsonb_object_keys(e.was) ORDER BY 1) FROM orgs_endedrow e
 WHERE e.ending_id = %(ending)s AND e."table" = %(table)s AND e.was IS NOT NULL
   AND e.became IS NOT NULL
"""
# A row comes back while the body that it was given to still has it.
_RESTORE: Final = """
UPDATE {table} t SET {values}
  FROM orgs_endedrow e, LATERAL jsonb_populate_record(NULL::{table}, e.was) p
 WHERE {marker} AND e.ending_id = %(ending)s AND e."table" = %(table)s AND e.row_id = t.id
   AND e.was IS NOT NULL AND e.became IS NOT NULL
   AND ARRAY(SELECT jsonb_object_keys(e.was) ORDER BY 1) = %(keys)s::text[]
   AND NOT EXISTS (
       SELECT FROM jsonb_each(e.became) b
        WHERE b.value = to_jsonb(%(to)s::bigint) AND e.was->b.key = to_jsonb(%(from)s::bigint)
          AND to_jsonb(t)->b.key IS DISTINCT FROM b.value)
"""
_AGAIN: Final = """
INSERT INTO {table} ({columns})
SELECT {picked} FROM orgs_endedrow e, LATERAL jsonb_populate_record(NULL::{table}, e.was) p
 WHERE {marker} AND e.ending_id = %(ending)s AND e."table" = %(table)s AND e.became IS NULL
"""


def _sql(text: str, **names: str) -> str:
    return text.format(marker=MARKER, **names)


def _columns(table: str) -> tuple[list[str], list[str]]:
    """Names of a table's columns, and of those that are never copied."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS, [table])
        names = [row[0] for row in cursor.fetchall()]
    return names, [name for name in names if name.endswith(("_sealed", "_blind"))]


@contextmanager
def traced(watched: Iterable[Watched], values: dict[str, Any]) -> Iterator[list[int]]:
    """What is done inside is remembered under the ending whose id is put into the list given."""
    watching = [(f"was_{number}", one) for number, one in enumerate(watched)]
    left = {one.table: _columns(one.table)[1] for _temp, one in watching}
    with connection.cursor() as cursor:
        for temp, one in watching:
            cursor.execute(
                _sql(_BEFORE, temp=temp, table=one.table, where=one.where),
                values | {"left": [*left[one.table], *_COUNTING, *one.kept]},
            )
    ending: list[int] = []
    yield ending
    with connection.cursor() as cursor:
        for temp, one in watching:
            more = {"ending": ending[0], "table": one.table}
            more["left"] = [*left[one.table], *_COUNTING, *one.kept]
            names = {"temp": temp, "table": one.table}
            cursor.execute(_sql(_CHANGED, **names), values | more)
            if not left[one.table]:  # a sealed column would be lacking
                cursor.execute(_sql(_GONE, **names), values | more)
            if one.made:
                cursor.execute(_sql(_MADE, made=one.made, **names), values | more)
        for temp, _one in watching:
            cursor.execute(f"DROP TABLE {temp}")


def restore(ending: BodyEnding, one: Watched, label: str) -> int:
    """Rows of one table as they were; how many. Conflict when something made since is in the way."""
    values: dict[str, Any] = {
        "ending": ending.pk, "table": one.table,
        "from": ending.body_id, "to": ending.successor_id,
    }  # fmt: skip
    in_the_way = _("不能撤回：撤并以后“%(what)s”里又有了新的登记，和原来的对不上。") % {
        "what": label
    }
    with connection.cursor() as cursor:
        if one.strict:
            cursor.execute(_sql(_OTHERWISE, table=one.table), values)
            if cursor.fetchone()[0]:
                raise Conflict(in_the_way)
        try:
            with transaction.atomic():
                return _restore(cursor, one, values)
        except IntegrityError:
            raise Conflict(in_the_way) from None


def _restore(cursor: Any, one: Watched, values: dict[str, Any]) -> int:
    names, _left = _columns(one.table)
    if one.made:
        cursor.execute(_sql(_UNMAKE, table=one.table), values)
    done = 0
    cursor.execute(_KINDS, values)
    for (keys,) in cursor.fetchall():
        parts = [_back(key) for key in keys]
        parts += ["version = t.version + 1"] if "version" in names else []
        parts += ["updated_at = statement_timestamp()"] if "updated_at" in names else []
        statement = _sql(_RESTORE, table=one.table, values=", ".join(parts))
        cursor.execute(statement, values | {"keys": keys})
        done += cursor.rowcount
    # What counts changes was not kept: a row that comes again begins with its own default.
    kept = [name for name in names if name not in _COUNTING]
    if len(kept) == len(names):
        picked = ", ".join(f'p."{name}"' for name in kept)
        columns = ", ".join(f'"{name}"' for name in kept)
        cursor.execute(_sql(_AGAIN, table=one.table, columns=columns, picked=picked), values)
        done += cursor.rowcount
    return done


def _back(key: str) -> str:
    """A column comes back unless it was changed since."""
    return (
        f"\"{key}\" = CASE WHEN to_jsonb(t)->'{key}' = e.became->'{key}'"
        f' THEN p."{key}" ELSE t."{key}" END'
    )


def rows_of(ending: BodyEnding, table: str) -> list[EndedRow]:
    """The traces in one table."""
    return list(EndedRow.objects.filter(ending=ending, table=table).order_by("row_id"))


def forget(ending_ids: list[int]) -> None:
    """Nothing is left to come back."""
    EndedRow.objects.filter(ending_id__in=ending_ids).delete()
