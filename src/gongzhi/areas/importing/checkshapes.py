"""Shapes of new and reshaped areas against their neighbours and their parents.

Siblings must not overlap, must lie inside their parent and must leave no gap in it. A sliver
thinner than `WIDTH` is what rounding and conversion make of a shared border: it is let pass.
What was wrong before and is not touched is not reported.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from .base import Base
from .checkrows import Target
from .lines import Problem

WIDTH: Final = 3e-6  # degrees, about 30 cm
_METRES: Final = 111_195.0  # of a degree of latitude


def check_shapes(targets: list[Target], base: Base) -> list[Problem]:
    """Problems between shapes; each names the row that it concerns and a place on the map."""
    return _ShapeCheck(targets, base).run()


@dataclass(frozen=True)
class _Family:
    """The children of one area as they shall be: codes and shapes, in the same order."""

    parent: str
    codes: list[str]
    shapes: Any


class _ShapeCheck:
    def __init__(self, targets: list[Target], base: Base) -> None:
        self.base = base
        self.targets = {target.code: target for target in targets}
        self.reshaped = {t.code for t in targets if t.reshaped and t.shape is not None}
        self.added: dict[str, list[str]] = {}
        for target in targets:
            if target.is_new:
                self.added.setdefault(target.parent_code, []).append(target.code)
        self.problems: list[Problem] = []

    def run(self) -> list[Problem]:
        touched = {self.targets[code].parent_code for code in self.reshaped}
        touched |= {code for code in self.reshaped if self._children(code)}
        touched |= {code for code in self.added if self._children(code)}
        families = sorted(touched - {""})
        self.base.shapes(code for parent in families for code in [parent, *self._children(parent)])
        for parent in families:
            family = self._family(parent)
            if len(family.codes):
                self._overlaps(family)
                self._against_parent(family)
        return self.problems

    def _children(self, code: str) -> list[str]:
        return self.base.children.get(code, []) + self.added.get(code, [])

    def _after(self, codes: list[str]) -> dict[str, BaseGeometry]:
        found = self.base.shapes(codes)
        for code in codes:
            target = self.targets.get(code)
            if target is not None and target.shape is not None:
                found[code] = target.shape
        return found

    def _family(self, parent: str) -> _Family:
        found = self._after(self._children(parent))
        return _Family(parent, list(found), np.array(list(found.values()), dtype=object))

    # --- siblings ----------------------------------------------------------------------------

    def _overlaps(self, family: _Family) -> None:
        changed = [at for at, code in enumerate(family.codes) if code in self.reshaped]
        if not changed or shapely.coverage_is_valid(family.shapes):
            return
        tree = shapely.STRtree(family.shapes)
        mine, theirs = tree.query(family.shapes[changed], predicate="intersects")
        pairs = {
            (min(a, b), max(a, b))
            for a, b in zip(np.array(changed)[mine], theirs, strict=True)
            if a != b
        }
        for one, other in sorted(pairs):
            common = thick(shapely.intersection(family.shapes[one], family.shapes[other]))
            if not common:
                continue
            code, against = family.codes[one], family.codes[other]
            if code not in self.reshaped or (
                against in self.reshaped and self._line(against) > self._line(code)
            ):
                code, against = against, code
            self._say("overlap", code, common, against, code_=against)

    # --- the parent --------------------------------------------------------------------------

    def _against_parent(self, family: _Family) -> None:
        whole = self._after([family.parent]).get(family.parent)
        if whole is None:
            return
        parent_changed = family.parent in self.reshaped
        suspects = [
            at for at, code in enumerate(family.codes) if parent_changed or code in self.reshaped
        ]
        shapely.prepare(whole)
        for at in suspects:
            if shapely.covers(whole, family.shapes[at]):
                continue
            beyond = thick(shapely.difference(family.shapes[at], whole))
            if beyond:
                self._outside(family.codes[at], family.parent, beyond)
        if len(family.codes) == len(self._children(family.parent)):
            self._gaps(family, whole)

    def _outside(self, code: str, parent: str, beyond: list[BaseGeometry]) -> None:
        if code in self.reshaped:
            self._say("outside", code, beyond, parent)
        else:
            self._say("outside_child", parent, beyond, code)

    def _gaps(self, family: _Family, whole: BaseGeometry) -> None:
        covered = shapely.union_all(family.shapes)
        left = thick(shapely.difference(whole, covered))
        before = self._gap_before(family.parent) if left else None
        if before is not None:
            left = [part for piece in left for part in thick(shapely.difference(piece, before))]
        for piece in left:
            inner = not shapely.intersects(piece.buffer(WIDTH), whole.boundary)
            nearest = self._nearest(family, piece)
            key = "gap" if inner else "gap_outer"
            self._say(key, nearest, [piece], family.parent)

    def _gap_before(self, parent: str) -> BaseGeometry | None:
        """What today's children leave uncovered; None when there is nothing to compare with."""
        codes = self.base.children.get(parent, [])
        shapes, whole = self.base.shapes(codes), self.base.shapes([parent]).get(parent)
        if whole is None or not shapes:
            return None
        return shapely.difference(whole, shapely.union_all(list(shapes.values())))

    def _nearest(self, family: _Family, piece: BaseGeometry) -> str:
        """The reshaped child beside a gap, else the parent: the row in which it is to be mended."""
        mine = [at for at, code in enumerate(family.codes) if code in self.reshaped]
        if not mine:
            return family.parent
        distances = shapely.distance(family.shapes[mine], piece)
        return family.codes[mine[int(np.argmin(distances))]]

    # --- words -------------------------------------------------------------------------------

    def _line(self, code: str) -> int:
        target = self.targets.get(code)
        return target.line if target else 0

    def _names(self, code: str) -> dict[str, str]:
        """Its name in Chinese and in English."""
        found = self.targets.get(code) or self.base.known.get(code)
        return {"name": found.name, "name_en": found.name_en} if found else {"name": code}

    def _say(
        self, key: str, code: str, parts: list[BaseGeometry], other: str, **values: Any
    ) -> None:
        """About the row of `code`; `other` is the area that the sentence names."""
        values |= self._names(other)
        if "code_" in values:
            values["code"] = values.pop("code_")
        largest = max(parts, key=lambda part: part.area)
        point = largest.representative_point()
        values["area"] = area_words(sum(square_metres(part) for part in parts))
        at = (round(point.x, 7), round(point.y, 7))
        self.problems.append(Problem(key, self._line(code), "geometry", code, values, at))


def thick(geometry: BaseGeometry) -> list[BaseGeometry]:
    """The polygons of a geometry that are wider than rounding makes them."""
    found = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "GeometryCollection":
            found += thick(part)
        elif part.geom_type == "Polygon" and part.length and 2 * part.area / part.length > WIDTH:
            found.append(part)
    return found


def square_metres(shape: BaseGeometry) -> float:
    """About the area of a shape in degrees; good to a thousandth at the size of a city."""
    return float(shape.area * _METRES**2 * cos(radians(shape.centroid.y)))


def area_words(metres: float) -> str:
    """`120 m²` or `1.25 km²`."""
    if metres >= 100_000:
        return f"{metres / 1e6:.2f} km²"
    return f"{metres:.0f} m²" if metres >= 1 else "< 1 m²"
