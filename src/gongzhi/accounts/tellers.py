"""How a member of staff is told something: a domain above this one brings the means.

`notify` registers its bell when it starts; accounts know no messages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class Teller(Protocol):
    """Writes one message to a user, once under `dedupe`."""

    def __call__(
        self, *, user_id: int, kind: str, context: Mapping[str, Any], dedupe: str = ""
    ) -> object: ...


_teller: list[Teller] = []


def register_teller(teller: Teller) -> None:
    """Name the means by which staff is told; a later one replaces it."""
    _teller[:] = [teller]


def tell(*, user_id: int, kind: str, context: Mapping[str, Any], dedupe: str = "") -> None:
    """Tell somebody, in the open transaction; nothing while there is no means."""
    if _teller:
        _teller[0](user_id=user_id, kind=kind, context=context, dedupe=dedupe)
