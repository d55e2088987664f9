"""A staged row, and what can be wrong with it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from gongzhi.kernel.geometry import LonLat, geojson_of


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a cell: `key` names its sentence, `values` fill it in.

    `line` and `column` are those of the file (column: a key of `columns.py`), `at` is a place on
    the map. A notice does not stand in the way of applying.
    """

    key: str
    line: int = 0
    column: str = ""
    code: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    at: LonLat | None = None
    notice: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key, "line": self.line, "column": self.column, "code": self.code,
            "values": self.values, "at": list(self.at) if self.at else None, "notice": self.notice,
        }  # fmt: skip

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Problem:
        at = found["at"]
        return cls(**{**found, "at": (at[0], at[1]) if at else None})


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says about one area; None where it says nothing, so that today's value stays.

    `shape` is in WGS 84. `line` is the row of the table, or the number of the GeoJSON feature.
    """

    line: int
    code: str
    name: str | None = None
    name_en: str | None = None
    level: int | None = None
    kind: str | None = None
    parent_code: str | None = None
    valid_from: date | None = None
    shape: BaseGeometry | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "line": self.line, "code": self.code, "name": self.name, "name_en": self.name_en,
            "level": self.level, "kind": self.kind, "parent_code": self.parent_code,
            "valid_from": self.valid_from.isoformat() if self.valid_from else None,
            "shape": None if self.shape is None else geojson_of(self.shape),
        }  # fmt: skip

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Line:
        start, shape = found["valid_from"], found["shape"]
        return cls(
            **{
                **found,
                "valid_from": date.fromisoformat(start) if start else None,
                "shape": None if shape is None else shapely.from_geojson(json.dumps(shape)),
            }
        )


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that stand in the way."""
    return [problem for problem in problems if not problem.notice]
