"""`orgs/by_area.yaml`: bodies of every area of a kind, written once, not by the thousand.

Departments belong to the root; street offices, residents' committees and grid teams to each area
of their kind. `served` spreads made-up bodies over areas in order, as property firms are.
What `orgs/bodies.csv` says about a code goes before what is said here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.areas.profile.check_files import AreaRecord
from gongzhi.kernel.shares import spread
from gongzhi.orgs.profile.records import BodyRecord
from gongzhi.profiles.placeholders import mistake_in
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.schema import Shape
from gongzhi.profiles.yamlfile import Document

ROOT: Final = "root"


class AreaBody(Shape):
    """One body for each area of the kind `area` (or `root`).

    Texts may use {root}, {area}, {code}, {parent} (codes of the area and of the one above),
    in English {root_en} and {area_en}.
    """

    area: str
    kind: str
    code: str
    name: str
    short_name: str = ""
    name_en: str = ""
    under: str = ""
    round_the_clock: bool = False
    on_duty_people: Annotated[int, Field(ge=0)] = 0


class Served(Shape):
    """`total` bodies that share the areas of a kind, except the last `without` of them."""

    area: str
    kind: str
    total: Annotated[int, Field(ge=1)]
    without: Annotated[int, Field(ge=0)] = 0
    code: str
    names: Annotated[list[str], Field(min_length=1)]
    names_en: Annotated[list[str], Field(min_length=1)]
    name: str
    short_name: str = ""
    name_en: str = ""
    on_duty_people: Annotated[int, Field(ge=0)] = 0


class ByAreaFile(Shape):
    """`orgs/by_area.yaml`, by a name of one's own so that a city can replace single entries."""

    bodies: dict[str, AreaBody | None] = {}
    served: dict[str, Served | None] = {}


def expand_by_area(
    spec: ByAreaFile, areas: list[AreaRecord], document: Document, problems: Problems
) -> list[BodyRecord]:
    """All bodies of the file. Problems: a text with an unknown placeholder, too many to share."""
    if not areas:
        return []
    root = next(area for area in areas if not area.parent_code)
    by_kind: dict[str, list[AreaRecord]] = {ROOT: [root]}
    for area in sorted(areas, key=lambda area: area.code):
        by_kind.setdefault(area.kind, []).append(area)
    nodes: list[BodyRecord] = []
    for name, rule in spec.bodies.items():
        if rule is None:  # the city has none of these
            continue
        if _told(rule, _OF_BODY, document, ("bodies", name), problems):
            continue
        made = [_body(rule, root, area) for area in by_kind.get(rule.area, ())]
        _once(made, document, ("bodies", name), problems)
        nodes += made
    for name, share in spec.served.items():
        if share is None:
            continue
        if _told(share, _OF_SHARE, document, ("served", name), problems):
            continue
        pool = by_kind.get(share.area, [])[: -share.without or None]
        if len(pool) < share.total:
            place = document.place("served", name, "total")
            problems.add(place, _("只有 %(count)s 个区域可分，总数不能更多") % {"count": len(pool)})
            continue
        shared = list(_sharing(share, pool))
        _once(shared, document, ("served", name), problems)
        nodes += shared
    return nodes


_OF_BODY: Final = ("root", "area", "code", "parent", "root_en", "area_en")
_OF_SHARE: Final = ("word", "word_en", "number")


def _told(
    rule: AreaBody | Served,
    allowed: tuple[str, ...],
    document: Document,
    path: tuple[str, ...],
    problems: Problems,
) -> bool:
    """Whether a text of the rule has a placeholder that nobody fills; it is told then."""
    for field in ("code", "name", "short_name", "name_en", "under"):
        wrong = mistake_in(getattr(rule, field, ""), allowed)
        if wrong:
            shown = [f"{{{name}}}" for name in allowed]
            problems.add(document.place(*path, field), wrong, shown)
            return True
    return False


def _once(
    nodes: list[BodyRecord], document: Document, path: tuple[str, ...], problems: Problems
) -> None:
    """Each body needs a code of its own."""
    seen: set[str] = set()
    for node in nodes:
        if node.code in seen:
            said = _("编码重复：%(code)s，应含 {code} 或 {number}") % {"code": node.code}
            problems.add(document.place(*path, "code"), said)
            return
        seen.add(node.code)


def _body(rule: AreaBody, root: AreaRecord, area: AreaRecord) -> BodyRecord:
    words = {
        "root": root.name, "area": area.name, "code": area.code, "parent": area.parent_code,
        "root_en": root.name_en, "area_en": area.name_en,
    }  # fmt: skip
    return BodyRecord(
        code=rule.code.format(**words),
        name=rule.name.format(**words),
        short_name=rule.short_name.format(**words),
        name_en=rule.name_en.format(**words),
        kind=rule.kind,
        parent_code=rule.under.format(**words),
        area_code=area.code,
        round_the_clock=rule.round_the_clock,
        on_duty_people=rule.on_duty_people,
    )


def _sharing(share: Served, pool: list[AreaRecord]) -> Iterator[BodyRecord]:
    codes = [share.code.format(number=number) for number in range(1, share.total + 1)]
    start = 0
    for number, (code, count) in enumerate(
        zip(codes, spread(len(pool), codes), strict=True), start=1
    ):
        words: dict[str, Any] = {
            "word": _word(share.names, number),
            "word_en": _word(share.names_en, number),
            "number": number,
        }
        yield BodyRecord(
            code=code,
            name=share.name.format(**words),
            short_name=share.short_name.format(**words),
            name_en=share.name_en.format(**words),
            kind=share.kind,
            on_duty_people=share.on_duty_people,
            areas_served=tuple(area.code for area in pool[start : start + count]),
        )
        start += count


def _word(words: list[str], number: int) -> str:
    """The words in turn; from the second turn on with a number, so that no name stands twice."""
    turn, index = divmod(number - 1, len(words))
    return words[index] + (str(turn + 1) if turn else "")


def unknown_parents(nodes: Iterable[BodyRecord], known: set[str]) -> list[str]:
    """Codes that `under` names and nobody has."""
    return sorted({node.parent_code for node in nodes} - known - {""})
