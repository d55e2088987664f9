"""Bring areas and their versions in line with a profile."""

from datetime import date, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.areas.boundaries.history import owned_codes
from gongzhi.areas.models import Area, AreaVersion
from gongzhi.areas.profile.check_files import AreaRecord
from gongzhi.areas.selectors import forget
from gongzhi.kernel.clock import today
from gongzhi.kernel.copyrows import copy_rows
from gongzhi.profiles.problems import Place, Problems
from gongzhi.profiles.registry import Change, Context
from gongzhi.profiles.usage import used_by

FIELDS = ("name", "name_en", "level", "parent_id", "path", "shape", "centre_lon", "centre_lat")


def apply_areas(document: Any, context: Context, problems: Problems) -> list[Change]:
    """Create, version or close areas so that today's are those of the profile.

    A changed name or shape closes the version in force yesterday and opens one today. Moving an
    area to another parent, or taking one away, is refused while other rows point at it: that is
    a change of boundaries, which says where their orders go. What such a change had its hands on
    is left as it is: the files are older.
    """
    records: list[AreaRecord] = list(context.work["areas"].values())
    day = today()
    open_versions = {
        version.code: version
        for version in AreaVersion.objects.filter(valid__upper_inf=True).select_related("area")
    }
    owned = owned_codes()
    records = [record for record in records if record.code not in owned]
    placed = {
        code: (open_versions[code].area_id, open_versions.pop(code).path)
        for code in owned & set(open_versions)
    }
    identities = iter(_new_areas([r for r in records if r.code not in open_versions]))
    changes: list[Change] = []
    new: list[AreaVersion] = []
    valid = DateRange(min(date.fromisoformat(document["valid_from"]), day), None)
    for record in records:
        version = open_versions.pop(record.code, None)
        area = version.area if version else next(identities)
        parent_id, parent_path = placed.get(record.parent_code, (None, ""))
        placed[record.code] = (area.pk, f"{parent_path}{area.pk}.")
        wanted = _wanted(record, parent_id, placed[record.code][1])
        if version is None:
            new.append(AreaVersion(area=area, code=record.code, valid=valid, **wanted))
            changes.append(Change("areas", "add", record.code, record.name))
        else:
            changes += _update(version, record, wanted, day, problems)
    copy_rows(new)
    for version in open_versions.values():
        changes += _close(version, day, problems)
    forget()
    return changes


def _new_areas(records: list[AreaRecord]) -> list[Area]:
    areas = [Area(kind=record.kind) for record in records]
    copy_rows(areas)
    return areas


def _wanted(record: AreaRecord, parent_id: int | None, path: str) -> dict[str, Any]:
    lon, lat = record.centre or (None, None)
    return {
        "name": record.name,
        "name_en": record.name_en,
        "level": record.level,
        "parent_id": parent_id,
        "path": path,
        "shape": record.shape,
        "centre_lon": lon,
        "centre_lat": lat,
    }


def _update(
    version: AreaVersion, record: AreaRecord, wanted: dict[str, Any], day: date, problems: Problems
) -> list[Change]:
    changes: list[Change] = []
    if version.area.kind != record.kind:
        Area.objects.filter(pk=version.area_id).update(kind=record.kind)
        version.save(update_fields=["updated_at"])
        changes.append(Change("areas", "change", record.code, f"kind → {record.kind}"))
    different = [name for name in FIELDS if getattr(version, name) != wanted[name]]
    if not different:
        return changes
    if "path" in different:
        _refuse_if_used(
            version,
            "parent_code",
            _("“%(name)s”（%(code)s）不能改上级：%(names)s仍在用，请按区划调整办理"),
            problems,
        )
    if version.valid.lower == day:
        for name in different:
            setattr(version, name, wanted[name])
        version.save()
    else:
        _end(version, day)
        AreaVersion.objects.create(
            area=version.area, code=record.code, valid=DateRange(day, None), **wanted
        )
    changes.append(Change("areas", "change", record.code, "、".join(different)))
    return changes


def _close(version: AreaVersion, day: date, problems: Problems) -> list[Change]:
    _refuse_if_used(
        version,
        "code",
        _("“%(name)s”（%(code)s）不能删除：%(names)s仍在用，请按区划调整办理"),
        problems,
    )
    _end(version, day)
    return [Change("areas", "remove", version.code, version.name)]


def _end(version: AreaVersion, day: date) -> None:
    # A version that started today would become empty; then it held for its one day.
    upper = max(day, version.valid.lower + timedelta(days=1))
    AreaVersion.objects.filter(pk=version.pk).update(
        valid=DateRange(version.valid.lower, upper), updated_at=timezone.now()
    )


def _refuse_if_used(version: AreaVersion, field: str, sentence: str, problems: Problems) -> None:
    """`sentence` names %(name)s, %(code)s and %(names)s of what still uses the area."""
    tables = used_by(version.area)
    if tables:
        told = {"name": version.name, "code": version.code, "names": _("、").join(tables)}
        problems.add(Place("areas/areas.csv", 1, field), sentence % told)
