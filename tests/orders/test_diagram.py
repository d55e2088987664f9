"""The drawing of a process: every state once, none on another, the spine as it goes well."""

from __future__ import annotations

import re

import pytest

from gongzhi.orders.process.current import current_processes
from gongzhi.orders.process.diagram import BOX, diagram, spine_of
from gongzhi.orders.process.spec import spec_of

from .conftest import City


def test_the_spine_of_a_matter(city: City) -> None:
    spec = spec_of(current_processes()["matter"])
    assert spine_of(spec) == [
        "submitted", "to_verify", "to_file", "to_dispatch", "to_sign", "in_hand", "to_check",
        "to_rate", "closed",
    ]  # fmt: skip


def test_every_process_is_drawn_without_overlap(city: City) -> None:
    for process_id in current_processes().values():
        spec = spec_of(process_id)
        drawing = diagram(spec)
        assert sorted(node.key for node in drawing.nodes) == sorted(spec.states)
        corners = {(node.x, node.y) for node in drawing.nodes}
        assert len(corners) == len(drawing.nodes), spec.key
        assert all(x + BOX[0] < drawing.width for x, _y in corners)
        assert all(y + BOX[1] < drawing.height for _x, y in corners)
        bows = [int(x) for edge in drawing.edges for x in re.findall(r"(-?\d+) -?\d+", edge.path)]
        assert all(0 <= x < drawing.width for x in bows), spec.key
        drawn = {(edge.source, edge.target) for edge in drawing.edges}
        wanted = {
            (source, target)
            for action in spec.actions.values()
            for source in action.sources
            for target in action.targets(source) - {source}
            if target in spine_of(spec) or spec.states[target].phase != "closed"
            if source in spine_of(spec) or spec.states[source].phase != "closed"
        }
        assert drawn == wanted


@pytest.mark.parametrize("key", ["matter", "rectification", "data_request"])
def test_the_spine_ends(city: City, key: str) -> None:
    spec = spec_of(current_processes()[key])
    assert spec.states[spine_of(spec)[-1]].phase == "closed"
