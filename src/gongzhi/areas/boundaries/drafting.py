"""From what a person asks for to targets and links (pure): split, merge, move, rename, convert.

An area that the change brings forth has a negative id. Sentences are raised as `Invalid` with
the field that they concern.
"""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.ops import split as cut_by

from gongzhi.areas.boundaries.redraw import Link, Node, Target
from gongzhi.kernel.errors import Invalid


@dataclass(frozen=True)
class Part:
    """One area after the change. `keeps`: it is the old area that lives on."""

    code: str
    name: str
    name_en: str = ""
    keeps: bool = False
    shape: Any = field(default=None, repr=False, compare=False)
    takes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What the form says.

    `areas`: ids of the areas that change. `parts`: what they become (split: two or more; merge,
    convert, rename: one; reshape: one an area, in their order). `parent_id` where they are moved
    to. `line`: a cut through the area of a split, west or north part first. `residual`: number
    of the part, `residual_back`: id of the area, that takes what has no point.
    """

    kind: str
    effective_on: date
    areas: tuple[int, ...]
    parts: tuple[Part, ...] = ()
    parent_id: int | None = None
    area_kind: str = ""
    line: Any = None
    residual: int = 0
    residual_back: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Plan:
    """A change that is fully worked out, but neither checked against the day nor stored."""

    kind: str
    effective_on: date
    note: str
    targets: tuple[Target, ...]
    links: tuple[Link, ...]
    made: frozenset[int] = frozenset()  # ids given to new areas when the change was stored

    @property
    def area_ids(self) -> frozenset[int]:
        """Every existing area that it names."""
        ids = {link.from_id for link in self.links} | {target.id for target in self.targets}
        return frozenset(i for i in ids if i > 0) - self.made


def draft(asked: Asked, tree: MappingOf[int, Node], shapes: MappingOf[int, Any]) -> Plan:
    """The plan. `shapes` holds those of the areas that change. Raises Invalid."""
    if asked.kind not in _DRAFTS:
        raise Invalid(_("请选择调整的方式。"), "kind")
    if not asked.areas:
        raise Invalid(_("请选择要调整的区域。"), "area")
    sources = []
    for area_id in dict.fromkeys(asked.areas):
        if area_id not in tree:
            raise Invalid(_("所选区域在生效那天不存在。"), "area")
        sources.append(tree[area_id])
    targets, links = _DRAFTS[asked.kind](asked, sources, shapes)
    return Plan(asked.kind, asked.effective_on, asked.note, tuple(targets), tuple(links))


Drafted = tuple[list[Target], list[Link]]


def _same(node: Node, **changes: Any) -> Target:
    values = {
        "id": node.id, "code": node.code, "name": node.name, "name_en": node.name_en,
        "kind": node.kind, "level": node.level, "parent_id": node.parent_id,
    }  # fmt: skip
    return Target(**{**values, **changes})


def _one(asked: Asked, sources: list[Node]) -> tuple[Node, Part]:
    if len(sources) != 1:
        raise Invalid(_("这种调整一次只能选一个区域。"), "area")
    if len(asked.parts) != 1:
        raise Invalid(_("请填写调整后的名称。"), "name")
    return sources[0], asked.parts[0]


def _rename(asked: Asked, sources: list[Node], shapes: MappingOf[int, Any]) -> Drafted:
    source, part = _one(asked, sources)
    same_code = part.code in {"", source.code}
    if same_code and (part.name, part.name_en) == (source.name, source.name_en):
        raise Invalid(_("新旧名称一样，没有要改的。"), "name")
    target = _same(source, name=part.name, name_en=part.name_en, code=part.code or source.code)
    return [target], [Link(source.id, source.id)]


def _convert(asked: Asked, sources: list[Node], shapes: MappingOf[int, Any]) -> Drafted:
    source, part = _one(asked, sources)
    if not asked.area_kind:
        raise Invalid(_("请选择改设成什么。"), "area_kind")
    if asked.area_kind == source.kind:
        raise Invalid(_("它现在就是这个类别，不用改设。"), "area_kind")
    target = _same(
        source, id=-1, code=part.code or source.code, name=part.name, name_en=part.name_en,
        kind=asked.area_kind, shape=shapes.get(source.id),
    )  # fmt: skip
    return [target], [Link(source.id, -1)]


def _move(asked: Asked, sources: list[Node], shapes: MappingOf[int, Any]) -> Drafted:
    if asked.parent_id is None:
        raise Invalid(_("请选择划到哪里。"), "parent")
    targets = []
    for source in sources:
        if source.parent_id == asked.parent_id:
            raise Invalid(_("“%(name)s”本来就在那里。") % {"name": source.name}, "parent")
        targets.append(_same(source, parent_id=asked.parent_id))
    return targets, [Link(source.id, source.id) for source in sources]


def _merge(asked: Asked, sources: list[Node], shapes: MappingOf[int, Any]) -> Drafted:
    if len(sources) < 2:
        raise Invalid(_("合并要选两个以上的区域。"), "area")
    first, part = sources[0], asked.parts[0] if asked.parts else None
    if part is None or not part.name:
        raise Invalid(_("请填写合并后的名称。"), "name")
    if len({source.level for source in sources}) > 1:
        raise Invalid(_("只能合并同一层级的区域。"), "area")
    found = [shapes.get(source.id) for source in sources]
    whole = None if any(shape is None for shape in found) else shapely.union_all(found)
    kept = next((s for s in sources if part.keeps and s.code == part.code), None)
    target = _same(
        kept or first, id=kept.id if kept else -1, code=part.code or first.code, name=part.name,
        name_en=_english(part, kept), parent_id=asked.parent_id or first.parent_id, shape=whole,
    )  # fmt: skip
    back = asked.residual_back or (kept or first).id
    if back not in {source.id for source in sources}:
        raise Invalid(_("没有地点的事项要指明按哪个原区域算。"), "residual_back")
    return [target], [Link(s.id, target.id, residual_back=s.id == back) for s in sources]


def _english(part: Part, kept: Node | None) -> str:
    """Its English name; the old one for an area that lives on under the same Chinese name."""
    unnamed = kept is not None and part.name == kept.name and not part.name_en
    return kept.name_en if unnamed and kept else part.name_en


def _split(asked: Asked, sources: list[Node], shapes: MappingOf[int, Any]) -> Drafted:
    if len(sources) != 1:
        raise Invalid(_("拆分一次只能选一个区域。"), "area")
    source = sources[0]
    if len(asked.parts) < 2:
        raise Invalid(_("拆分后至少要有两个区域。"), "name")
    if sum(part.keeps for part in asked.parts) > 1:
        raise Invalid(_("原区域只能由其中一个沿用。"), "keeps")
    if not 0 <= asked.residual < len(asked.parts):
        raise Invalid(_("没有地点的事项要指明归到哪一个。"), "residual")
    drawn = [part.shape for part in asked.parts]
    if asked.line is not None:
        drawn = cut(shapes.get(source.id), asked.line, len(asked.parts))
    targets = [
        _same(
            source, id=source.id if part.keeps else -number, code=part.code, name=part.name,
            name_en=_english(part, source if part.keeps else None), shape=shape, takes=part.takes,
        )
        for number, (part, shape) in enumerate(zip(asked.parts, drawn, strict=True), 1)
    ]  # fmt: skip
    return targets, [
        Link(source.id, target.id, residual=number == asked.residual)
        for number, target in enumerate(targets)
    ]


def cut(shape: Any, line: Any, count: int) -> list[Any]:
    """A shape cut by a line into `count` parts, from west to east. Raises Invalid."""
    if shape is None:
        raise Invalid(_("这个区域还没有图形，不能用线来拆。"), "line")
    try:
        parts = [part for part in cut_by(shape, line).geoms if part.area > 0]
    except (ValueError, TypeError, shapely.GEOSException) as error:
        raise Invalid(_("这条线不能把区域切开，请让它从一边穿到另一边。"), "line") from error
    if len(parts) != count:
        raise Invalid(
            _("这条线把区域切成了%(n)d块，要的是%(count)d块。") % {"n": len(parts), "count": count},
            "line",
        )
    return sorted(parts, key=lambda part: part.centroid.x)


def _reshape(asked: Asked, sources: list[Node], shapes: MappingOf[int, Any]) -> Drafted:
    if len(sources) < 2:
        raise Invalid(_("调整边界要选相邻的两个以上区域。"), "area")
    if len(asked.parts) != len(sources) or any(part.shape is None for part in asked.parts):
        raise Invalid(_("请给出每个区域调整后的图形。"), "shapes")
    targets = [
        _same(source, shape=part.shape) for source, part in zip(sources, asked.parts, strict=True)
    ]
    links = []
    for source in sources:
        old = shapes.get(source.id)
        if old is None:
            raise Invalid(_("“%(name)s”还没有图形。") % {"name": source.name}, "area")
        for target in targets:
            own = target.id == source.id
            if own or shapely.intersection(old, target.shape).area > 0:
                links.append(Link(source.id, target.id, residual=own, residual_back=own))
    return targets, links


_DRAFTS = {
    "rename": _rename,
    "convert": _convert,
    "move": _move,
    "merge": _merge,
    "split": _split,
    "reshape": _reshape,
}
