"""Reading and checking `orgs/kinds.yaml`, `bodies.csv`, `party.yaml` and `roles.yaml`."""

import hashlib
import json
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.areas.profile.check_files import AreaRecord
from gongzhi.orgs.profile.by_area import (
    AreaBody,
    ByAreaFile,
    Served,
    expand_by_area,
    unknown_parents,
)
from gongzhi.orgs.profile.counted import CountedFile, expand_counted
from gongzhi.orgs.profile.party import PartyFile, expand_party
from gongzhi.orgs.profile.records import BodyRecord
from gongzhi.profiles.csvfile import Row
from gongzhi.profiles.problems import Problems, nearest
from gongzhi.profiles.registry import Context
from gongzhi.profiles.schema import Shape, Text, check_document, check_rows
from gongzhi.profiles.source import ProfileSource
from gongzhi.profiles.yamlfile import Document

COLUMNS = ("code", "name", "short_name", "name_en", "kind", "parent_code", "area_code")
OPTIONAL = ("round_the_clock", "phone", "on_duty_people", "active", "areas_served")


class KindsFile(Shape):
    """`orgs/kinds.yaml`: what kinds of bodies there are."""

    kinds: Annotated[dict[str, Text], Field(min_length=1)]


class RolesFile(Shape):
    """`orgs/roles.yaml`: what the roles are called here."""

    roles: Annotated[dict[str, Text], Field(min_length=1)]


class BodyLine(Shape):
    """One row of `orgs/bodies.csv`. `areas_served`: more area codes, separated by `|`."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    name: Annotated[str, Field(max_length=120)]
    short_name: Annotated[str, Field(max_length=40)] = ""
    name_en: str = ""
    kind: str
    parent_code: str = ""
    area_code: str = ""
    round_the_clock: bool = False
    phone: Annotated[str, Field(max_length=40)] = ""
    on_duty_people: Annotated[int, Field(ge=0)] = 0
    active: bool = True
    areas_served: str = ""


def check_bodies(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """Check the files; leave `BodyRecord`s by code, parents first, in `context.work["orgs"]`."""
    context.work["orgs"] = {}
    kinds_file = source.yaml("orgs/kinds.yaml")
    kinds = check_document(kinds_file, KindsFile, problems) if kinds_file else None
    rows = source.rows("orgs/bodies.csv", columns=COLUMNS, optional=OPTIONAL, key=("code",))
    lines = check_rows(rows, BodyLine, problems)
    if kinds is None:
        return None
    areas = context.work.get("areas", {})
    known = set(kinds.kinds)
    _check_references(lines, known, set(areas), problems)
    records = [_record(line) for _row, line in lines]
    expanded = _by_area(source, records, list(areas.values()), known, problems)
    expanded += _party(source, records, list(areas.values()), known, problems)
    expanded += _counted(source, records + expanded, list(areas.values()), known, problems)
    _check_parents(lines, {record.code for record in records + expanded}, problems)
    ordered = _parents_first(records + expanded, lines, problems)
    context.work["orgs"] = {record.code: record for record in ordered}
    return {
        "kinds": kinds.model_dump(mode="json")["kinds"],
        "count": len(ordered),
        "digest": _digest(ordered),
    }


def check_roles(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """Role key → its name in both languages."""
    document = source.yaml("orgs/roles.yaml")
    roles = check_document(document, RolesFile, problems) if document else None
    return roles.model_dump(mode="json")["roles"] if roles else None


def _record(line: BodyLine) -> BodyRecord:
    values = line.model_dump()
    served = tuple(code.strip() for code in line.areas_served.split("|") if code.strip())
    return BodyRecord(**(values | {"areas_served": served}))


def _check_references(
    lines: list[tuple[Row, BodyLine]], kinds: set[str], areas: set[str], problems: Problems
) -> None:
    for row, line in lines:
        if line.kind not in kinds:
            problems.add(
                row.place("kind"), _("没有这个类别：%(kind)s") % {"kind": line.kind}, sorted(kinds)
            )
        if line.area_code and line.area_code not in areas:
            problems.add(
                row.place("area_code"),
                _("没有这个区域编码：%(area_code)s") % {"area_code": line.area_code},
            )
        for code in _record(line).areas_served:
            if code not in areas:
                problems.add(
                    row.place("areas_served"), _("没有这个区域编码：%(code)s") % {"code": code}
                )


def _check_parents(lines: list[tuple[Row, BodyLine]], codes: set[str], problems: Problems) -> None:
    """A body stands under any other of the profile, whichever file says it."""
    for row, line in lines:
        if line.parent_code and line.parent_code not in codes:
            problems.add(
                row.place("parent_code"),
                _("没有这个上级单位：%(parent_code)s") % {"parent_code": line.parent_code},
                nearest(line.parent_code, codes),
            )


def _by_area(
    source: ProfileSource,
    written: list[BodyRecord],
    areas: list[AreaRecord],
    kinds: set[str],
    problems: Problems,
) -> list[BodyRecord]:
    document = source.yaml("orgs/by_area.yaml", required=False)
    spec = check_document(document, ByAreaFile, problems) if document else None
    if document is None or spec is None:
        return []
    _known_kinds(spec, areas, kinds, source.root.name, document, problems)
    nodes = expand_by_area(spec, areas, document, problems)
    codes = {record.code for record in written}
    for code in unknown_parents(nodes, codes | {node.code for node in nodes}):
        problems.add(document.place("bodies"), _("没有这个上级单位：%(code)s") % {"code": code})
    return _unless_written(nodes, codes)


def _known_kinds(
    spec: ByAreaFile,
    areas: list[AreaRecord],
    kinds: set[str],
    city: str,
    document: Document,
    problems: Problems,
) -> None:
    """Kinds of bodies must be defined; kinds of areas be those of the city.

    What cities share may speak of areas that a city has none of.
    """
    area_kinds = {"root", *(area.kind for area in areas)}
    rules: list[tuple[str, str, AreaBody | Served]] = [
        *(("bodies", name, body) for name, body in spec.bodies.items() if body),
        *(("served", name, share) for name, share in spec.served.items() if share),
    ]
    for part, name, rule in rules:
        if rule.kind not in kinds:
            place = document.place(part, name, "kind")
            problems.add(place, _("没有这一类单位：%(kind)s") % {"kind": rule.kind}, sorted(kinds))
        place = document.place(part, name, "area")
        if areas and rule.area not in area_kinds and place.file.startswith(f"{city}/"):
            problems.add(
                place, _("没有这一类区域：%(area)s") % {"area": rule.area}, sorted(area_kinds)
            )


def _party(
    source: ProfileSource,
    written: list[BodyRecord],
    areas: list[AreaRecord],
    kinds: set[str],
    problems: Problems,
) -> list[BodyRecord]:
    document = source.yaml("orgs/party.yaml", required=False)
    spec = check_document(document, PartyFile, problems) if document else None
    if document is None or spec is None:
        return []
    named = [("linked", index, link.kind) for index, link in enumerate(spec.linked)]
    named += [("shared", index, share.kind) for index, share in enumerate(spec.shared)]
    for part, index, kind in named:
        if kind not in kinds:
            place = document.place(part, index, "kind")
            problems.add(place, _("没有这一类单位：%(kind)s") % {"kind": kind}, sorted(kinds))
    nodes = expand_party(spec, areas, document, problems) if areas else []
    return _unless_written(nodes, {record.code for record in written})


def _unless_written(found: list[BodyRecord], written: set[str]) -> list[BodyRecord]:
    """What a file expands to; what `bodies.csv` says about a code goes before it."""
    return [record for record in found if record.code not in written]


def _counted(
    source: ProfileSource,
    records: list[BodyRecord],
    areas: list[AreaRecord],
    kinds: set[str],
    problems: Problems,
) -> list[BodyRecord]:
    document = source.yaml("orgs/counted.yaml", required=False)
    spec = check_document(document, CountedFile, problems) if document else None
    if spec is None or document is None:
        return []
    for index, group in enumerate(spec.groups):
        if group.kind not in kinds:
            place = document.place("groups", index, "kind")
            problems.add(place, _("没有这个类别：%(kind)s") % {"kind": group.kind}, sorted(kinds))
    nodes = expand_counted(spec, areas, records, document, problems)
    return _unless_written(nodes, {record.code for record in records})


def _parents_first(
    records: list[BodyRecord], lines: list[tuple[Row, BodyLine]], problems: Problems
) -> list[BodyRecord]:
    ordered: list[BodyRecord] = []
    placed: set[str] = {""}
    waiting = records
    while waiting:
        ready = [record for record in waiting if record.parent_code in placed]
        if not ready:
            break
        ordered += ready
        placed |= {record.code for record in ready}
        waiting = [record for record in waiting if record.code not in placed]
    stuck = {record.code for record in waiting}
    codes = {record.code for record in records}
    for row, line in lines:
        # A row whose parent does not exist has its own problem already.
        if line.code in stuck and line.parent_code in codes:
            problems.add(
                row.place("parent_code"),
                _("上级关系成环或断开：%(parent_code)s") % {"parent_code": line.parent_code},
            )
    return ordered


def _digest(records: list[BodyRecord]) -> str:
    text = json.dumps([vars(record) for record in records], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
