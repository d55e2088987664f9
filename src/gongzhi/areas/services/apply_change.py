"""Store a change of boundaries, and carry it out: one transaction for areas and all that moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from gongzhi.areas import selectors
from gongzhi.areas.boundaries import history
from gongzhi.areas.boundaries.drafting import Asked, Plan, draft
from gongzhi.areas.boundaries.lock import one_change_at_a_time
from gongzhi.areas.boundaries.movers import Effect, movers
from gongzhi.areas.boundaries.plan_checks import worked_out
from gongzhi.areas.boundaries.redraw import Node, Redrawing
from gongzhi.areas.boundaries.stored import stored_plan
from gongzhi.areas.models import (
    Area,
    AreaVersion,
    BoundaryChange,
    BoundaryLink,
    ChangedVersion,
    ChangeTarget,
)
from gongzhi.areas.policies import check_may_change
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.geometry import geojson_of
from gongzhi.kernel.scope import SYSTEM, Actor

_BATCH = 500
_after: list[Callable[[], None]] = []


def when_applied(forget: Callable[[], None]) -> None:
    """Domains above drop what their process keeps of areas once a change is committed."""
    _after.append(forget)


def make_change(*, actor: Actor, asked: Asked) -> BoundaryChange:
    """Store a change; one whose day has come is applied in the same transaction.

    Raises Denied, Invalid and Conflict; then nothing is written.
    """
    check_may_change(actor)
    with transaction.atomic():
        _one_at_a_time()
        day = min(asked.effective_on, clock.today())
        plan = draft(asked, history.read_tree(day), history.shapes_on(day, asked.areas))
        drawing = worked_out(plan)
        change = _store(actor, plan, drawing)
        if plan.effective_on <= clock.today():
            _carry_out(change)
    return change


def apply_change(*, change_id: int, actor: Actor = SYSTEM) -> BoundaryChange:
    """Apply a planned change whose day has come. Raises NotFound, Conflict and Invalid."""
    check_may_change(actor)
    with transaction.atomic():
        _one_at_a_time()
        change = BoundaryChange.objects.select_for_update().filter(pk=change_id).first()
        if change is None:
            raise NotFound
        if change.status != BoundaryChange.Status.PLANNED:
            raise Conflict
        if change.effective_on > clock.today():
            raise Conflict
        _carry_out(change)
    return change


def _one_at_a_time() -> None:
    """Changes one after another, and none while an import or a profile writes areas: what is read
    from here on is what is changed.
    """
    one_change_at_a_time()
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE areas_areaversion IN SHARE ROW EXCLUSIVE MODE")


def _store(actor: Actor, plan: Plan, drawing: Redrawing) -> BoundaryChange:
    change = BoundaryChange.objects.create(
        kind=plan.kind,
        effective_on=plan.effective_on,
        note=plan.note,
        made_by=actor.user_id,
        made_by_name=actor.name[:60],
        made_at=clock.now(),
    )
    ids = {t.id: Area.objects.create(kind=t.kind).pk for t in plan.targets if t.id < 0}
    for target in plan.targets:
        made = target.id in ids
        shape = target.shape
        if shape is None and made and target.id in drawing.after:
            shape = drawing.after[target.id].shape if not target.takes else None
        ChangeTarget.objects.create(
            change=change,
            area_id=ids.get(target.id, target.id),
            made=made,
            code=target.code,
            name=target.name,
            name_en=target.name_en,
            kind=target.kind,
            level=target.level,
            parent_id=ids.get(target.parent_id or 0, target.parent_id),
            shape=None if shape is None else geojson_of(shape),
            takes=list(target.takes),
        )
    BoundaryLink.objects.bulk_create(
        BoundaryLink(
            change=change,
            from_area_id=link.from_id,
            to_area_id=ids.get(link.to_id, link.to_id),
            residual=link.residual,
            residual_back=link.residual_back,
        )
        for link in plan.links
    )
    return change


def _carry_out(change: BoundaryChange) -> None:
    drawing = worked_out(stored_plan(change), applying=change.pk)
    _write_versions(change, drawing)
    change.status = BoundaryChange.Status.APPLIED
    change.applied_at = clock.now()
    change.problem = ""
    change.save(update_fields=["status", "applied_at", "problem"])
    forget()
    effect = Effect(change.pk, change.effective_on, drawing)
    for mover in movers():
        mover.move(effect)
    transaction.on_commit(forget)


def forget() -> None:
    """Everything that this process keeps of areas."""
    selectors.forget()
    history.forget()
    for one in _after:
        one()


def _write_versions(change: BoundaryChange, drawing: Redrawing) -> None:
    """Close what ends the day before and open what begins that day."""
    day = change.effective_on
    touched = [*drawing.closed, *drawing.after]
    there = {
        row.area_id: row
        for row in AreaVersion.objects.select_for_update().filter(
            area_id__in=touched, valid__contains=day
        )
    }
    now = timezone.now()
    ending = [row for row in there.values() if row.valid.lower < day]
    until = {row.pk: row.valid.upper for row in ending}
    for row in ending:
        row.valid = DateRange(row.valid.lower, day)
        row.updated_at = now
    AreaVersion.objects.bulk_update(ending, ["valid", "updated_at"], batch_size=_BATCH)
    fresh: list[AreaVersion] = []
    kept: list[AreaVersion] = []
    for node in _parents_first(drawing.after.values()):
        old = there.get(node.id)
        row = old if old is not None and old.valid.lower == day else AreaVersion(area_id=node.id)
        upper = until.get(old.pk) if old is not None else None
        _fill(row, node, DateRange(day, upper), old)
        (kept if row.pk else fresh).append(row)
    for row in kept:
        row.save()
    AreaVersion.objects.bulk_create(fresh, batch_size=_BATCH)
    ChangedVersion.objects.bulk_create(
        [ChangedVersion(change=change, version=row, opened=False) for row in ending]
        + [ChangedVersion(change=change, version=row, opened=True) for row in (*kept, *fresh)],
        batch_size=_BATCH,
    )


def _parents_first(nodes: Iterable[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: (node.path.count("."), node.code))


def _fill(row: AreaVersion, node: Node, valid: DateRange, old: AreaVersion | None) -> None:
    row.code, row.name, row.name_en = node.code, node.name, node.name_en
    row.level, row.parent_id, row.path = node.level, node.parent_id, node.path
    row.valid = valid
    if node.shape is not None:
        row.shape = geojson_of(node.shape)
        row.centre_lon, row.centre_lat = node.centre or (None, None)
    elif old is not None:  # not read, since it does not change
        row.shape, row.centre_lon, row.centre_lat = old.shape, old.centre_lon, old.centre_lat
