"""Make a staged import true: all of it in one transaction, or nothing."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import DateField, F, Func, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.areas import selectors
from gongzhi.areas.importing.base import Base
from gongzhi.areas.importing.checkrows import Target
from gongzhi.areas.importing.review import Review, base_of, review
from gongzhi.areas.models import Area, AreaImport, AreaVersion
from gongzhi.areas.policies import check_may_change
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.geometry import geojson_of, shape_centre
from gongzhi.kernel.scope import Actor

from .stage_import import lines_of, problems_of

BATCH: Final = 2000
_COPY: Final = (
    "COPY areas_areaversion (area_id, code, name, name_en, level, parent_id, path, shape,"
    " centre_lon, centre_lat, valid, updated_at) FROM STDIN"
)
CARRIED: Final = ("name", "name_en", "shape", "centre_lon", "centre_lat")


def apply_import(*, actor: Actor, import_id: int, at: datetime | None = None) -> Review:
    """Write the new versions of a staged import from its day on; returns what was written.

    Everything is checked again against the areas of now. Denied; NotFound; Conflict when somebody
    applied or discarded it before, or when it would now do something else than the preview said;
    Invalid when anything is wrong with it. After any of them nothing is written.
    """
    check_may_change(actor)
    now = at or clock.now()
    with transaction.atomic():
        row = _claim(actor, import_id, AreaImport.APPLIED, now)
        # Whoever else writes areas waits, so that what is checked is what is changed.
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE areas_areaversion IN SHARE ROW EXCLUSIVE MODE")
        base = base_of(row.day)
        found = review(lines_of(row), problems_of(row), base)
        if found.errors:
            raise Invalid(
                _("有%(n)d处要先改好，什么都没有写入；请改文件后重新上传。")
                % {"n": len(found.errors)}
            )
        if found.as_json()["changes_digest"] != row.found["changes_digest"]:
            raise Conflict(_("区域在预览之后有了变化，请重新上传，核对后再应用。"))
        if not found.targets:
            raise Invalid(_("文件与现有的区域一样，没有要写入的。"))
        _write(found.targets, base)
        AreaImport.objects.filter(pk=import_id).update(
            written=[target.code for target in found.targets]
        )
        transaction.on_commit(selectors.forget)
    selectors.forget()
    return found


def discard_import(*, actor: Actor, import_id: int, at: datetime | None = None) -> None:
    """Put a staged import aside. Denied; NotFound; Conflict when it was decided before."""
    check_may_change(actor)
    with transaction.atomic():
        _claim(actor, import_id, AreaImport.DISCARDED, at or clock.now())


def _claim(actor: Actor, import_id: int, status: str, now: datetime) -> AreaImport:
    waiting = AreaImport.objects.filter(pk=import_id, status=AreaImport.STAGED)
    taken = waiting.update(
        status=status, decided_at=now, decided_by_id=actor.user_id, decided_by=actor.name[:80]
    )
    row = AreaImport.objects.filter(pk=import_id).first()
    if row is None:
        raise NotFound
    if not taken:
        raise Conflict
    return row


def _write(targets: list[Target], base: Base) -> None:
    """New areas with their first version; for changed ones the old version ends on the day."""
    new = [target for target in targets if target.is_new]
    areas = Area.objects.bulk_create([Area(kind=t.kind) for t in new], batch_size=BATCH)
    placed = {code: (known.area_id, known.path) for code, known in base.known.items()}
    versions = []
    for target, area in zip(new, areas, strict=True):  # parents come first
        parent_id, path = placed.get(target.parent_code, (None, ""))
        placed[target.code] = (area.pk, f"{path}{area.pk}.")
        versions.append(_version(target, area.pk, parent_id, placed[target.code][1], target.start))
    changed = [target for target in targets if not target.is_new]
    versions += _successors(changed, base.day)
    _insert(versions)


def _insert(versions: list[AreaVersion]) -> None:
    """Many new versions by COPY, which takes a third of the time of INSERT; triggers fire alike."""
    now = timezone.now()
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row in versions:
            shape = None if row.shape is None else json.dumps(row.shape, separators=(",", ":"))
            copy.write_row(
                (
                    row.area_id, row.code, row.name, row.name_en, row.level, row.parent_id,
                    row.path, shape, row.centre_lon, row.centre_lat,
                    f"[{row.valid.lower.isoformat()},)", now,
                )
            )  # fmt: skip


def _version(
    target: Target, area_id: int, parent_id: int | None, path: str, start: date
) -> AreaVersion:
    return AreaVersion(
        area_id=area_id, code=target.code, level=target.level, parent_id=parent_id, path=path,
        valid=DateRange(start, None), **_content(target),
    )  # fmt: skip


def _content(target: Target) -> dict[str, Any]:
    found: dict[str, Any] = {"name": target.name, "name_en": target.name_en}
    if target.shape is not None:
        lon, lat = shape_centre(target.shape)
        found |= {"shape": geojson_of(target.shape), "centre_lon": lon, "centre_lat": lat}
    return found


def _successors(changed: list[Target], day: date) -> list[AreaVersion]:
    """Versions to create for areas that exist; those that began on the day are changed in place."""
    rows = AreaVersion.objects.in_bulk([t.old.version_id for t in changed if t.old])
    ended, same_day, fresh = [], [], []
    for target in changed:
        row = rows[target.old.version_id] if target.old else None
        if row is None:
            continue
        began_then = row.valid.lower == day
        if began_then:
            same_day.append(row)
        else:
            ended.append(row.pk)
            row = _copy(row, day)
            fresh.append(row)
        for name, value in _content(target).items():
            setattr(row, name, value)
    now = timezone.now()
    for row in same_day:
        row.updated_at = now
    AreaVersion.objects.bulk_update(same_day, [*CARRIED, "updated_at"], batch_size=BATCH)
    ends = Func(
        Func(F("valid"), function="lower"), Value(day, output_field=DateField()),
        function="daterange",
    )  # fmt: skip
    AreaVersion.objects.filter(pk__in=ended).update(valid=ends, updated_at=now)
    return fresh


def _copy(row: AreaVersion, day: date) -> AreaVersion:
    return AreaVersion(
        area_id=row.area_id, code=row.code, name=row.name, name_en=row.name_en, level=row.level,
        parent_id=row.parent_id, path=row.path, shape=row.shape, centre_lon=row.centre_lon,
        centre_lat=row.centre_lat, valid=DateRange(day, None),
    )  # fmt: skip
