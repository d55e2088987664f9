"""What domains above heard of residents beside orders, by class, so that it need not be asked again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from datetime import datetime

from gongzhi.kernel.scope import Actor

# Needs heard since a moment in an area and below, by code of a class; in the actor's scope.
Heard = Callable[[Actor, str, datetime], Counter[str]]
# Of these bodies, which serve at which communities now: pairs (body, community); whether these
# are to stay as they are until the transaction under way is over.
Serving = Callable[[Collection[int], bool], set[tuple[int, int]]]
# Told when a body no longer serves somewhere, in the transaction that ended it.
Left = Callable[[datetime], object]
_heard: dict[str, Heard] = {}
_left: dict[str, Left] = {}
_serving: dict[str, Serving] = {}


def register_heard(name: str, read: Heard) -> None:
    """Registering a name again replaces it."""
    _heard[name] = read


def register_serving(name: str, read: Serving) -> None:
    """Registering a name again replaces it."""
    _serving[name] = read


def register_left(name: str, tell: Left) -> None:
    """Registering a name again replaces it."""
    _left[name] = tell


def left(at: datetime) -> None:
    """A body no longer serves at a community: whoever counted on it acts now."""
    for tell in _left.values():
        tell(at)


def heard_in(actor: Actor, area_path: str, since: datetime) -> Counter[str]:
    """Needs by class, of all who hear some."""
    found: Counter[str] = Counter()
    for read in _heard.values():
        found += read(actor, area_path, since)
    return found


def serving(body_ids: Collection[int], *, hold: bool = False) -> set[tuple[int, int]]:
    """Pairs of a body and a community at which it serves.

    With `hold` a body that leaves waits for this transaction. Whoever leaves has its check-in
    locked and then looks at what it took, so hold before locking what is taken.
    """
    return {pair for read in _serving.values() for pair in read(body_ids, hold)}
