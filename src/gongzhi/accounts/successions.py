"""What a person holds personally and somebody else must get when a posting ends.

The domains above register their part: accounts knows no orders.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from gongzhi.accounts.models import Posting, User

Preview = Callable[[User, Posting], int]
PassOn = Callable[[User, User, Posting], int]


@dataclass(frozen=True)
class Succession:
    """One kind of personal work.

    `preview` counts what the posting's end would leave behind; `pass_on(from, to, posting)` gives
    it to the successor within the caller's transaction and returns how many.
    """

    key: str
    label: str | Promise
    preview: Preview
    pass_on: PassOn


_registered: dict[str, Succession] = {}


def register_succession(succession: Succession) -> None:
    """Take part in every hand-over from now on."""
    _registered[succession.key] = succession


def successions() -> list[Succession]:
    """All of them, by key."""
    return [_registered[key] for key in sorted(_registered)]
