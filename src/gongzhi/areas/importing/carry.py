"""Who draws grids moves the borders of their communities and streets too: parents follow."""

from __future__ import annotations

import shapely

from .base import Base
from .checkshapes import thick
from .lines import Line


def carry_parents(lines: list[Line], base: Base) -> list[Line]:
    """The rows, and one for every area above whose border moves with its children's.

    An area follows when it was exactly the union of its children before, and is not drawn itself.
    New areas count as children; shapes are WGS 84.
    """
    drawn = {line.code: line.shape for line in lines if line.shape is not None}
    children = {code: list(below) for code, below in base.children.items()}
    for line in lines:
        if line.code not in base.known and line.parent_code:
            children.setdefault(line.parent_code, []).append(line.code)
    found = list(lines)
    waiting = {_parent(line, base) for line in lines if line.shape is not None} - {""}
    while waiting:
        code = max(waiting, key=lambda one: base.known[one].level if one in base.known else 0)
        waiting.discard(code)
        known = base.known.get(code)
        if known is None or code in drawn:
            continue
        shape = _followed(code, children[code], drawn, base)
        if shape is not None:
            drawn[code] = shape
            found.append(Line(line=0, code=code, shape=shape))
            waiting |= {known.parent_code} - {""}
    return found


def _parent(line: Line, base: Base) -> str:
    known = base.known.get(line.code)
    return known.parent_code if known else line.parent_code or ""


def _followed(code: str, children: list[str], drawn: dict, base: Base) -> shapely.Geometry | None:
    """The new shape of an area, None when it does not move or never was its children's union."""
    before = base.shapes([code, *base.children.get(code, [])])
    whole = before.pop(code, None)
    after = {child: drawn.get(child) or before.get(child) for child in children}
    if whole is None or not before or any(shape is None for shape in after.values()):
        return None
    if thick(shapely.symmetric_difference(whole, shapely.union_all(list(before.values())))):
        return None
    union = shapely.union_all(list(after.values()))
    return union if thick(shapely.symmetric_difference(whole, union)) else None
