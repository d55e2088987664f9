"""`orgs/relations.yaml`: what counts as covered, who must be answered for, when to warn."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context
from gongzhi.profiles.schema import Shape, Text, check_document
from gongzhi.profiles.source import ProfileSource


class Sector(Shape):
    """A kind of new-sector body whose coverage is counted (JN-40)."""

    kind: str
    name: Text


class CoverageRules(Shape):
    """Which kinds of areas and bodies the rates are about."""

    estate_kinds: Annotated[list[str], Field(min_length=1)]
    branch_kinds: Annotated[list[str], Field(min_length=1)]
    firm_kind: str = "property"
    owners_kind: str = "owners_committee"
    alliance_kind: str = "property_alliance"
    sectors: list[Sector] = []


class DutyRule(Shape):
    """Which areas need somebody who answers: grids, what stands above grids, or some kinds."""

    where: Literal["leaves", "above_leaves", "kinds", "none"]
    kinds: list[str] = []

    @model_validator(mode="after")
    def kinds_when_asked(self) -> DutyRule:
        """Kinds are given exactly when `where` asks for them."""
        if (self.where == "kinds") != bool(self.kinds):
            raise ValueError(_("where 为 kinds 时要列出 kinds，其他时候不列"))
        return self


class DutyRules(Shape):
    """The three relations of ML-22."""

    area: DutyRule
    grid: DutyRule
    home: DutyRule


class RelationsFile(Shape):
    """`orgs/relations.yaml`."""

    alert_days: Annotated[int, Field(ge=1, le=365)]
    groups: dict[str, Annotated[list[str], Field(min_length=1)]]
    coverage: CoverageRules
    responsibility: DutyRules


GROUPS = ("party", "leading", "joint", "temporary", "unit", "community")


def check_relations(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """Every kind that is named must stand in `orgs/kinds.yaml`."""
    document = source.yaml("orgs/relations.yaml")
    file = check_document(document, RelationsFile, problems) if document else None
    if file is None or document is None:
        return None
    kinds = set((context.documents.get("orgs") or {}).get("kinds", {}))
    for name in GROUPS:
        if name not in file.groups:
            problems.add(
                document.place("groups"), _("缺少这一组：%(name)s") % {"name": name}, GROUPS
            )
    for name, members in file.groups.items():
        if name not in GROUPS:
            problems.add(
                document.place("groups", name), _("不认识的组：%(name)s") % {"name": name}, GROUPS
            )
        for index, kind in enumerate(members):
            _known(kind, kinds, document.place("groups", name, index), problems)
    rules = file.coverage
    for index, kind in enumerate(rules.branch_kinds):
        _known(kind, kinds, document.place("coverage", "branch_kinds", index), problems)
    for field in ("firm_kind", "owners_kind", "alliance_kind"):
        _known(getattr(rules, field), kinds, document.place("coverage", field), problems)
    for index, sector in enumerate(rules.sectors):
        _known(sector.kind, kinds, document.place("coverage", "sectors", index, "kind"), problems)
    return file.model_dump(mode="json")


def _known(kind: str, kinds: set[str], place: Any, problems: Problems) -> None:
    if kinds and kind not in kinds:
        problems.add(place, _("没有这个类别：%(kind)s") % {"kind": kind}, sorted(kinds))
