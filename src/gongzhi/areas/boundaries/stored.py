"""A change of boundaries read back from its rows: what was planned, and what it did."""

from __future__ import annotations

from gongzhi.areas.boundaries import history
from gongzhi.areas.boundaries.drafting import Plan
from gongzhi.areas.boundaries.redraw import Link, Node, Redrawing, Target
from gongzhi.areas.models import (
    AreaVersion,
    BoundaryChange,
    BoundaryLink,
    ChangedVersion,
    ChangeTarget,
)
from gongzhi.kernel.geometry import to_shape


def stored_plan(change: BoundaryChange) -> Plan:
    """The plan of a change as it was stored."""
    rows = list(ChangeTarget.objects.filter(change=change).order_by("id"))
    targets = tuple(
        Target(
            id=row.area_id,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            kind=row.kind,
            level=row.level,
            parent_id=row.parent_id,
            shape=to_shape(row.shape) if row.shape else None,
            takes=tuple(row.takes),
        )
        for row in rows
    )
    links = tuple(
        Link(row.from_area_id, row.to_area_id, row.residual, row.residual_back)
        for row in BoundaryLink.objects.filter(change=change).order_by("id")
    )
    made = frozenset(row.area_id for row in rows if row.made)
    return Plan(change.kind, change.effective_on, change.note, targets, links, made)


def recalled(change: BoundaryChange) -> Redrawing:
    """The effect of a change that has been applied, from what it left."""
    step = history.step_of(change)
    rows = ChangedVersion.objects.filter(change=change).select_related("version__area")
    before = {r.version.area_id: _node(r.version) for r in rows if not r.opened}
    after = {r.version.area_id: _node(r.version) for r in rows if r.opened}
    paths = {}
    for area_id, node in before.items():
        to = step.forward.single(area_id)
        if to is not None and to in after and after[to].path != node.path:
            paths[node.path] = after[to].path
    closed = frozenset(before) - set(after)
    return Redrawing(step.forward, step.backward, closed, before, after, paths)


def _node(row: AreaVersion) -> Node:
    return Node(
        row.area_id, row.code, row.name, row.name_en, row.area.kind, row.level, row.parent_id,
        row.path,
    )  # fmt: skip
