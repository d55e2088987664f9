"""What an import would do and what is wrong with it, as the preview shows it and apply asks it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from gongzhi.profiles import selectors as profiles

from .base import Base, read_base
from .checkrows import Target, changes_only, check_rows
from .checkshapes import check_shapes
from .lines import Line, Problem, errors

KEPT: Final = 2000  # problems and changes that the preview keeps; all are counted


@dataclass(frozen=True)
class Review:
    """Targets that do something (parents first), every problem by row, how many rows and shapes."""

    targets: list[Target]
    problems: list[Problem]
    rows: int
    shapes: int

    @property
    def errors(self) -> list[Problem]:
        return errors(self.problems)

    def as_json(self) -> dict[str, Any]:
        """Counts of everything, and the first of each for the page."""
        changes = [_change(target) for target in self.targets]
        wrong = len(self.errors)
        return {
            "rows": self.rows,
            "shapes": self.shapes,
            "changed": len(self.targets),
            "errors": wrong,
            "notices": len(self.problems) - wrong,
            "added": sum(t.is_new for t in self.targets),
            "renamed": sum(_renamed(t) for t in self.targets),
            "reshaped": sum(t.reshaped and not t.is_new for t in self.targets),
            "problems": [problem.as_json() for problem in self.problems[:KEPT]],
            "changes": changes[:KEPT],
            "changes_digest": hashlib.sha256(json.dumps(changes).encode()).hexdigest(),
        }


def levels_of_profile() -> dict[int, str]:
    """Number and key of the levels that the city's profile names; empty without one."""
    try:
        document = profiles.current().section("areas") or {}
    except (profiles.NoProfileError, KeyError):
        return {}
    return {level["no"]: level["key"] for level in document.get("levels", [])}


def base_of(day: date) -> Base:
    """The areas of a day, with the levels of the profile."""
    return read_base(day=day, levels=levels_of_profile())


def review(lines: list[Line], found: Iterable[Problem], base: Base) -> Review:
    """Check rows that were read; `found` are the problems of reading them."""
    targets, problems = check_rows(lines, base)
    problems = [*found, *problems, *check_shapes(targets, base)]
    problems.sort(key=lambda problem: (problem.notice, problem.line, problem.column))
    drawn = sum(line.shape is not None for line in lines)
    return Review(changes_only(targets), problems, len(lines), drawn)


def _renamed(target: Target) -> bool:
    return not target.is_new and bool({"name", "name_en"} & set(target.changed))


def _change(target: Target) -> dict[str, Any]:
    old = target.old
    return {
        "line": target.line,
        "code": target.code,
        "name": target.name,
        "name_en": target.name_en,
        "before": old.name if old and target.name != old.name else "",
        "before_en": old.name_en if old and target.name_en != old.name_en else "",
        "parent": target.parent_code,
        "changed": list(target.changed),
    }
