"""Bodies that a city gives as a number only, expanded from `orgs/counted.yaml`.

114 unit organisations in 14 grand committees, 81 units, 34 property alliances: the digest knows
how many, not which. The file says how many and how their names end; the rows are made the same
way every time, and every name says that it is an example.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from gongzhi.areas.profile.check_files import AreaRecord
from gongzhi.kernel.shares import spread
from gongzhi.orgs.profile.records import BodyRecord
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.schema import Shape
from gongzhi.profiles.yamlfile import Document


class Over(Shape):
    """What the bodies are spread over: today's areas of a level, or bodies of a kind."""

    level: int | None = None
    kind: str | None = None

    @model_validator(mode="after")
    def one_of_both(self) -> Over:
        """Exactly one is given."""
        if (self.level is None) == (self.kind is None):
            raise ValueError(_("level 和 kind 要填一个，也只填一个"))
        return self


class Named(Shape):
    """One body for each of those above, with a name of its own (an office of every street)."""

    zh: str
    en: str
    people: Annotated[int, Field(ge=0)] = 0


class Group(Shape):
    """`total` bodies spread over those above (or one each of `names`), coded by `letter`.

    `most` limits how many of those above are used, from the first: 14 grand committees over 36
    communities are `total: 14, most: 14`. `child` makes them children of the bodies above.
    """

    over: Over
    kind: str
    letter: Annotated[str, Field(pattern=r"^[A-Z]{1,4}$")]
    total: Annotated[int, Field(ge=1)] | None = None
    names: list[Named] = []
    most: Annotated[int, Field(ge=1)] | None = None
    suffix: str = ""
    suffix_en: str = ""
    people: Annotated[int, Field(ge=0)] = 0
    child: bool = False

    @model_validator(mode="after")
    def total_or_names(self) -> Group:
        """Either a total with an ending, or names."""
        if (self.total is None) == (not self.names):
            raise ValueError(_("total 和 names 要填一个，也只填一个"))
        if self.total is not None and not self.suffix:
            raise ValueError(_("写了 total 就要写 suffix"))
        return self


class CountedFile(Shape):
    """`orgs/counted.yaml`."""

    groups: Annotated[list[Group], Field(min_length=1)]


@dataclass(frozen=True)
class _Above:
    code: str
    name: str
    name_en: str
    area_code: str
    parent_code: str


def expand_counted(
    spec: CountedFile,
    areas: Sequence[AreaRecord],
    bodies: Sequence[BodyRecord],
    document: Document,
    problems: Problems,
) -> list[BodyRecord]:
    """All bodies of the file, group by group; a group may stand over an earlier one."""
    made: list[BodyRecord] = []
    for index, group in enumerate(spec.groups):
        above = _above(group, areas, [*bodies, *made])
        if group.most is not None:
            above = above[: group.most]
        if not above:
            problems.add(document.place("groups", index, "over"), _("没有可以依附的区域或单位"))
            continue
        made += _named(group, above) if group.names else _spread(group, above)
    return made


def _above(group: Group, areas: Sequence[AreaRecord], bodies: Sequence[BodyRecord]) -> list[_Above]:
    if group.over.level is not None:
        return [
            _Above(area.code, area.name, area.name_en, area.code, "")
            for area in sorted(areas, key=lambda area: area.code)
            if area.level == group.over.level
        ]
    return [
        _Above(body.code, body.name, body.name_en, body.area_code, body.code if group.child else "")
        for body in sorted(bodies, key=lambda body: body.code)
        if body.kind == group.over.kind
    ]


def _named(group: Group, above: list[_Above]) -> list[BodyRecord]:
    return [
        BodyRecord(
            code=f"{group.letter}-{one.code}-{number:02}",
            name=f"{one.name}{name.zh}",
            name_en=f"{one.name_en} {name.en}".strip(),
            kind=group.kind,
            parent_code=one.parent_code,
            area_code=one.area_code,
            on_duty_people=name.people,
        )
        for one in above
        for number, name in enumerate(group.names, 1)
    ]


def _spread(group: Group, above: list[_Above]) -> list[BodyRecord]:
    total = group.total or 0
    # Fewer than there are above: the first ones have one each.
    above = above[:total]
    counts = spread(total, [one.code for one in above])
    nodes = []
    for one, count in zip(above, counts, strict=True):
        for number in range(1, count + 1):
            ordinal = f"第{number}" if count > 1 else ""
            nodes.append(
                BodyRecord(
                    code=f"{group.letter}-{one.code}-{number:03}",
                    name=f"{one.name}{ordinal}{group.suffix}",
                    name_en=f"{one.name_en} {group.suffix_en} {number if count > 1 else ''}".strip(),
                    kind=group.kind,
                    parent_code=one.parent_code,
                    area_code=one.area_code,
                    on_duty_people=group.people,
                )
            )
    return nodes
