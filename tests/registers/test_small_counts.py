"""Small counts are left out, and cannot be found by subtraction."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongzhi.registers.counting.smallcounts import LEAST, is_small, left_out, without_sum


def test_one_to_four_are_small_and_zero_is_nobody() -> None:
    assert [is_small(n) for n in (0, 1, 4, 5)] == [False, True, True, False]
    assert left_out([0, 7, 9]) == [0, 7, 9]
    assert left_out([3, 2, 9]) == [None, None, 9]


def test_a_single_gap_takes_the_smallest_other_along() -> None:
    assert left_out([3, 20, 9, 0]) == [None, 20, None, 0]
    assert left_out([3]) == [None]


@given(st.lists(st.integers(0, 40), max_size=12))
def test_what_is_shown_is_true_and_what_is_left_out_cannot_be_told(counts: list[int]) -> None:
    shown = left_out(counts)
    assert all(told in (count, None) for told, count in zip(shown, counts, strict=True))
    hidden = [count for told, count in zip(shown, counts, strict=True) if told is None]
    assert all(told is None for told, count in zip(shown, counts, strict=True) if 0 < count < LEAST)
    # Whoever knows the total knows the sum of what is hidden, of at least two if there are two.
    assert len(hidden) != 1 or sum(count > 0 for count in counts) == 1


def test_parts_of_a_sum_that_is_not_told_do_not_add_up_to_it() -> None:
    assert without_sum([9, 6, 0, 7]) == [9, None, 0, 7]
    assert without_sum([9, 2]) == [9, None]
    assert without_sum([12]) == [None]
    assert without_sum([0, 0]) == [0, 0]
    assert without_sum([]) == []
