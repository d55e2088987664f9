"""Propose grids for an area, change the proposal by hand, and turn it into a staged import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import numpy as np
import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors
from gongzhi.areas.geometry import crs
from gongzhi.areas.importing.base import Base
from gongzhi.areas.importing.codes import next_code
from gongzhi.areas.importing.lines import Line
from gongzhi.areas.importing.readfile import ReadFile
from gongzhi.areas.importing.review import levels_of_profile
from gongzhi.areas.models import AreaImport, AreaVersion, GridPlan
from gongzhi.areas.planning import Bounds, Home, grid_shapes, lay_ground, move, propose
from gongzhi.areas.planning.measures import matched
from gongzhi.areas.planning.readhomes import read_homes
from gongzhi.areas.policies import check_may_change
from gongzhi.areas.reading.open_plan import OpenPlan, open_plan
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.kernel.geometry import to_shape
from gongzhi.kernel.scope import Actor

from .stage_import import stage_rows


def plan_grids(
    *,
    actor: Actor,
    path: Path,
    name: str,
    chosen_crs: str,
    area_code: str,
    bounds: Bounds,
    at: datetime | None = None,
) -> GridPlan:
    """Read homes and propose grids; nothing about the areas changes.

    Denied; Invalid when the area cannot be divided so or the file cannot be read.
    """
    check_may_change(actor)
    area = selectors.area_by_code(area_code)
    if area is None or area.shape is None:
        raise Invalid(_("请选一个有图形的区域。"), "area")
    below = selectors.children(area.id)
    if any(selectors.children(child.id) for child in below):
        raise Invalid(_("“%(name)s”的下级还有下级，请选直接管网格的那一级。")
                      % {"name": area.name}, "area")  # fmt: skip
    shape = to_shape(area.shape)
    homes = read_homes(path, name=name, chosen_crs=chosen_crs, area=shape, area_name=area.name)
    ground = lay_ground(homes, shape, bounds)
    plan = propose(ground, bounds)
    return GridPlan.objects.create(
        area_id=area.id,
        file_name=Path(name).name[-120:],
        lowest=bounds.lowest,
        highest=bounds.highest,
        homes=[home.as_json() for home in homes],
        assignment=[plan.grid_of[atom] for atom in ground.atom_of],
        today=_today(homes, below),
        made_at=at or clock.now(),
        made_by_id=actor.user_id,
        made_by=actor.name[:80],
    )


def _today(homes: list[Home], below: Sequence[AreaRef]) -> list[str | None]:
    """Code of the present grid of each home; None where there is none."""
    grids = [grid for grid in below if grid.shape is not None]
    found: list[str | None] = [None] * len(homes)
    if not grids:
        return found
    tree = shapely.STRtree([to_shape(grid.shape or {}) for grid in grids])
    points = shapely.points([(home.lon, home.lat) for home in homes])
    for home, grid in sorted(zip(*tree.query(points, predicate="intersects"), strict=True),
                             key=lambda pair: -pair[1]):  # fmt: skip
        found[home] = grids[grid].code  # the lowest code comes last and stays
    return found


def move_home(*, actor: Actor, plan_id: int, home: int, to: int, version: int) -> OpenPlan:
    """Put a home, with all of its estate, into a neighbouring grid of the plan.

    `home` is its number in the plan. Denied; NotFound; Invalid when the grid is no neighbour or
    the old one would fall apart; Conflict when the plan was changed since `version`.
    """
    plan = open_plan(actor=actor, plan_id=plan_id)
    if not 0 <= home < len(plan.homes):
        raise Invalid(_("没有这一户。"), "home")
    try:
        changed = move(plan.ground, plan.grid_of, atom=int(plan.ground.atom_of[home]), to=to,
                       bounds=plan.bounds)  # fmt: skip
    except ValueError as error:
        raise Invalid(_WHY_NOT[str(error)](), "to") from error
    left = plan.grids[home]
    _rewrite(plan, changed.grid_of, version, moves=[*plan.row.moves, [home, left]])
    return open_plan(actor=actor, plan_id=plan_id)


def undo_move(*, actor: Actor, plan_id: int, version: int) -> OpenPlan:
    """Take back the last change by hand: the home goes back with all of its estate.

    Denied; NotFound; Invalid when nothing was moved; Conflict when the plan was changed since.
    """
    plan = open_plan(actor=actor, plan_id=plan_id)
    if not plan.row.moves:
        raise Invalid(_("没有可以撤回的调整。"))
    *before, (home, back) = plan.row.moves
    grid_of = list(plan.grid_of)
    grid_of[int(plan.ground.atom_of[home])] = back
    _rewrite(plan, grid_of, version, moves=before)
    return open_plan(actor=actor, plan_id=plan_id)


def _rewrite(
    plan: OpenPlan, grid_of: Sequence[int], version: int, *, moves: list[list[int]]
) -> None:
    """Conflict when the plan was changed or decided since `version`."""
    waiting = GridPlan.objects.filter(pk=plan.row.pk, version=version, status=GridPlan.STAGED)
    assignment = [grid_of[atom] for atom in plan.ground.atom_of]
    if not waiting.update(assignment=assignment, moves=moves, version=version + 1):
        raise Conflict


_WHY_NOT = {
    "far": lambda: _("只能移到相邻的网格。"),
    "apart": lambda: _("移走后原来的网格会断成两块。"),
    "empty": lambda: _("移走后原来的网格就没有住户了。"),
}


def accept_plan(
    *, actor: Actor, plan_id: int, day: date, version: int, at: datetime | None = None
) -> AreaImport:
    """Stage the shapes of a plan as an import from a day: today's grids keep their codes.

    Denied; NotFound; Invalid when fewer grids are proposed than there are (to merge is a change of
    boundaries); Conflict when the plan was changed or decided since `version`.
    """
    plan = open_plan(actor=actor, plan_id=plan_id)
    with transaction.atomic():
        waiting = GridPlan.objects.filter(pk=plan_id, version=version, status=GridPlan.STAGED)
        if not waiting.update(status=GridPlan.ACCEPTED, version=version + 1):
            raise Conflict
        row = stage_rows(
            actor=actor, make=lambda base: ReadFile(crs.WGS84, _lines(plan, base), []),
            source=AreaImport.PLAN, name=plan.row.file_name, day=day, at=at,
        )  # fmt: skip
        GridPlan.objects.filter(pk=plan_id).update(became=row)
    return row


def discard_plan(*, actor: Actor, plan_id: int) -> None:
    """Put a plan aside, and forget the homes. Denied; Conflict when it was decided before."""
    check_may_change(actor)
    waiting = GridPlan.objects.filter(pk=plan_id, status=GridPlan.STAGED)
    if not waiting.update(status=GridPlan.DISCARDED, homes=[], assignment=[], today=[], moves=[]):
        raise Conflict


def _lines(plan: OpenPlan, base: Base) -> list[Line]:
    shapes = grid_shapes(plan.ground, plan.grid_of, plan.shape)
    shapes = shapely.transform(np.array(shapes, dtype=object), lambda xy: xy.round(crs.DIGITS))
    below = [base.known[code] for code in base.children.get(plan.area.code, [])]
    continues = matched(plan.homes, plan.grids, plan.row.today)
    free = sorted({known.code for known in below} - set(continues.values()))
    for grid in range(
        len(shapes)
    ):  # a grid whose homes had none before takes over one that is left
        if grid not in continues and free:
            continues[grid] = free.pop(0)
    if free:
        raise Invalid(
            _("方案比现有网格少%(n)d个：撤并网格属于区划调整，请先到“区划调整”办理。")
            % {"n": len(free)}
        )
    taken = set(base.known) | set(base.later)
    # Codes of grids that were there once are not given again.
    taken |= set(AreaVersion.objects.filter(code__startswith=plan.area.code)
                 .values_list("code", flat=True))  # fmt: skip
    level, kind = _level_and_kind(plan.area, [known.kind for known in below], base)
    lines = []
    for number, shape in enumerate(shapes, 1):
        code = continues.get(number - 1)
        if code is not None:
            lines.append(Line(number, str(code), shape=shape))
            continue
        fresh = next_code(plan.area.code, taken)
        taken.add(fresh)
        name = _("%(area)s第%(n)d网格") % {"area": plan.area.name, "n": number}
        lines.append(Line(number, fresh, name=name, level=level, kind=kind,
                          parent_code=plan.area.code, shape=shape))  # fmt: skip
    return lines


def _level_and_kind(area: AreaRef, kinds: list[str], base: Base) -> tuple[int, str]:
    """Of a new grid: as its neighbours', else as the profile's next level."""
    deeper = sorted(level for level in levels_of_profile() if level > area.level)
    level = deeper[0] if deeper else area.level + 1
    below = [known for known in base.known.values() if known.parent_code == area.code]
    if below:
        level = below[0].level
    named = base.kinds_at(level)
    return level, kinds[0] if kinds else named[0] if named else "grid"
