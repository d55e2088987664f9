"""Every row against the others and against the areas of its day: what it would do, what is wrong.

Pure: no database beyond what `Base` was read from, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from gongzhi.areas.geometry.crs import DIGITS

from .base import Base, Known
from .codes import code_fault, significant
from .lines import Line, Problem

# Two shapes are the same when no vertex differs by more than rounding can make it.
SAME: Final = 1.5 * 10**-DIGITS


@dataclass(frozen=True, slots=True)
class Target:
    """What an area shall be. `old` is None for a new one; `changed` names what differs."""

    line: int
    code: str
    name: str
    name_en: str
    level: int
    kind: str
    parent_code: str
    start: date
    shape: BaseGeometry | None
    old: Known | None
    changed: tuple[str, ...]

    @property
    def is_new(self) -> bool:
        return self.old is None

    @property
    def reshaped(self) -> bool:
        """Whether its shape is new or another than today's."""
        return "shape" in self.changed


def check_rows(lines: list[Line], base: Base) -> tuple[list[Target], list[Problem]]:
    """Targets of the rows that can be understood, and all problems but those between shapes."""
    return _RowCheck(lines, base).run()


class _RowCheck:
    def __init__(self, lines: list[Line], base: Base) -> None:
        self.base = base
        self.problems: list[Problem] = []
        self.lines: dict[str, Line] = {}
        for line in lines:
            if line.code in self.lines:
                self._say(line, "code_twice", "code", other=self.lines[line.code].line)
            else:
                self.lines[line.code] = line
        self.old_shapes = base.shapes(c for c, line in self.lines.items() if line.shape is not None)

    def run(self) -> tuple[list[Target], list[Problem]]:
        targets = []
        for line in self.lines.values():
            old = self.base.known.get(line.code)
            target = self._new(line) if old is None else self._existing(line, old)
            if target is not None:
                targets.append(target)
        return targets, self.problems

    def _say(self, line: Line, key: str, column: str, **values: Any) -> None:
        self.problems.append(Problem(key, line.line, column, line.code, values))

    # --- an area that exists -----------------------------------------------------------------

    def _existing(self, line: Line, old: Known) -> Target | None:
        if line.parent_code is not None and line.parent_code != old.parent_code:
            before, after = self._named(old.parent_code), self._named(line.parent_code)
            self._say(line, "moved", "parent_code", before=before, after=after)
        for column in ("level", "kind"):
            said, before = getattr(line, column), getattr(old, column)
            if said is not None and said != before:
                self._say(line, "converted", column, before=before, after=said)
        changed = [
            column
            for column in ("name", "name_en")
            if getattr(line, column) not in (None, getattr(old, column))
        ]
        if line.shape is not None and not _same(self.old_shapes.get(line.code), line.shape):
            changed.append("shape")
        arranged = old.until or self.base.later.get(line.code)
        if changed and arranged is not None:
            self._say(line, "later", "code", name=old.name, value=arranged.isoformat())
        return Target(
            line=line.line, code=line.code, name=line.name or old.name,
            name_en=line.name_en or old.name_en, level=old.level, kind=old.kind,
            parent_code=old.parent_code, start=self.base.day,
            shape=line.shape if "shape" in changed else None, old=old, changed=tuple(changed),
        )  # fmt: skip

    def _named(self, code: str) -> str:
        known = self.base.known.get(code)
        return f"“{known.name}”（{code}）" if known else (code or "—")

    # --- a new one ---------------------------------------------------------------------------

    def _new(self, line: Line) -> Target | None:
        before = len(self.problems)
        if line.code in self.base.later:
            value = self.base.later[line.code].isoformat()
            self._say(line, "later", "code", name=line.name or line.code, value=value)
        fault = code_fault(line.code)
        if fault is not None:
            self._say(line, fault[0], "code", value=fault[1])
        if line.name is None:
            self._say(line, "name_missing", "name")
        level = self._level(line)
        kind = self._kind(line, level)
        self._parent(line, level, code_fits=fault is None)
        start = self._start(line)
        if line.shape is None:
            self.problems.append(
                Problem("shape_none", line.line, "geometry", line.code, notice=True)
            )
        if len(self.problems) > before + (line.shape is None) or level is None or kind is None:
            return None
        return Target(
            line=line.line, code=line.code, name=line.name or "", name_en=line.name_en or "",
            level=level, kind=kind, parent_code=line.parent_code or "", start=start,
            shape=line.shape, old=None,
            changed=("new", "shape") if line.shape is not None else ("new",),
        )  # fmt: skip

    def _level(self, line: Line) -> int | None:
        if line.level is None:
            self._say(line, "level_missing", "level")
        elif self.base.levels and line.level not in self.base.levels:
            allowed = "、".join(str(level) for level in sorted(self.base.levels))
            self._say(line, "level_unknown", "level", value=line.level, allowed=allowed)
        return line.level

    def _kind(self, line: Line, level: int | None) -> str | None:
        if line.kind is not None or level is None:
            return line.kind
        kinds = self.base.kinds_at(level)
        if len(kinds) != 1:
            allowed = "、".join(kinds) or "—"
            self._say(line, "kind_missing", "kind", value=level, allowed=allowed)
            return None
        return kinds[0]

    def _parent(self, line: Line, level: int | None, *, code_fits: bool) -> None:
        code = line.parent_code
        if not code:
            first = min(self.lines.values(), key=lambda one: len(one.code))
            if self.base.known or first is not line:
                self._say(line, "parent_missing", "parent_code")
            return
        above = self.lines.get(code) if code not in self.base.known else self.base.known[code]
        if above is None or code == line.code:
            self._say(line, "parent_unknown", "parent_code", value=code)
            return
        if level is not None and above.level is not None and above.level >= level:
            name, its = above.name or code, above.level
            self._say(line, "level_parent", "level", value=level, name=name, level=its)
        if code_fits and not line.code.startswith(significant(code)):
            self._say(line, "code_parent", "code", value=significant(code))

    def _start(self, line: Line) -> date:
        start = line.valid_from or self.base.day
        if start > self.base.day:
            self._say(line, "date_late", "valid_from", value=self.base.day.isoformat())
        parent = self.base.known.get(line.parent_code or "")
        if parent is not None and start < parent.start:
            self._say(line, "date_parent", "valid_from", value=parent.start.isoformat())
        above = self.lines.get(line.parent_code or "") if parent is None else None
        if above is not None and start < (above.valid_from or self.base.day):
            value = (above.valid_from or self.base.day).isoformat()
            self._say(line, "date_parent", "valid_from", value=value)
        return start


def _same(before: BaseGeometry | None, after: BaseGeometry) -> bool:
    if before is None:
        return False
    if shapely.equals_exact(before, after, tolerance=SAME):
        return True
    # Another program may have turned the rings around or begun them elsewhere.
    pair = shapely.normalize(shapely.transform([before, after], lambda xy: xy.round(DIGITS)))
    return bool(shapely.equals_exact(pair[0], pair[1], tolerance=SAME))


def changes_only(targets: Iterable[Target]) -> list[Target]:
    """Those that do something, parents first."""
    found = [target for target in targets if target.changed]
    return sorted(found, key=lambda target: (target.level, target.code))


def with_shape(line: Line, shape: BaseGeometry) -> Line:
    """The same row with another shape."""
    return replace(line, shape=shape)
