"""Which class do some words mean? Names and aliases found in them, then shared pairs (pure)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from gongzhi.kernel.textindex import bigrams, normalise

# Below this the words share too little with a class: saying nothing is better than guessing.
ENOUGH: Final = 1.0
_WHOLE_TERM: Final = 2.0  # points a character of a name or alias that stands in the text whole
_OWN_NAME: Final = 1.5  # the name itself says more than an alias
_EARLY: Final = 2.0  # points at the very beginning, falling to none at the end


@dataclass(frozen=True)
class Entry:
    """One class to choose from; `aliases` are what people call it."""

    code: str
    name: str
    aliases: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


def suggest(text: str, entries: Sequence[Entry], *, most: int = 2) -> list[str]:
    """Codes of the likeliest classes, best first, at most `most`; none when nothing fits.

    A term standing whole in the text counts by its length. Pairs of characters shared with the
    text count by how rare they are among the classes, so that 破损 alone says little and 井盖
    much.
    """
    said = "".join(normalise(text).split())
    if not said:
        return []
    pairs_said = set(_pairs([text]))
    pairs_of = {entry.code: set(_pairs(entry.terms)) for entry in entries}
    classes_with = Counter(pair for pairs in pairs_of.values() for pair in pairs)
    scored = []
    for position, entry in enumerate(entries):
        score = _whole_terms(said, entry)
        score += sum(1 / classes_with[pair] for pair in pairs_of[entry.code] & pairs_said)
        if score >= ENOUGH:
            scored.append((-score, position, entry.code))
    return [code for _score, _position, code in sorted(scored)[:most]]


def _whole_terms(said: str, entry: Entry) -> float:
    """Points of the best term that stands in the text whole: long, the class's own name, early.

    People say what is wrong first and where it is afterwards: "路灯不亮，从超市到公交站".
    """
    best, found = 0.0, 0
    for position, term in enumerate(map(_flat, entry.terms)):
        at = said.find(term) if len(term) > 1 else -1
        if at < 0:
            continue
        found += 1
        own_name = _OWN_NAME if position == 0 else 1.0
        early = _EARLY * (1 - at / len(said))
        best = max(best, _WHOLE_TERM * len(term) * own_name + early)
    # Further terms of the same class add a little.
    return best + found - 1 if found else 0.0


def _flat(term: str) -> str:
    return "".join(normalise(term).split())


def _pairs(texts: Iterable[str]) -> list[str]:
    return [token for text in texts for token in bigrams(text) if len(token) > 1]
