"""Actors, postings and subtrees of paths."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.scope import PUBLIC, SYSTEM, Actor, Posting, covers, subtree

CLERK = Posting(1, "community_clerk", 12, "1.12.", 5, "1.5.")
HANDLER = Posting(2, "handler", 30, "3.30.")
STAFF = Actor("staff", 7, None, "李雯", (CLERK, HANDLER))

paths = st.lists(st.integers(1, 120), min_size=1, max_size=5).map(
    lambda ids: "".join(f"{i}." for i in ids)
)


def test_roles_and_postings() -> None:
    assert STAFF.roles == {"community_clerk", "handler"}
    assert STAFF.has_role("dispatcher", "handler")
    assert not STAFF.has_role("dispatcher")
    assert STAFF.postings_as("handler") == (HANDLER,)
    assert STAFF.postings_as() == (CLERK, HANDLER)
    assert STAFF.body_ids == {12, 30}


def test_a_posting_covers_its_subtree_only() -> None:
    assert STAFF.holds_in_area("1.5.9.", "community_clerk")
    assert not STAFF.holds_in_area("1.5.9.", "handler")  # that posting has no area
    assert not STAFF.holds_in_area("1.55.")
    assert STAFF.holds_at_body("3.30.")
    assert not STAFF.holds_at_body("3.")


def test_public_and_system() -> None:
    assert PUBLIC.is_public
    assert SYSTEM.is_system
    assert not PUBLIC.roles
    assert not PUBLIC.holds_in_area("1.")
    with pytest.raises(dataclasses.FrozenInstanceError):
        PUBLIC.kind = "system"  # type: ignore[misc]


@given(root=paths, other=paths)
def test_bounds_are_the_subtree(root: str, other: str) -> None:
    low, high = subtree(root)
    assert (low <= other < high) == other.startswith(root) == covers(root, other)


@pytest.mark.parametrize("path", ["", "1.2", "x"])
def test_a_path_without_its_dot_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="dot"):
        subtree(path)
