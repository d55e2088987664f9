"""What a change does to the tree of areas (pure): versions to close, versions to open, paths.

Works on the areas of the day, before anything is written: an area that the change brings forth
may have a negative id then, so that a preview and the change itself are worked out by one code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Mapping as MappingOf
from dataclasses import dataclass, field, replace
from typing import Any

import shapely

from gongzhi.areas.boundaries.mapping import Mapping, Way

# Degrees squared, about 0.01 m²: less is rounding.
SAME = 1e-12


@dataclass(frozen=True)
class Node:
    """An area as it is on one day. `shape` is a shapely geometry or None."""

    id: int
    code: str
    name: str
    name_en: str
    kind: str
    level: int
    parent_id: int | None
    path: str
    shape: Any = field(repr=False, compare=False, default=None)
    centre: tuple[float, float] | None = None

    def label(self, language: str = "zh") -> str:
        """The name in a language (`en…` gives the English one where there is one)."""
        return self.name_en if language.startswith("en") and self.name_en else self.name


@dataclass(frozen=True)
class Target:
    """What an area is to be. `takes`: areas that come under it whatever the shapes say."""

    id: int
    code: str
    name: str
    name_en: str
    kind: str
    level: int
    parent_id: int | None
    shape: Any = field(repr=False, compare=False, default=None)
    takes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Link:
    """From an area before to an area after; see `BoundaryLink`."""

    from_id: int
    to_id: int
    residual: bool = False
    residual_back: bool = False


@dataclass(frozen=True)
class Redrawing:
    """The whole effect on areas.

    `closed` are gone, `after` holds each area that is new or differs from before. `paths` maps
    the old path to the new one for each area whose path changes and where no point decides.
    """

    forward: Mapping
    backward: Mapping
    closed: frozenset[int]
    before: dict[int, Node]
    after: dict[int, Node]
    paths: dict[str, str]

    def path_of(self, area_id: int) -> str:
        """Where an area lies after the change (one that the change touches)."""
        node = self.after.get(area_id) or self.before[area_id]
        return node.path

    def by_point(self) -> list[int]:
        """The areas whose orders are placed by their points."""
        return [area_id for area_id in self.forward.areas if self.forward.single(area_id) is None]


def mappings(
    links: Iterable[Link],
    old: MappingOf[int, Node],
    new: MappingOf[int, Target] | MappingOf[int, Node],
) -> tuple[Mapping, Mapping]:
    """(forward, backward) of links, with the shapes before and after."""
    ways: dict[int, list[Way]] = {}
    back: dict[int, list[Way]] = {}
    for link in links:
        to, source = new[link.to_id], old[link.from_id]
        ways.setdefault(link.from_id, []).append(Way(to.id, to.code, to.shape, link.residual))
        back.setdefault(link.to_id, []).append(
            Way(source.id, source.code, source.shape, link.residual_back)
        )
    return Mapping(ways), Mapping(back)


def redraw(
    tree: MappingOf[int, Node],
    targets: Sequence[Target],
    links: Sequence[Link],
    shapes: Callable[[Sequence[int]], MappingOf[int, Any]] | None = None,
) -> Redrawing:
    """Work out a change on the tree of the day.

    `shapes` fetches shapes (by ids) of areas whose node in `tree` comes without one: a city's
    shapes are not read for the sake of a few.
    """
    nodes = dict(tree)
    below: dict[int | None, list[int]] = {}
    for node in nodes.values():
        below.setdefault(node.parent_id, []).append(node.id)
    wanted = {link.from_id for link in links} | {t.id for t in targets if t.id in nodes}
    _load(nodes, wanted, shapes)
    before = {area_id: nodes[area_id] for area_id in wanted}
    by_id = {target.id: target for target in targets}
    forward, backward = mappings(links, before, by_id)
    closed = frozenset(link.from_id for link in links) - set(by_id)
    new = dict(nodes)
    for target in targets:
        new[target.id] = _node_of(target, new.get(target.id))
    _hand_children_down(new, nodes, below, by_id, forward)
    for area_id in closed:
        del new[area_id]
    _rebuild_paths(new, nodes, below, by_id)
    touched = set(by_id) | {t.parent_id for t in targets} | {n.parent_id for n in before.values()}
    _fit_above(new, nodes, touched - {None}, shapes)
    forward, backward = mappings(links, before, new)
    after = {i: n for i, n in new.items() if i not in nodes or _differs(n, nodes[i])}
    return Redrawing(forward, backward, closed, before, after, _paths(nodes, new, forward))


def _load(nodes: dict[int, Node], wanted: Iterable[int], shapes: Any) -> dict[int, Any]:
    """Put shapes into nodes that have none; what was found."""
    missing = [i for i in wanted if i in nodes and nodes[i].shape is None]
    if shapes is None or not missing:
        return {}
    found: dict[int, Any] = dict(shapes(missing))
    for area_id, shape in found.items():
        nodes[area_id] = replace(nodes[area_id], shape=shape)
    return found


def _node_of(target: Target, old: Node | None) -> Node:
    shape, centre = target.shape, None
    if shape is None and old is not None:
        shape, centre = old.shape, old.centre
    elif shape is not None:
        point = shape.representative_point()
        centre = (round(point.x, 6), round(point.y, 6))
    return Node(
        id=target.id, code=target.code, name=target.name, name_en=target.name_en,
        kind=target.kind, level=target.level, parent_id=target.parent_id, path="",
        shape=shape, centre=centre,
    )  # fmt: skip


def _hand_children_down(
    new: dict[int, Node],
    old: MappingOf[int, Node],
    below: MappingOf[int | None, list[int]],
    targets: MappingOf[int, Target],
    forward: Mapping,
) -> None:
    """Whatever lay under an area that changes comes under what it becomes: the one that takes
    it by name, else by its centre as an order by its point."""
    taken = {child: target.id for target in targets.values() for child in target.takes}
    for area_id in forward.areas:
        for child in below.get(area_id, ()):
            if child in targets or child in taken:
                continue
            parent = forward.place(area_id, old[child].centre).area_id
            if parent != new[child].parent_id:
                new[child] = replace(new[child], parent_id=parent)
    for child, parent in taken.items():
        if child not in targets:
            new[child] = replace(new[child], parent_id=parent)


def _rebuild_paths(
    new: dict[int, Node],
    old: MappingOf[int, Node],
    below: MappingOf[int | None, list[int]],
    targets: MappingOf[int, Target],
) -> None:
    """Paths of everything that moved, and of all under it."""
    moved = {i for i, n in new.items() if i not in old or n.parent_id != old[i].parent_id}
    children: dict[int | None, set[int]] = {}
    for area_id in moved:
        children.setdefault(new[area_id].parent_id, set()).add(area_id)
    waiting = list(dict.fromkeys((*targets, *moved)))
    while waiting:
        area_id = waiting.pop()
        path = _path_of(area_id, new)
        if path != new[area_id].path or area_id in targets or area_id in moved:
            new[area_id] = replace(new[area_id], path=path)
            stayed = (i for i in below.get(area_id, ()) if i in new and i not in moved)
            waiting.extend(i for i in stayed if new[i].path != f"{path}{i}.")
            waiting.extend(i for i in children.get(area_id, ()) if new[i].path != f"{path}{i}.")


def _path_of(area_id: int, nodes: MappingOf[int, Node]) -> str:
    ids: list[int] = []
    at: int | None = area_id
    while at is not None:
        if at in ids:
            raise ValueError(f"area {area_id} lies below itself")
        ids.append(at)
        at = nodes[at].parent_id
    return "".join(f"{one}." for one in reversed(ids))


def _fit_above(new: dict[int, Node], old: dict[int, Node], touched: set[Any], shapes: Any) -> None:
    """The areas above are the unions of those below them: fit them where that changed.

    An area without a shape, or with one below that has none, keeps what it has.
    """
    above: set[int] = set()
    for area_id in touched:
        node = new.get(area_id)
        while node is not None:
            above.add(node.id)
            node = new.get(node.parent_id) if node.parent_id is not None else None
    children: dict[int, list[int]] = {}
    for node in new.values():
        if node.parent_id in above:
            children.setdefault(node.parent_id, []).append(node.id)
    for area_id in sorted(above, key=lambda i: -new[i].path.count(".")):
        mine = children.get(area_id, [])
        wanted = [i for i in (area_id, *mine) if i in old and new[i].shape is None]
        for loaded, shape in _load(old, wanted, shapes).items():
            new[loaded] = replace(new[loaded], shape=shape)
        parts, own = [new[i].shape for i in mine], new[area_id].shape
        unshaped = own is None and area_id in old
        if not parts or unshaped or any(part is None for part in parts):
            continue
        union = shapely.union_all(parts)
        if own is None or shapely.symmetric_difference(own, union).area > SAME:
            point = union.representative_point()
            centre = (round(point.x, 6), round(point.y, 6))
            new[area_id] = replace(new[area_id], shape=union, centre=centre)


def _differs(one: Node, other: Node) -> bool:
    return one != other or (one.shape is not other.shape and one.shape is not None)


def _paths(
    old: MappingOf[int, Node], new: MappingOf[int, Node], forward: Mapping
) -> dict[str, str]:
    found: dict[str, str] = {}
    for area_id, node in old.items():
        to = forward.single(area_id)
        if to is None:
            continue
        path = new[to].path
        if path != node.path:
            found[node.path] = path
    return found
