"""The Party tree beside the grid tree, node to node, expanded from a few counts.

Seed row QA-03: 3 street working committees – 7 community general branches – 122 estate branches
– 475 building groups – 2,175 centre households. Writing 2,782 rows by hand would say no more
than the counts do, so `orgs/party.yaml` gives the counts and the names' endings, and the rows
are made from them the same way every time.
"""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.areas.profile.check_files import AreaRecord
from gongzhi.kernel.shares import spread
from gongzhi.orgs.profile.records import BodyRecord
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.schema import Shape
from gongzhi.profiles.yamlfile import Document


class Link(Shape):
    """One body for each area of a level, under the body of the area above.

    Only for areas of some kinds or codes when these are given; with `total` only for that many,
    taken evenly in the order of codes.
    """

    level: int
    kind: str
    of_kinds: list[str] = []
    areas: list[str] = []
    total: Annotated[int, Field(ge=1)] | None = None
    suffix: str
    suffix_en: str


class Share(Shape):
    """`total` bodies spread over those of the step before, at least one each."""

    total: Annotated[int, Field(ge=1)]
    kind: str
    letter: Literal["G", "H"]
    suffix: str
    suffix_en: str


class PartyFile(Shape):
    """`orgs/party.yaml`."""

    linked: Annotated[list[Link], Field(min_length=1)]
    shared: list[Share] = []


def expand_party(
    spec: PartyFile, areas: list[AreaRecord], document: Document, problems: Problems
) -> list[BodyRecord]:
    """All Party organisations, parents first; codes are `P-<area code>[-Gnn][-Hnnn]`."""
    nodes: list[BodyRecord] = []
    made: set[str] = set()
    last: list[BodyRecord] = []
    for index, link in enumerate(spec.linked):
        last = [_linked(link, area, made) for area in _taken(link, areas)]
        if not last:
            levels = sorted({area.level for area in areas})
            place = document.place("linked", index, "level")
            problems.add(place, _("没有第 %(level)s 级区域") % {"level": link.level}, levels)
        nodes += last
        made |= {node.code for node in last}
    for index, share in enumerate(spec.shared):
        if not last or share.total < len(last):
            place = document.place("shared", index, "total")
            problems.add(place, _("总数不能少于上一级的 %(count)s 个") % {"count": len(last)})
            break
        last = _spread(share, last)
        nodes += last
    return nodes


def _taken(link: Link, areas: list[AreaRecord]) -> list[AreaRecord]:
    fitting = [
        area
        for area in sorted(areas, key=lambda area: area.code)
        if area.level == link.level
        and (not link.of_kinds or area.kind in link.of_kinds)
        and (not link.areas or area.code in link.areas)
    ]
    if link.total is None:
        return fitting
    count, total = len(fitting), link.total
    return [a for i, a in enumerate(fitting) if (i + 1) * total // count > i * total // count]


def _linked(link: Link, area: AreaRecord, made: set[str]) -> BodyRecord:
    above = f"P-{area.parent_code}"
    return BodyRecord(
        code=f"P-{area.code}",
        name=f"{area.name}{link.suffix}",
        name_en=f"{area.name_en} {link.suffix_en}",
        kind=link.kind,
        parent_code=above if above in made else "",
        area_code=area.code,
    )


def _spread(share: Share, parents: list[BodyRecord]) -> list[BodyRecord]:
    counts = spread(share.total, [node.code for node in parents])
    digits = 2 if share.letter == "G" else 3
    return [
        BodyRecord(
            code=f"{parent.code}-{share.letter}{number:0{digits}}",
            name=f"{parent.name}第{number}{share.suffix}",
            name_en=f"{parent.name_en}, {share.suffix_en} {number}",
            kind=share.kind,
            parent_code=parent.code,
            area_code=parent.area_code,
        )
        for parent, count in zip(parents, counts, strict=True)
        for number in range(1, count + 1)
    ]
