"""Who asks (Actor), which subtree a post covers, and the guard against unscoped queries.

A query that touches a scoped table must carry MARKER in its SQL text; `visible_to(actor)` and
the "reached" base manager add it (see scoped_orm). Inside `guarded()` (requests, jobs) anything
else raises ScopeViolation. This is a net for forgotten filters, not a defence against SQL
written to deceive it. Shell, migrations and admin are outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

ActorKind = Literal["public", "resident", "staff", "system", "api", "writer"]


@dataclass(frozen=True, slots=True)
class Posting:
    """A role held at a body and (or) an area. Paths are ids, each followed by a dot: "1.2.".

    `for_user_id` and `for_name` say whose posting it is when the actor only stands in (代理).
    """

    id: int
    role: str
    body_id: int | None = None
    body_path: str = ""
    area_id: int | None = None
    area_path: str = ""
    for_user_id: int | None = None
    for_name: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts or looks: a value, made once per request or job.

    A `writer` is nobody known: whoever gave the secret code of the one order `order_id`.
    """

    kind: ActorKind = "public"
    user_id: int | None = None
    resident_id: int | None = None
    name: str = ""
    postings: tuple[Posting, ...] = ()
    order_id: int | None = None

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    @property
    def is_public(self) -> bool:
        return self.kind == "public"

    @property
    def roles(self) -> frozenset[str]:
        """Every role held in any posting."""
        return frozenset(p.role for p in self.postings)

    def has_role(self, *roles: str) -> bool:
        """Whether any of these roles is held anywhere."""
        return any(p.role in roles for p in self.postings)

    def postings_as(self, *roles: str) -> tuple[Posting, ...]:
        """The postings in these roles; all of them when no role is named."""
        return tuple(p for p in self.postings if not roles or p.role in roles)

    @property
    def user_ids(self) -> frozenset[int]:
        """The actor's own id, and those of the people for whom the actor stands in."""
        own = {self.user_id} if self.user_id is not None else set()
        return frozenset(own | {p.for_user_id for p in self.postings if p.for_user_id is not None})

    @property
    def as_oneself(self) -> Actor:
        """The actor without the postings in which others are stood in for."""
        if all(p.for_user_id is None for p in self.postings):
            return self
        return replace(self, postings=tuple(p for p in self.postings if p.for_user_id is None))

    @property
    def body_ids(self) -> frozenset[int]:
        """Bodies in which a posting is held."""
        return frozenset(p.body_id for p in self.postings if p.body_id is not None)

    def holds_at_body(self, body_path: str, *roles: str) -> bool:
        """Whether a posting in one of these roles (any, if none) covers the body at this path."""
        return any(covers(p.body_path, body_path) for p in self.postings_as(*roles))

    def holds_in_area(self, area_path: str, *roles: str) -> bool:
        """Whether a posting in one of these roles (any, if none) covers the area at this path."""
        return any(covers(p.area_path, area_path) for p in self.postings_as(*roles))


PUBLIC: Final = Actor()
SYSTEM: Final = Actor(kind="system", name="系统")


def subtree(path: str) -> tuple[str, str]:
    """Bounds (lo, hi) of a path and everything under it: lo <= x < hi, collation C, never LIKE.

    "1.2." gives ("1.2.", "1.2/"), because "/" follows "." in the code table.
    ValueError when the path is empty or lacks its last dot.
    """
    if not path.endswith("."):
        raise ValueError(f"a path ends with a dot: {path!r}")
    return path, path[:-1] + "/"


def covers(ancestor: str, path: str) -> bool:
    """Whether `path` is `ancestor` or lies under it. An empty ancestor covers nothing."""
    return bool(ancestor) and path.startswith(ancestor)


def outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """In order, without empty ones and without those that lie under another."""
    kept: list[str] = []
    for path in sorted(filter(None, paths)):
        # Sorted, what lies under a path follows it before anything else does.
        if not (kept and covers(kept[-1], path)):
            kept.append(path)
    return tuple(kept)


# --- the guard -----------------------------------------------------------------------------

MARKER: Final = "'scope:ok' = 'scope:ok'"  # folded away by the planner
_CACHE_SIZE: Final = 4096
_CACHED_SQL_LENGTH: Final = 4000  # long IN lists vary without end: judge them afresh

guarded_tables: dict[str, str] = {}  # table -> its primary key column
_verdicts: dict[str, str | None] = {}
_patterns: list[re.Pattern[str]] = []
_reason: ContextVar[str | None] = ContextVar("gongzhi_unscoped", default=None)
_reasons_used: set[str] = set()


class ScopeViolation(RuntimeError):  # noqa: N818 - the name that the contract gives
    """A programming error: a statement touched a scoped table without passing a scope."""

    def __init__(self, table: str, sql: str) -> None:
        self.table = table
        super().__init__(
            f"{table} was touched without visible_to(actor), a reached manager or "
            f"unscoped(reason): {sql[:300]}"
        )


def register_scoped(table: str, *, pk: str = "id") -> None:
    """Put a table under the guard (scoped models do this themselves when their class is made)."""
    if table != table.lower():
        raise ValueError(f"a guarded table has a name in small letters, not {table!r}")
    guarded_tables[table] = pk
    _verdicts.clear()
    _patterns.clear()


def forget_scoped(table: str) -> None:
    """Take a table out of the guard again (for tests with throwaway tables)."""
    guarded_tables.pop(table, None)
    _verdicts.clear()
    _patterns.clear()


def _pattern() -> re.Pattern[str]:
    """Where a guarded table stands as a source or target of a statement (INSERT INTO is free)."""
    if not _patterns:
        names = "|".join(re.escape(t) for t in sorted(guarded_tables, key=len, reverse=True))
        table = rf'(?:"?\w+"?\s*\.\s*)?(?:"(?P<q{{0}}>{names})"|(?P<b{{0}}>{names})(?![\w"]))'
        after_word = (
            r"\b(?:FROM|JOIN|UPDATE|USING|TABLE|TRUNCATE|COPY|MERGE\s+INTO)"
            r"\s+(?:ONLY\s+|LATERAL\s+)*\(*\s*" + table.format(1)
        )
        # A comma list of tables; a name followed by a dot is a column and not meant.
        after_comma = r",\s*" + table.format(2) + r"(?!\s*\.)(?!\s*\()"
        _patterns.append(re.compile(f"{after_word}|{after_comma}", re.IGNORECASE))
    return _patterns[0]


def _deletes_reached_rows(sql: str) -> bool:
    """Whether this is the statement by which a model instance deletes itself, by primary key.

    Its rows were read before, as those of a save were; Django builds it without a manager.
    """
    match = re.match(r'DELETE FROM "(\w+)" WHERE "(\w+)"\."(\w+)" (?:IN \([%s, ]+\)|= %s)$', sql)
    return match is not None and match[1] == match[2] and guarded_tables.get(match[1]) == match[3]


def table_touched(sql: str) -> str | None:
    """The first guarded table that unmarked SQL reads, updates or deletes; None when it may run."""
    if not guarded_tables or MARKER in sql:
        return None
    try:
        return _verdicts[sql]
    except KeyError:
        pass
    lowered = sql.lower()
    named = any(table in lowered for table in guarded_tables)  # spares long statements the pattern
    found = _pattern().search(sql) if named else None
    verdict = None
    if found and not _deletes_reached_rows(sql):
        verdict = next(name for name in found.groups() if name)
    if len(sql) <= _CACHED_SQL_LENGTH:
        if len(_verdicts) >= _CACHE_SIZE:
            _verdicts.clear()
        _verdicts[sql] = verdict
    return verdict


class ScopeGuard:
    """A Django connection execute_wrapper that raises ScopeViolation instead of running."""

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: Any,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        text = sql if isinstance(sql, str) else _text_of(sql, context)
        table = table_touched(text)
        if table is not None and _reason.get() is None:
            raise ScopeViolation(table, text)
        return execute(sql, params, many, context)


GUARD: Final = ScopeGuard()


def _text_of(sql: Any, context: dict[str, Any]) -> str:
    """SQL text of bytes or of a psycopg composed statement."""
    if isinstance(sql, bytes):
        return sql.decode()
    return str(sql.as_string(context["cursor"].cursor))


@contextmanager
def unscoped(reason: str) -> Iterator[None]:
    """Let the block read past the guard. The reason is a literal sentence that a test lists."""
    if not reason.strip():
        raise ValueError("unscoped needs a reason")
    _reasons_used.add(reason)
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


def unscoped_reasons() -> frozenset[str]:
    """Every reason given since the process started."""
    return frozenset(_reasons_used)
