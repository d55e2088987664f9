"""Bring bodies in line with a profile."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.areas.boundaries.history import owned_codes
from gongzhi.areas.models import AreaVersion
from gongzhi.kernel.copyrows import copy_rows, new_ids
from gongzhi.orgs.models import Body, BodyArea, BodyEnding
from gongzhi.orgs.profile.records import BodyRecord
from gongzhi.orgs.rules import last_successor
from gongzhi.orgs.selectors import forget
from gongzhi.profiles.problems import Place, Problems
from gongzhi.profiles.registry import Change, Context
from gongzhi.profiles.usage import used_by

PLAIN = (
    *("name", "short_name", "name_en", "kind", "round_the_clock"),
    *("phone", "on_duty_people", "active"),
)


def apply_bodies(document: Any, context: Context, problems: Problems) -> list[Change]:
    """Create, change and remove bodies so that they are those of the profile.

    A body that other rows point at is not removed: its row must stay, with `active` 0. Where the
    files name an area that a change of boundaries had its hands on, the body stays where the
    change put it. What ended in the desk stays ended, and its successor keeps what it took over.
    """
    records: list[BodyRecord] = list(context.work["orgs"].values())
    areas = dict(AreaVersion.objects.filter(valid__upper_inf=True).values_list("code", "area_id"))
    changed = owned_codes()
    bodies = {body.code: body for body in Body.objects.all()}
    wanted = {record.code for record in records}
    changes = _bring_in_line(records, bodies, areas, changed)
    _follow_parents(bodies)
    changes += _serve(records, bodies, areas, changed)
    gone = [b for b in bodies.values() if b.from_profile and b.code not in wanted]
    changes += _remove(gone, problems)
    forget()
    return changes


def _values(
    record: BodyRecord, body_id: int, bodies: dict[str, Body], areas: dict[str, int]
) -> dict[str, Any]:
    parent = bodies[record.parent_code] if record.parent_code else None
    return {name: getattr(record, name) for name in PLAIN} | {
        "area_id": areas.get(record.area_code) if record.area_code else None,
        "parent_id": parent.pk if parent else None,
        "path": f"{parent.path if parent else ''}{body_id}.",
    }


def _bring_in_line(
    records: list[BodyRecord],
    bodies: dict[str, Body],
    areas: dict[str, int],
    changed: frozenset[str],
) -> list[Change]:
    """Create and change rows, parents first, so that a parent's path is right already."""
    endings = BodyEnding.objects.in_force().values_list("body__code", "successor__code")
    took_over: dict[str, str] = dict(endings)
    ids = iter(new_ids(Body, sum(record.code not in bodies for record in records)))
    new: list[Body] = []
    changes: list[Change] = []
    for record in records:
        body = bodies.get(record.code)
        if body is None:
            body_id = next(ids)
            body = Body(id=body_id, code=record.code, **_values(record, body_id, bodies, areas))
            bodies[record.code] = body
            new.append(body)
            changes.append(Change("orgs", "add", body.code, body.name))
            continue
        values = _values(record, body.pk, bodies, areas)
        if record.code in took_over:
            del values["active"]
        if record.parent_code in took_over:
            above = bodies[last_successor(record.parent_code, took_over)]
            values |= {"parent_id": above.pk, "path": f"{above.path}{body.pk}."}
        if record.area_code in changed:
            del values["area_id"]
        different = [name for name, value in values.items() if getattr(body, name) != value]
        if different:
            for name in different:
                setattr(body, name, values[name])
            body.save(update_fields=[*different, "updated_at"])
            changes.append(Change("orgs", "change", body.code, "、".join(different)))
    copy_rows(new)
    return changes


def _follow_parents(bodies: dict[str, Body]) -> None:
    """Bodies made in the desk stay below their parents, wherever a profile moves these."""
    by_id = {body.pk: body for body in bodies.values()}
    for body in bodies.values():
        if body.from_profile or body.parent_id is None:
            continue
        path = f"{by_id[body.parent_id].path}{body.pk}."
        if body.path != path:
            body.path = path
            body.save(update_fields=["path", "updated_at"])


def _serve(
    records: list[BodyRecord],
    bodies: dict[str, Body],
    areas: dict[str, int],
    changed: frozenset[str],
) -> list[Change]:
    kept = set(
        AreaVersion.objects.filter(code__in=changed).values_list("area_id", flat=True)
        if changed
        else ()
    )
    ended = dict(BodyEnding.objects.in_force().values_list("body_id", "areas"))
    took = {
        (successor, area)
        for successor, taken in BodyEnding.objects.in_force().values_list("successor_id", "areas")
        for area in taken
    }
    wanted = {
        (bodies[record.code].pk, areas[code]): f"{record.code}→{code}"
        for record in records
        for code in record.areas_served
        if code not in changed and bodies[record.code].pk not in ended
    }
    rows = {(row.body_id, row.area_id): row for row in BodyArea.objects.select_related("body")}
    new = [pair for pair in wanted if pair not in rows]
    gone = [
        row
        for pair, row in rows.items()
        if pair not in wanted and pair not in took and row.area_id not in kept
    ]
    copy_rows([BodyArea(body_id=body, area_id=area) for body, area in new])
    BodyArea.objects.filter(pk__in=[row.pk for row in gone]).delete()
    return [Change("orgs", "add", wanted[pair], "服务区域") for pair in new] + [
        Change("orgs", "remove", f"{row.body.code}→{row.area_id}", "服务区域") for row in gone
    ]


def _remove(bodies: list[Body], problems: Problems) -> list[Change]:
    changes: list[Change] = []
    # Children before parents, so that the protected foreign key lets each go.
    for body in sorted(bodies, key=lambda body: len(body.path), reverse=True):
        tables = used_by(body)
        if Body.objects.filter(parent=body, from_profile=False).exists():
            tables.append(str(Body._meta.verbose_name))
        if tables:
            problems.add(
                Place("orgs/bodies.csv", 1, "code"),
                _("不能删除“%(name)s”（%(code)s）：%(names)s仍在用；请保留这一行并把 active 写成 0")
                % {"name": body.name, "code": body.code, "names": _("、").join(tables)},
            )
            continue
        body.delete()
        changes.append(Change("orgs", "remove", body.code, body.name))
    return changes
