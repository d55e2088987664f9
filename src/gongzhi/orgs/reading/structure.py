"""Streets against their template, posted enforcement, the matrix of parts and the powers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from gongzhi.areas import selectors as areas
from gongzhi.orgs import rules
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kind_names, language, section
from gongzhi.orgs.profile.structure_file import PARTS, Office, StructureFile, Template
from gongzhi.orgs.rules import OfficeCheck, OfficeRule, TotalCheck
from gongzhi.orgs.selectors import BodyRef


@dataclass(frozen=True)
class Checked:
    """One body against its template."""

    body: BodyRef
    offices: tuple[OfficeCheck, ...]
    totals: tuple[TotalCheck, ...] = ()

    @property
    def missing(self) -> tuple[OfficeCheck, ...]:
        return tuple(office for office in self.offices if office.missing)

    @property
    def short(self) -> tuple[OfficeCheck, ...]:
        return tuple(office for office in self.offices if office.short_by)

    @property
    def miscounted(self) -> tuple[TotalCheck, ...]:
        return tuple(total for total in self.totals if total.wrong)

    @property
    def complete(self) -> bool:
        return not self.missing and not self.short and not self.miscounted


@dataclass(frozen=True)
class Report:
    """A template and every body that it is for; `names` gives an office's name by its key."""

    template: Template
    names: dict[str, str]
    checked: tuple[Checked, ...]

    @property
    def complete(self) -> int:
        return sum(one.complete for one in self.checked)


def structure_file() -> StructureFile:
    """`orgs/structure.yaml` of the release in force; empty when the city has none."""
    return StructureFile.model_validate(section("orgs/structure") or {})


def reports() -> list[Report]:
    """Every template checked (JN-08, JN-13): missing offices, and too few people in one."""
    return [_report(template) for template in structure_file().templates]


def _report(template: Template) -> Report:
    below: dict[tuple[int, str], list[BodyRef]] = defaultdict(list)
    kinds = {one.kind for one in template.offices} | {one.kind for one in template.totals}
    for kind in kinds:
        for body in orgs.bodies_of_kind(kind):
            if body.parent_id is not None:
                below[body.parent_id, kind].append(body)
    keyed = [(f"{office.kind}:{office.name.zh}", office) for office in template.offices]
    wanted = [OfficeRule(key, office.minimum) for key, office in keyed]
    checked = []
    for body in orgs.bodies_of_kind(template.body_kind):
        found = {
            key: people
            for key, office in keyed
            if (people := _people(below[body.id, office.kind], office)) is not None
        }
        totals = tuple(
            TotalCheck(one.kind, one.number, len(below[body.id, one.kind]))
            for one in template.totals
        )
        checked.append(Checked(body, rules.check_structure(wanted, found), totals))
    words = kind_names()
    names = {key: getattr(office.name, language()) for key, office in keyed}
    names |= {one.kind: words.get(one.kind, one.kind) for one in template.totals}
    return Report(template, names, tuple(checked))


def _people(bodies: list[BodyRef], office: Office) -> int | None:
    fitting = [body for body in bodies if body.name.endswith(office.name.zh)]
    return sum(body.on_duty_people for body in fitting) if fitting else None


@dataclass(frozen=True)
class SentDown:
    """A bureau's force and what of it is posted to streets."""

    bureau: BodyRef
    whole: int
    sent: int
    teams: tuple[BodyRef, ...]
    target: float

    @property
    def share(self) -> float | None:
        return rules.sent_down(self.whole, self.sent)

    @property
    def reached(self) -> bool:
        return self.share is not None and self.share >= self.target


def posted_enforcement() -> list[SentDown]:
    """Each bureau of the profile with the posted teams of its area (JN-11), counted from people."""
    posted = structure_file().posted
    if posted is None:
        return []
    teams = orgs.bodies_of_kind(posted.team_kind)
    found = []
    for force in posted.forces:
        bureau = orgs.acting_body(force.body)
        if bureau is None:
            continue
        home = areas.area_by_id(bureau.area_id) if bureau.area_id else None
        own = tuple(team for team in teams if home is None or _inside(team, home.path))
        sent = sum(team.on_duty_people for team in own)
        found.append(SentDown(bureau, bureau.on_duty_people, sent, own, posted.target))
    return found


def _inside(body: BodyRef, path: str) -> bool:
    area = areas.area_by_id(body.area_id) if body.area_id else None
    return area is not None and area.path.startswith(path)


@dataclass(frozen=True)
class MatterRow:
    """One kind of matter: for each part the kinds of bodies that have it."""

    matter: str
    cells: tuple[tuple[str, ...], ...]
    basis: str


def matrix() -> list[MatterRow]:
    """Who leads, executes, supervises and takes part (XY-24), in the order of the file."""
    names, speaks = kind_names(), language()
    rows: dict[str, dict[str, list[str]]] = {}
    shown: dict[str, tuple[str, str]] = {}
    for line in section("orgs/matrix") or []:
        parts = rows.setdefault(line["matter"], {part: [] for part in PARTS})
        parts[line["part"]].append(names.get(line["body_kind"], line["body_kind"]))
        words = line["matter_en"] if speaks == "en" else line["matter"]
        shown.setdefault(line["matter"], (words, line["basis"]))
    return [
        MatterRow(shown[key][0], tuple(tuple(parts[part]) for part in PARTS), shown[key][1])
        for key, parts in rows.items()
    ]


@dataclass(frozen=True)
class Power:
    """A power of the register: who holds it, toward whom, by which document."""

    name: str
    holders: tuple[str, ...]
    held_by: int
    toward: tuple[str, ...]
    basis: str


def powers() -> list[Power]:
    """The register of powers (JN-10, ML-15), in the order of the file."""
    names = kind_names()
    return [
        Power(
            name=line["name_en"] if language() == "en" else line["name"],
            holders=tuple(names.get(k, k) for k in line["holder_kind"].split("|")),
            held_by=len(orgs.bodies_of_kind(*line["holder_kind"].split("|"))),
            toward=tuple(names.get(k, k) for k in line["toward_kinds"].split("|") if k),
            basis=line["basis"],
        )
        for line in section("orgs/powers") or []
    ]


def service_posts() -> list[tuple[str, str]]:
    """The kinds of posts for members who report to a community (QJ-08): key and name, in order."""
    name = "name_en" if language() == "en" else "name"
    return [(line["key"], line[name]) for line in section("orgs/service_posts") or []]
