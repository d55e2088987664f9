"""A process has no state that nothing leads to and none from which no end is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.profiles.services.check_profile import check_profile

from .conftest import edit

FILE = "../_standard/orders/processes/rectification.yaml"
STATE = """
  - key: {key}
    name: {{zh: {key}, en: {key}}}
    resident: {{zh: {key}, en: {key}}}
    phase: open
    holder: lead
    stage: rectify
"""
ACTION = """
  - key: {key}
    name: {{zh: 走, en: Go}}
    from: [{source}]
    to: {to}
    who: ["lead:*"]
"""


def with_ways(folder: Path, *ways: tuple[str, str]) -> Path:
    """The process with new states, and an action for each way."""
    path = folder / FILE
    states = dict.fromkeys(key for way in ways for key in way if key.startswith("at_"))
    text = "".join(STATE.format(key=key) for key in states)
    edit(path, "\nactions:\n", f"{text}\nactions:\n")
    actions = [
        ACTION.format(key=f"go_{'x' * (n + 1)}", source=a, to=b) for n, (a, b) in enumerate(ways)
    ]
    path.write_text(path.read_text(encoding="utf-8") + "".join(actions), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ((("at_one", "rectified"),), "没有任何操作能到"),
        # Two that lead to each other, to which nothing leads.
        ((("at_one", "at_two"), ("at_two", "at_one"), ("at_two", "rectified")), "没有任何操作能到"),
        ((("to_rectify", "at_one"),), "出不来"),
        ((("to_rectify", "at_one"), ("at_one", "at_one")), "出不来"),
        # A circle without an end.
        ((("to_rectify", "at_one"), ("at_one", "at_two"), ("at_two", "at_one")), "走不到任何结束"),
    ],
)
def test_a_state_without_a_way_is_told_with_its_line(
    folder: Path, ways: tuple[tuple[str, str], ...], said: str
) -> None:
    path = with_ways(folder, *ways)
    lines = path.read_text(encoding="utf-8").splitlines()
    problems = check_profile(folder)
    assert problems
    for problem in problems:
        assert problem.file.endswith("rectification.yaml")
        assert said in str(problem)
        assert "key: at_" in lines[(problem.line or 0) - 1]


def test_a_step_that_nobody_may_take_is_told(folder: Path) -> None:
    """A state that nobody may leave cannot be written: each way out says who."""
    edit(
        folder / FILE,
        '    who: ["lead:*"]\n    needs: [result, after_photo]',
        "    who: []\n    needs: [result, after_photo]",
    )
    [problem] = check_profile(folder)
    assert problem.field == "actions[0].who"
    assert problem.line


@pytest.mark.parametrize("key", ["qianan", "jinan", "mile", "xiangyun", "qianjiang"])
def test_every_process_of_the_cities_ends(key: str) -> None:
    from tests.acceptance.cities import city

    assert city(key).documents["orders/processes"]
