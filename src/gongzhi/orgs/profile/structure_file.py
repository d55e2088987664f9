"""`orgs/structure.yaml`, `matrix.csv`, `powers.csv` and `service_posts.csv`: how streets are set
up, who has which part in which matter, which powers a body holds, which posts members take."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.orgs.profile.check_named import check_named
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context
from gongzhi.profiles.schema import Shape, Text, check_document, check_rows
from gongzhi.profiles.source import ProfileSource

PARTS = ("lead", "execute", "supervise", "participate")
MATRIX_COLUMNS = ("matter", "matter_en", "body_kind", "part")
POWER_COLUMNS = ("key", "name", "name_en", "holder_kind", "toward_kinds", "basis")
POST_COLUMNS = ("key", "name", "name_en")


class Office(Shape):
    """An office that a body of the template's kind has: found by kind and the name's ending."""

    kind: str
    name: Text
    minimum: Annotated[int, Field(ge=0)] = 0


class Total(Shape):
    """How many bodies of a kind there are below, where the city knows the number and not the names."""

    kind: str
    number: Annotated[int, Field(ge=1)]


class Template(Shape):
    """What belongs to every body of a kind (JN-08, JN-13)."""

    body_kind: str
    name: Text
    offices: Annotated[list[Office], Field(min_length=1)]
    totals: list[Total] = []


class Force(Shape):
    """A bureau whose people are posted to streets; its `on_duty_people` is its whole force."""

    body: str


class Posted(Shape):
    """Posted enforcement (JN-11): the share that must be sent down, 0 to 1."""

    target: Annotated[float, Field(gt=0, le=1)]
    team_kind: str = "posted_team"
    forces: list[Force] = []


class StructureFile(Shape):
    """`orgs/structure.yaml`."""

    templates: list[Template] = []
    posted: Posted | None = None


class MatrixLine(Shape):
    """One row of `orgs/matrix.csv`."""

    matter: Annotated[str, Field(max_length=80)]
    matter_en: Annotated[str, Field(max_length=120)]
    body_kind: str
    part: Literal["lead", "execute", "supervise", "participate"]
    basis: str = ""


class PowerLine(Shape):
    """One row of `orgs/powers.csv`: a power, who holds it and toward whom (kinds, with `|`)."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: str
    name_en: str
    holder_kind: str
    toward_kinds: str
    basis: str


class ServicePostLine(Shape):
    """One row of `orgs/service_posts.csv`: a kind of post for members who report to a community."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Annotated[str, Field(min_length=1, max_length=40)]
    name_en: Annotated[str, Field(min_length=1, max_length=80)]


def check_structure_file(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """Kinds must be known, an office's name ends once, a bureau is a body of the profile."""
    document = source.yaml("orgs/structure.yaml", required=False)
    if document is None:
        return {"templates": [], "posted": None}
    file = check_document(document, StructureFile, problems)
    if file is None:
        return None
    kinds = _kinds(context)
    for index, template in enumerate(file.templates):
        place = document.place("templates", index, "body_kind")
        _known(template.body_kind, kinds, place, problems)
        seen: set[tuple[str, str]] = set()
        for number, office in enumerate(template.offices):
            place = document.place("templates", index, "offices", number, "kind")
            _known(office.kind, kinds, place, problems)
            if (office.kind, office.name.zh) in seen:
                problems.add(place, _("重复的机构：%(zh)s") % {"zh": office.name.zh})
            seen.add((office.kind, office.name.zh))
        for number, total in enumerate(template.totals):
            place = document.place("templates", index, "totals", number, "kind")
            _known(total.kind, kinds, place, problems)
    if file.posted is not None:
        place = document.place("posted", "team_kind")
        _known(file.posted.team_kind, kinds, place, problems)
        for index, force in enumerate(file.posted.forces):
            place = document.place("posted", "forces", index, "body")
            check_named(force.body, place, context, problems)
    return file.model_dump(mode="json")


def check_matrix(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """Each matter has exactly one kind that leads (XY-24)."""
    rows = source.rows(
        "orgs/matrix.csv",
        columns=MATRIX_COLUMNS,
        optional=("basis",),
        key=("matter", "body_kind"),
        required=False,
    )
    lines = check_rows(rows, MatrixLine, problems)
    kinds = _kinds(context)
    leads: dict[str, int] = {}
    for row, line in lines:
        _known(line.body_kind, kinds, row.place("body_kind"), problems)
        leads[line.matter] = leads.get(line.matter, 0) + (line.part == "lead")
    told: set[str] = set()
    for row, line in lines:
        if leads[line.matter] != 1 and line.matter not in told:
            told.add(line.matter)
            problems.add(
                row.place("part"),
                _("“%(matter)s”应有且只有一个领导方，现有 %(value)s 个")
                % {"matter": line.matter, "value": leads[line.matter]},
            )
    return [line.model_dump(mode="json") for _row, line in lines]


def check_powers(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """The register of powers (JN-10, ML-15); kinds must be known."""
    rows = source.rows("orgs/powers.csv", columns=POWER_COLUMNS, key=("key",), required=False)
    lines = check_rows(rows, PowerLine, problems)
    kinds = _kinds(context)
    for row, line in lines:
        for kind in line.holder_kind.split("|"):
            _known(kind, kinds, row.place("holder_kind"), problems)
        for kind in filter(None, line.toward_kinds.split("|")):
            _known(kind, kinds, row.place("toward_kinds"), problems)
    return [line.model_dump(mode="json") for _row, line in lines]


def check_service_posts(source: ProfileSource, problems: Problems, _context: Context) -> Any:
    """The kinds of posts that members take in communities (QJ-08), in the city's own words."""
    rows = source.rows("orgs/service_posts.csv", columns=POST_COLUMNS, key=("key",), required=False)
    lines = check_rows(rows, ServicePostLine, problems)
    told: dict[str, str] = {}
    for row, line in lines:
        if line.name in told:
            problems.add(
                row.place("name"),
                _("与“%(other)s”重名：%(name)s") % {"other": told[line.name], "name": line.name},
            )
        told[line.name] = line.key
    return [line.model_dump(mode="json") for _row, line in lines]


def _kinds(context: Context) -> set[str]:
    return set((context.documents.get("orgs") or {}).get("kinds", {}))


def _known(kind: str, kinds: set[str], place: Any, problems: Problems) -> None:
    if kinds and kind not in kinds:
        problems.add(place, _("没有这个类别：%(kind)s") % {"kind": kind}, sorted(kinds))
