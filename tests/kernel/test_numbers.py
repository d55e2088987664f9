"""Whole numbers from outside."""

from __future__ import annotations

import pytest

from gongzhi.kernel.numbers import LARGEST_ID, whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("17", 17), (17, 17), (str(LARGEST_ID), LARGEST_ID), ("007", 7),
        ("", None), ("-1", None), ("²", None), ("１７", None), ("1.5", None), (" 1", None),
        (None, None), (str(LARGEST_ID + 1), None), ("9" * 5000, None),
    ],
)  # fmt: skip
def test_plain_digits_within_bounds(text: object, number: int | None) -> None:
    assert whole_number(text) == number


def test_a_smaller_bound() -> None:
    assert whole_number("40", most=40) == 40
    assert whole_number("41", most=40) is None
