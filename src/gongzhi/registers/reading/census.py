"""The census of the Party: members by the digest's cuts, counted from their rows now (XY-02).

By organisation, down the Party's own tree; never a list of people by an attribute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from django.db.models import Count

from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kind_names, kinds_of
from gongzhi.orgs.reach import Reach
from gongzhi.orgs.reading.census import urban_communities
from gongzhi.orgs.rules import Coverage, coverage
from gongzhi.orgs.selectors import BodyRef
from gongzhi.registers.bodyreach import party_reach
from gongzhi.registers.counting.cuts import CUTS
from gongzhi.registers.counting.smallcounts import is_small, left_out, without_sum
from gongzhi.registers.models import PartyMember


@dataclass
class Tally:
    """Members and those of each cut; parts add up, cuts do not."""

    members: int = 0
    cuts: list[int] = field(default_factory=lambda: [0] * len(CUTS))

    def add(self, more: Tally) -> None:
        """Count some more."""
        self.members += more.members
        for at, count in enumerate(more.cuts):
            self.cuts[at] += count


@dataclass(frozen=True)
class Line:
    """An organisation with everything below it. `cuts` are None where they are too small to tell.

    `itself`: the members on its own roll, of an organisation that has others below it.
    """

    body: BodyRef
    members: int
    cuts: list[int | None]
    organisations: int
    itself: bool = False


@dataclass(frozen=True)
class Census:
    """What the page shows. `rolls` are organisations of the lowest kind with and without members."""

    above: list[BodyRef]
    total: Tally
    cuts: list[int | None]
    lines: list[Line]
    kinds: list[tuple[str, int]]
    communities: Coverage
    rolls: Coverage

    @property
    def here(self) -> BodyRef | None:
        return self.above[-1] if self.above else None


def census(actor: Actor, day: date, *, code: str = "") -> Census:
    """Inside of the actor's reach, of the organisation `code` and below, or of all.

    NotFound for an organisation outside of it.
    """
    reach = party_reach(actor)
    party = [one for one in orgs.bodies_of_kind(*kinds_of("party")) if reach.holds_body(one)]
    above = _above(code, party)
    paths = {one.id: one.path for one in party}
    counted = {
        # An organisation that ended without a successor has no path any more.
        paths.get(body_id, f"{body_id}."): tally
        for body_id, tally in _counted(actor, day).items()
    }
    left: Sequence[bool] = [False] * len(CUTS)
    for here, below in pairwise([None, *above]):
        lines = _lines(_within(party, here), counted, here, left)
        left = next(_left(line) for line in lines if line.body == below and not line.itself)
    last = above[-1] if above else None
    inside, total = _within(party, last), Tally()
    for path, tally in counted.items():
        if last is None or path.startswith(last.path):
            total.add(tally)
    return Census(
        above=above,
        total=total,
        cuts=left_out_each([total], left)[0],
        lines=_lines(inside, counted, last, left),
        kinds=_kinds(inside),
        communities=_communities(reach, whole=not above),
        rolls=_rolls(inside, counted),
    )


def _within(party: Sequence[BodyRef], here: BodyRef | None) -> list[BodyRef]:
    return [one for one in party if here is None or one.path.startswith(here.path)]


def _left(line: Line) -> list[bool]:
    """Which cuts of an organisation are left out beside the others, so on its own page as well."""
    return [count is None for count in line.cuts]


def _above(code: str, party: Sequence[BodyRef]) -> list[BodyRef]:
    """The way down to an organisation, those in reach only."""
    if not code:
        return []
    found = next((one for one in party if one.code == code), None)
    if found is None:
        raise NotFound
    known = {one.id: one for one in party}
    ids = [int(part) for part in found.path.rstrip(".").split(".")]
    return [known[one] for one in ids if one in known]


def _counted(actor: Actor, day: date) -> dict[int, Tally]:
    """One statement: members and cuts of each organisation's own roll, by its id.

    Of all in reach, since what a page leaves out depends on the pages above it.
    """
    rows = PartyMember.objects.visible_to(actor).standing()
    cuts = {f"cut_{one.key}": Count("id", filter=one.condition(day.year)) for one in CUTS}
    # By the id, so that a whole city is counted without a join.
    found = rows.values_list("body_id").annotate(members=Count("id"), **cuts)
    return {body_id: Tally(members, counts) for body_id, members, *counts in found}


def _lines(
    inside: Sequence[BodyRef],
    counted: Mapping[str, Tally],
    here: BodyRef | None,
    left: Sequence[bool],
) -> list[Line]:
    """The organisations one step down, each with all below it, and the own roll.

    `left` are the cuts of `here` that are not told: their parts must not add up to them.
    """
    tops = _tops(inside, here)
    by_path = {one.path: Tally() for one in tops}
    organisations = dict.fromkeys(by_path, 0)
    for path, tally in counted.items():
        if (top := _under(path, by_path)) is not None:
            by_path[top].add(tally)
    for one in inside:
        if (top := _under(one.path, by_path)) is not None:
            organisations[top] += 1
    rows = [(one, by_path[one.path], organisations[one.path], False) for one in tops]
    if here is not None and (own := counted.get(here.path)) is not None:
        rows.insert(0, (here, own, 1, True))
    shown = left_out_each([tally for _one, tally, _n, _own in rows], left)
    return [
        Line(one, tally.members, cuts, number, own)
        for (one, tally, number, own), cuts in zip(rows, shown, strict=True)
    ]


def _tops(inside: Sequence[BodyRef], here: BodyRef | None) -> list[BodyRef]:
    """Organisations without another in view above them, below `here`."""
    paths = {one.path for one in inside if here is None or one.path != here.path}
    return [one for one in inside if one.path in paths and _under(_parent(one.path), paths) is None]


def _parent(path: str) -> str:
    return path[: path.rstrip(".").rfind(".") + 1]


def _under(path: str, paths: Mapping[str, object] | set[str]) -> str | None:
    """The uppermost of `paths` that holds a path."""
    at = path.find(".")
    while at != -1:
        if path[: at + 1] in paths:
            return path[: at + 1]
        at = path.find(".", at + 1)
    return None


def left_out_each(rows: Sequence[Tally], left: Sequence[bool]) -> list[list[int | None]]:
    """Cuts of some organisations, with what is too small to tell left out of each cut.

    Those who have an attribute are too few, or those who have it not: their number is the members
    less the cut. `left` says of each cut whether its sum is not to be told.
    """
    columns = []
    for at, hidden in enumerate(left):
        counts = [row.cuts[at] for row in rows]
        # Where nobody has it, nobody stands apart.
        few = {n for n, row in enumerate(rows) if counts[n] and is_small(row.members - counts[n])}
        columns.append((without_sum if hidden else left_out)(counts, few))
    return [[column[no] for column in columns] for no in range(len(rows))]


def _kinds(inside: Sequence[BodyRef]) -> list[tuple[str, int]]:
    """How many organisations of each kind, in the order of the profile."""
    names, counts = kind_names(), Counter(one.kind for one in inside)
    return [(names.get(kind, kind), counts[kind]) for kind in kinds_of("party") if counts[kind]]


def _communities(reach: Reach, *, whole: bool) -> Coverage:
    """Urban communities in reach with and without a Party organisation; told of the whole only."""
    root = areas.root_area()
    return urban_communities(root, reach) if root is not None and whole else coverage((), ())


def _rolls(inside: Sequence[BodyRef], counted: Mapping[str, Tally]) -> Coverage:
    """Organisations that have none below them, with and without members on their roll."""
    parents = {_parent(one.path) for one in inside}
    lowest = [one for one in inside if one.path not in parents]
    return coverage([o.id for o in lowest], {o.id for o in lowest if o.path in counted})
