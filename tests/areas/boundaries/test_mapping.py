"""The rule of a change of boundaries: total, single-valued, and totals reconcile both ways."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.areas.boundaries.history import Step, carried_back, carried_forward
from gongzhi.areas.boundaries.mapping import How, Mapping, Placed, Way

# A band of four unit squares, west to east, which changes cut and join again.
WEST, EAST = 0.0, 4.0


def band(west: float, east: float) -> shapely.Polygon:
    return shapely.box(west, 0.0, east, 1.0)


def test_one_way_is_taken_whatever_the_point() -> None:
    mapping = Mapping({1: [Way(9, "9", band(0, 1))]})
    assert mapping.place(1) == Placed(9, How.SINGLE)
    assert mapping.place(1, (50.0, 50.0)) == Placed(9, How.SINGLE)
    assert mapping.place(2, (0.5, 0.5)) == Placed(2, How.SAME)


def test_several_ways_are_decided_by_the_point_then_by_the_residual() -> None:
    mapping = Mapping({1: [Way(3, "30", band(1, 2), residual=True), Way(2, "20", band(0, 1))]})
    assert mapping.place(1, (0.5, 0.5)) == Placed(2, How.POINT)
    assert mapping.place(1, (1.5, 0.5)) == Placed(3, How.POINT)
    assert mapping.place(1, (1.0, 0.5)) == Placed(2, How.POINT)  # the edge: the lowest code
    assert mapping.place(1, (9.0, 9.0)) == Placed(3, How.RESIDUAL)
    assert mapping.place(1) == Placed(3, How.RESIDUAL)


@pytest.mark.parametrize("marks", [(False, False), (True, True)])
def test_several_ways_name_one_residual(marks: tuple[bool, bool]) -> None:
    with pytest.raises(ValueError, match="one residual"):
        Mapping({1: [Way(2, "2", None, marks[0]), Way(3, "3", None, marks[1])]})


def test_a_way_without_a_shape_takes_only_the_residual() -> None:
    mapping = Mapping({1: [Way(2, "2"), Way(3, "3", residual=True)]})
    assert mapping.place(1, (0.5, 0.5)) == Placed(3, How.RESIDUAL)


# --- random histories --------------------------------------------------------------------------

points = st.one_of(
    st.none(),
    st.tuples(st.integers(0, 16).map(lambda n: n / 4), st.sampled_from([0.0, 0.5, 1.0])),
    st.tuples(st.floats(-1, 5), st.floats(-1, 2)),
)


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Partitions of the band that follow each other; areas keep no identity or do, at random."""
    ids = iter(range(100, 10_000))
    cuts_now = draw(_cuts())
    now = {next(ids): span for span in pairwise(cuts_now)}
    steps = []
    for number in range(draw(st.integers(1, 3))):
        spans = list(pairwise(draw(_cuts())))
        survivors = [i for i in now if draw(st.booleans())]
        after = {
            (survivors.pop() if survivors and draw(st.booleans()) else next(ids)): span
            for span in spans
        }
        steps.append(_step(number + 1, now, after, draw))
        now = after
    return steps


def _cuts() -> st.SearchStrategy[list[float]]:
    inner = st.lists(st.sampled_from([0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5]), max_size=4, unique=True)
    return inner.map(lambda found: [WEST, *sorted(found), EAST])


def _step(number: int, old: dict, new: dict, draw: st.DrawFn) -> Step:
    pairs = [
        (a, b)
        for a, (west, east) in old.items()
        for b, (left, right) in new.items()
        if min(east, right) > max(west, left)
    ]
    out = {a: draw(st.sampled_from([b for x, b in pairs if x == a])) for a in old}
    back = {b: draw(st.sampled_from([a for a, x in pairs if x == b])) for b in new}
    forward = {
        a: [Way(b, str(b), band(*new[b]), out[a] == b) for x, b in pairs if x == a] for a in old
    }
    backward = {
        b: [Way(a, str(a), band(*old[a]), back[b] == a) for a, x in pairs if x == b] for b in new
    }
    from datetime import date, timedelta

    day = date(2026, 1, 1) + timedelta(days=number)
    return Step(number, day, Mapping(forward), Mapping(backward))


@given(histories(), st.data())
def test_totals_reconcile_in_both_directions(steps: list[Step], data: st.DataObject) -> None:
    old, new = sorted(steps[0].forward.areas), sorted(steps[-1].backward.areas)
    orders = data.draw(st.lists(st.tuples(st.sampled_from(old), points), max_size=30))
    later = data.draw(st.lists(st.tuples(st.sampled_from(new), points), max_size=30))
    # Forward: each old order is in exactly one of the new areas, and none is lost.
    flows = Counter((a, carried_forward(steps, a, point).area_id) for a, point in orders)
    assert flows.total() == len(orders)
    assert {to for _from, to in flows} <= set(new)
    for area in old:
        assert sum(n for (a, _b), n in flows.items() if a == area) == sum(
            1 for a, _p in orders if a == area
        )
    # Back: the same for what came under the new boundaries.
    returns = Counter((carried_back(steps, b, point).area_id, b) for b, point in later)
    assert returns.total() == len(later)
    assert {a for a, _b in returns} <= set(old)


@given(histories(), st.data())
def test_many_at_once_are_placed_as_one_by_one(steps: list[Step], data: st.DataObject) -> None:
    found = data.draw(st.lists(points, max_size=20))
    for area in steps[0].forward.areas:
        forward = steps[0].forward
        assert forward.place_all(area, found) == [forward.place(area, p) for p in found]


@given(histories(), points)
def test_a_point_inside_goes_where_the_shapes_say(
    steps: list[Step], point: tuple[float, float] | None
) -> None:
    if point is None or not (WEST < point[0] < EAST and 0 < point[1] < 1):
        return
    at = next(a for a in steps[0].forward.areas)
    placed = carried_forward(steps[:1], at, point)
    if placed.how is How.POINT:
        way = next(w for w in steps[0].forward.ways(at) if w.area_id == placed.area_id)
        assert shapely.intersects_xy(way.shape, *point)
