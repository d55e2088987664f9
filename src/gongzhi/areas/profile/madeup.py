"""`areas/made_up.yaml`: lower levels and borders of a demo city, expanded from a few counts.

Nobody publishes the grids of a city. A demo needs them by the thousand, with the exact counts
that the city gives (seed rows ML-21, JN-29, XY-26), so the file says how many there are and the
rows are made from it, the same every time. A city's own profile lists its areas and shapes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Annotated, Final

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.areas.profile.schema import AreaLine
from gongzhi.kernel.shares import spread
from gongzhi.profiles.placeholders import mistake_in
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.schema import Shape
from gongzhi.profiles.yamlfile import Document

_PLACEHOLDERS: Final = ("parent", "number")


class Words(Shape):
    """Names of two characters, one from each text; `suffix` follows."""

    first: Annotated[str, Field(min_length=1)]
    second: Annotated[str, Field(min_length=1)]
    suffix: str
    suffix_en: str


class Grown(Shape):
    """`total` areas of one level, spread over those of the level above in `of_kinds` (all).

    `counts` fixes the number below single parents. Codes are the parent's with `digits` more,
    beginning with `first_number`. `name` may use `{parent}` and `{number}`.
    """

    level: Annotated[int, Field(ge=1, le=9)]
    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    total: Annotated[int, Field(ge=1)]
    of_kinds: list[str] = []
    counts: dict[str, int] = {}
    digits: Annotated[int, Field(ge=1, le=6)] = 3
    first_number: Annotated[int, Field(ge=0)] = 1
    name: str = ""
    name_en: str = ""
    words: Words | None = None


class SheetFile(Shape):
    """Where the borders are drawn: the middle in degrees, and how fine, in degrees."""

    lon: Annotated[float, Field(ge=73, le=136)]
    lat: Annotated[float, Field(ge=3, le=54)]
    side: Annotated[float, Field(gt=0, le=0.1)]


class MadeUpFile(Shape):
    """`areas/made_up.yaml`."""

    sheet: SheetFile
    grown: list[Grown] = []


def grow(
    lines: list[AreaLine],
    levels: set[int],
    spec: MadeUpFile,
    document: Document,
    problems: Problems,
) -> list[AreaLine]:
    """The areas that the file adds to those written, parents first."""
    known = list(lines)
    added: list[AreaLine] = []
    taken = {line.name for line in lines}
    for index, rule in enumerate(spec.grown):
        parents = _parents(known, rule)
        mistake = _mistake(rule, known, parents, levels)
        if mistake:
            field, message, allowed = mistake
            problems.add(document.place("grown", index, field), message, allowed)
            break
        counts = _counts(rule, parents)
        names = _names(rule.words, taken)
        new = [
            _line(rule, parent, number, next(names) if rule.words else None)
            for parent in parents
            for number in range(1, counts[parent.code] + 1)
        ]
        taken.update(line.name for line in new)
        known += new
        added += new
    return added


def _mistake(
    rule: Grown, known: list[AreaLine], parents: list[AreaLine], levels: set[int]
) -> tuple[str, str, Iterable[object]] | None:
    """The field, what is wrong, what is allowed; None when the rule can be followed."""
    if rule.level not in levels:
        return "level", _("没有这一层级：%(level)s") % {"level": rule.level}, sorted(levels)
    above = {line.kind for line in known if line.level < rule.level}
    for kind in rule.of_kinds:
        if kind not in above:
            return "of_kinds", _("上面没有这一类区域：%(kind)s") % {"kind": kind}, sorted(above)
    if not parents:
        return "level", _("没有上级区域可以放第 %(level)s 级") % {"level": rule.level}, ()
    return _mistake_of_numbers(rule, parents) or _mistake_of_names(rule)


def _mistake_of_numbers(
    rule: Grown, parents: list[AreaLine]
) -> tuple[str, str, Iterable[object]] | None:
    codes = sorted(parent.code for parent in parents)
    unknown = sorted(set(rule.counts) - set(codes))
    if unknown:
        return "counts", _("没有这个上级：%(value)s") % {"value": unknown[0]}, codes
    free = len(parents) - len(rule.counts)
    least = sum(rule.counts.values()) + free
    if rule.total < least or (not free and rule.total != least):
        return (
            "total",
            _("总数应为 %(least)s") % {"least": least}
            if not free
            else _("总数不能少于 %(least)s") % {"least": least},
            (),
        )
    most = max(_counts(rule, parents).values()) + rule.first_number - 1
    if most >= 10**rule.digits:
        return "digits", _("编号到 %(most)s，位数不够") % {"most": most}, ()
    return None


def _mistake_of_names(rule: Grown) -> tuple[str, str, Iterable[object]] | None:
    if bool(rule.name) == bool(rule.words):
        return "name", _("name 和 words 应写且只写一个"), ()
    for field, text in (("name", rule.name), ("name_en", rule.name_en)):
        wrong = mistake_in(text, _PLACEHOLDERS)
        if wrong:
            return field, wrong, [f"{{{name}}}" for name in _PLACEHOLDERS]
    return None


def _counts(rule: Grown, parents: list[AreaLine]) -> dict[str, int]:
    free = [parent.code for parent in parents if parent.code not in rule.counts]
    rest = rule.total - sum(rule.counts.values())
    shared = dict(zip(free, spread(rest, free), strict=True)) if free else {}
    return rule.counts | shared


def _parents(known: list[AreaLine], rule: Grown) -> list[AreaLine]:
    above = max((line.level for line in known if line.level < rule.level), default=-1)
    fitting = [
        line
        for line in known
        if line.level == above and (not rule.of_kinds or line.kind in rule.of_kinds)
    ]
    return sorted(fitting, key=lambda line: line.code)


def _names(words: Words | None, taken: set[str]) -> Iterator[str]:
    """Pairs of words that no area bears yet, then the same with 东西南北 before them."""
    if words is None:
        return
    for before in ("", "东", "西", "南", "北", "中"):
        for step in range(len(words.first) * len(words.second)):
            # A stride that is prime to the number of pairs mixes the words.
            pick = step * 7919 % (len(words.first) * len(words.second))
            first = words.first[pick % len(words.first)]
            second = words.second[pick // len(words.first)]
            name = before + first + second
            if first != second and name + words.suffix not in taken:
                yield name


def _line(rule: Grown, parent: AreaLine, number: int, word: str | None) -> AreaLine:
    code = f"{parent.code}{rule.first_number + number - 1:0{rule.digits}}"
    if word is not None and rule.words is not None:
        name = word + rule.words.suffix
        name_en = f"{_pinyin(word)} {rule.words.suffix_en}"
    else:
        values = {"parent": parent.name, "number": number}
        name = rule.name.format(**values)
        name_en = rule.name_en.format(parent=parent.name_en, number=number)
    return AreaLine(
        code=code, name=name, name_en=name_en, level=rule.level, parent_code=parent.code,
        kind=rule.kind,
    )  # fmt: skip


def _pinyin(word: str) -> str:
    from pypinyin import Style, lazy_pinyin  # late: its dictionaries take 50 MB of a process

    return "".join(lazy_pinyin(word, style=Style.NORMAL)).capitalize()


def children_of(lines: list[AreaLine]) -> dict[str, list[str]]:
    """Codes by the code of their parent, in order of code."""
    below: dict[str, list[str]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: line.code):
        if line.parent_code:
            below[line.parent_code].append(line.code)
    return below
