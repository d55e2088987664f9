"""Take in rows about areas, from a file or from the map, and keep them beside today's areas."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from gongzhi.areas.importing.base import Base
from gongzhi.areas.importing.carry import carry_parents
from gongzhi.areas.importing.lines import Line, Problem
from gongzhi.areas.importing.readfile import ReadFile, read_file
from gongzhi.areas.importing.review import Review, base_of, review
from gongzhi.areas.models import AreaImport
from gongzhi.areas.policies import check_may_change
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor


def stage_file(
    *,
    actor: Actor,
    path: Path,
    name: str,
    chosen_crs: str,
    day: date,
    at: datetime | None = None,
) -> AreaImport:
    """Read a file and keep its rows with everything that is wrong with them; nothing applies yet.

    `day` is when the change shall take effect. Denied; Invalid when the file cannot be read as a
    whole (then nothing is kept).
    """
    check_may_change(actor)
    read = read_file(path, name=name, chosen_crs=chosen_crs)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return _keep(
        actor, read, review(read.lines, read.problems, base_of(day)),
        source=AreaImport.FILE, name=name, digest=digest, day=day, at=at,
    )  # fmt: skip


def stage_rows(
    *,
    actor: Actor,
    make: Callable[[Base], ReadFile],
    source: str,
    name: str,
    day: date,
    at: datetime | None = None,
) -> AreaImport:
    """The same for rows that the editor or a plan drew; the areas above follow their children.

    `make` gets today's areas and gives the rows. Denied; Invalid as `make` raises it.
    """
    check_may_change(actor)
    base = base_of(day)
    read = make(base)
    lines = carry_parents(read.lines, base)
    drawn = json.dumps([line.as_json() for line in lines], sort_keys=True).encode()
    read = ReadFile(read.crs, lines, read.problems)
    return _keep(
        actor, read, review(lines, read.problems, base),
        source=source, name=name, digest=hashlib.sha256(drawn).hexdigest(), day=day, at=at,
    )  # fmt: skip


def check_rows_only(
    *, actor: Actor, make: Callable[[Base], ReadFile], day: date
) -> tuple[Review, Base]:
    """What staging would find, without keeping anything. Denied; Invalid as `make` raises it."""
    check_may_change(actor)
    base = base_of(day)
    read = make(base)
    return review(carry_parents(read.lines, base), read.problems, base), base


def problems_of(row: AreaImport) -> list[Problem]:
    """What reading found wrong; checks against today's areas are made anew."""
    return [Problem.from_json(found) for found in row.read_problems]


def lines_of(row: AreaImport) -> list[Line]:
    """The staged rows."""
    return [Line.from_json(found) for found in row.rows]


def _keep(
    actor: Actor,
    read: ReadFile,
    found: Review,
    *,
    source: str,
    name: str,
    digest: str,
    day: date,
    at: datetime | None,
) -> AreaImport:
    return AreaImport.objects.create(
        source=source,
        file_name=Path(name).name[-120:],
        crs=read.crs,
        digest=digest,
        day=day,
        rows=[line.as_json() for line in read.lines],
        read_problems=[problem.as_json() for problem in read.problems],
        found=found.as_json(),
        made_at=at or clock.now(),
        made_by_id=actor.user_id,
        made_by=actor.name[:80],
    )
