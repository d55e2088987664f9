"""Whether a plan can be carried out on its day. Each refusal is one sentence with its field."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingOf
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import shapely
from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.areas.boundaries.drafting import Plan
from gongzhi.areas.boundaries.history import read_tree, shapes_on
from gongzhi.areas.boundaries.redraw import Node, Redrawing, Target, redraw
from gongzhi.areas.models import AreaVersion, BoundaryChange
from gongzhi.kernel.clock import today
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.web.words import plain_date_text

_CODE: Final = re.compile(r"[0-9]{6,20}\Z")
_YEARS_AHEAD: Final = 5
# Parts may miss the whole by this share of it: rounding of six decimals, not a street.
_LOOSE: Final = 1e-4


def worked_out(plan: Plan, *, applying: int | None = None) -> Redrawing:
    """What the plan does to the tree of its day (of today when that is still to come).

    `applying`: id of the stored change that is being applied, which is not in its own way.
    Raises Invalid or Conflict.
    """
    now = today()
    if not now.replace(year=2000) <= plan.effective_on <= now + timedelta(days=366 * _YEARS_AHEAD):
        raise Invalid(_("生效日期应在今后五年以内。"), "effective_on")
    day = min(plan.effective_on, now)
    tree = read_tree(day)
    for area_id in plan.area_ids:
        if area_id not in tree:
            raise Invalid(_("所选区域在生效那天不存在。"), "area")
    _check_targets(plan, tree)
    _check_waiting(plan, applying)
    try:
        drawing = redraw(tree, plan.targets, plan.links, lambda ids: shapes_on(day, ids))
    except ValueError as error:  # several ways without a residual, an area below itself
        raise Invalid(_("没有地点的事项要指明归到哪一个。"), "residual") from error
    _check_grids(plan, tree, drawing)
    _check_whole(plan, drawing)
    _check_later(plan, drawing)
    return drawing


def _check_targets(plan: Plan, tree: MappingOf[int, Node]) -> None:
    closed = {link.from_id for link in plan.links} - {target.id for target in plan.targets}
    staying = {n.code for i, n in tree.items() if i not in closed}
    staying -= {tree[t.id].code for t in plan.targets if t.id in tree}
    seen: set[str] = set()
    for target in plan.targets:
        if not target.name.strip() or len(target.name) > 80:
            raise Invalid(_("名称要填，最多80个字。"), "name")
        if not _CODE.match(target.code):
            raise Invalid(_("编码是6到20位数字。"), "code")
        if target.code in staying or target.code in seen:
            raise Invalid(_("编码%(code)s已有区域在用。") % {"code": target.code}, "code")
        seen.add(target.code)
        _check_place(target, tree, closed, plan)
    _check_codes_later(plan, seen, closed)


def _check_place(
    target: Target, tree: MappingOf[int, Node], closed: frozenset[int] | set[int], plan: Plan
) -> None:
    if target.parent_id is None:
        if any(n.parent_id is None for i, n in tree.items() if i not in closed and i != target.id):
            raise Invalid(_("请选择上级区域。"), "parent")
        return
    parents: dict[int, tuple[int, int | None]] = {
        i: (n.level, n.parent_id) for i, n in tree.items() if i not in closed
    }
    parents |= {t.id: (t.level, t.parent_id) for t in plan.targets}
    if target.parent_id not in parents:
        raise Invalid(_("所选的上级区域在生效那天不存在。"), "parent")
    if parents[target.parent_id][0] >= target.level:
        raise Invalid(_("上级区域的层级应当更高。"), "parent")
    above: int | None = target.parent_id
    while above is not None and above in parents:
        if above == target.id:
            raise Invalid(_("不能划到它自己的下级里。"), "parent")
        above = parents[above][1]


def _check_codes_later(plan: Plan, codes: set[str], closed: set[int] | frozenset[int]) -> None:
    """A change for a past day may not take a code that came into use meanwhile."""
    own = {target.id for target in plan.targets} | set(closed)
    taken = AreaVersion.objects.filter(code__in=codes, valid__upper_inf=True).exclude(
        area_id__in=own
    )
    if (found := taken.first()) is not None:
        raise Invalid(_("编码%(code)s已有区域在用。") % {"code": found.code}, "code")


def _check_waiting(plan: Plan, applying: int | None) -> None:
    ids = plan.area_ids
    waiting = (
        BoundaryChange.objects.filter(status=BoundaryChange.Status.PLANNED)
        .filter(Q(links__from_area__in=ids) | Q(targets__area__in=ids))
        .exclude(pk=applying or 0)
        .order_by("effective_on")
        .first()
    )
    if waiting is not None and applying is None:
        raise Conflict(
            _("这里已有一项%(day)s生效的调整在等待，请先取消它或等它生效。")
            % {"day": plain_date_text(waiting.effective_on)},
            "area",
        )


def _check_grids(plan: Plan, tree: MappingOf[int, Node], drawing: Redrawing) -> None:
    """No ground without a grid: a point there would be nobody's but the county's."""
    gridded = {node.parent_id for node in tree.values()}
    sources = [tree[i] for i in dict.fromkeys(link.from_id for link in plan.links)]
    with_grids = [node for node in sources if node.id in gridded]
    if not with_grids:
        return
    if plan.kind == "reshape":
        raise Invalid(
            _("“%(name)s”下面还有网格：请调整最下级的网格，上级的边界会跟着变。")
            % {"name": with_grids[0].name},
            "area",
        )
    bare = [node for node in sources if node.id not in gridded]
    if plan.kind == "merge" and bare:
        raise Invalid(
            _("“%(name)s”还没有下级网格，合并后那里就没有网格了。请先划好它的网格。")
            % {"name": bare[0].name},
            "area",
        )
    if plan.kind == "split":
        parents = {node.parent_id for node in drawing.after.values()}
        kept = {node.parent_id for i, node in tree.items() if i not in drawing.after}
        for target in plan.targets:
            if target.id not in parents | kept:
                raise Invalid(
                    _("“%(name)s”一个下级网格也没有分到。") % {"name": target.name}, "takes"
                )


def _check_whole(plan: Plan, drawing: Redrawing) -> None:
    """Where shapes are given, the parts make up the whole: nothing lost, nothing twice."""
    if plan.kind not in {"split", "reshape"}:
        return
    parts = [drawing.after[t.id].shape if t.id in drawing.after else None for t in plan.targets]
    olds = [node.shape for i, node in drawing.before.items() if i in drawing.forward.areas]
    if None in parts or None in olds:
        return
    whole = shapely.union_all(olds)
    union = shapely.union_all(parts)
    gap = shapely.symmetric_difference(whole, union).area
    overlap = float(shapely.area(parts).sum() - union.area)
    if gap > whole.area * _LOOSE or overlap > whole.area * _LOOSE:
        raise Invalid(
            _("调整后的图形合起来和原来的不一致：差%(gap)s%%，重叠%(overlap)s%%。")
            % {
                "gap": round(gap / whole.area * 100, 2),
                "overlap": round(max(overlap, 0) / whole.area * 100, 2),
            },
            "shapes",
        )


def _check_later(plan: Plan, drawing: Redrawing) -> None:
    """Nothing that it touches may have changed on that day or later by another change."""
    existing = [i for i in (*drawing.after, *drawing.closed) if i > 0 and i not in plan.made]
    later = (
        AreaVersion.objects.filter(area_id__in=existing, valid__startswith__gt=plan.effective_on)
        .order_by("valid__startswith")
        .first()
    )
    if later is None:
        later = AreaVersion.objects.filter(
            area_id__in=[*drawing.closed], valid__startswith__gte=plan.effective_on
        ).first()
    if later is not None:
        raise Conflict(
            _("“%(name)s”在%(day)s之后又有变动，不能再补办更早的调整。")
            % {"name": later.name, "day": plain_date_text(later.valid.lower)},
            "effective_on",
        )
    if plan.effective_on <= today():
        _check_still_there(plan, existing)


def _check_still_there(plan: Plan, existing: list[int]) -> None:
    there = set(
        AreaVersion.objects.filter(
            area_id__in=existing, valid__contains=max(plan.effective_on, today())
        ).values_list("area_id", flat=True)
    )
    gone = [area_id for area_id in existing if area_id not in there]
    if gone:
        name = AreaVersion.objects.filter(area_id=gone[0]).order_by("-valid").first()
        raise Conflict(
            _("“%(name)s”后来已经撤销，不能再补办更早的调整。")
            % {"name": name.name if name else gone[0]},
            "effective_on",
        )


def with_shape(plan: Plan, area_id: int, shape: Any) -> Plan:
    """The plan with another shape for one target (from the map editor)."""
    targets = tuple(replace(t, shape=shape) if t.id == area_id else t for t in plan.targets)
    return replace(plan, targets=targets)
