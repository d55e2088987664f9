"""What a person can be found by, as blind 64-bit values: nothing can be read from them.

Whole name, pinyin initials of the name, whole phone, its last four digits, identity number. Each
kind has an index key of its own, so equal digits of two kinds differ. Partial names are not
indexed: the rarer a piece, the more an index of pieces gives away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from gongzhi.kernel.crypto import Keyring, keyring
from gongzhi.kernel.textindex import initials, normalise

_HALF: Final = 16  # hex digits of 64 bits
_LETTERS: Final = re.compile(r"[a-z]{2,10}")
_DIGITS: Final = re.compile(r"[0-9]+")


def token(kind: str, value: str, ring: Keyring | None = None) -> int:
    """One blind value as PostgreSQL's signed bigint."""
    return as_bigint((ring or keyring()).blind(value, f"person {kind}"))


def as_bigint(blind: str) -> int:
    """The first 64 bits of a blind index, signed."""
    number = int(blind[:_HALF], 16)
    return number - 2**64 if number >= 2**63 else number


def person_tokens(
    *, name: str, phone: str, id_number: str, ring: Keyring | None = None
) -> list[int]:
    """The tokens of one person, in ascending order; under `ring` where indexes are rewritten.

    None without a name.
    """
    if not name:
        return []
    ring = ring or keyring()
    found = {token("name", fold(name), ring), token("initials", initials(name), ring)}
    if phone:
        found.add(token("phone", phone, ring))
        found.add(token("last four", phone[-4:], ring))
    if id_number:
        found.add(token("id", id_number, ring))
    return sorted(found)


def fold(name: str) -> str:
    """A name without blanks, dots and case."""
    return re.sub(r"[\s·.'-]", "", normalise(name))


def asked_tokens(text: str) -> list[int]:
    """What somebody's words may mean; a person fits who has any of them. Empty when nothing.

    During a rotation of keys each is looked for under every key of the ring.
    """
    asked = fold(text)
    kinds: list[tuple[str, str]] = []
    if _DIGITS.fullmatch(asked):
        if len(asked) == 4:
            kinds.append(("last four", asked))
        elif 10 <= len(asked) <= 12:
            kinds.append(("phone", asked))
        elif len(asked) == 18:
            kinds.append(("id", asked))
    elif re.fullmatch(r"[0-9]{17}x", asked):
        kinds.append(("id", asked.upper()))
    elif asked:
        kinds.append(("name", asked))
        if _LETTERS.fullmatch(asked):
            kinds.append(("initials", asked))
    return _under_every_key(kinds)


def _under_every_key(kinds: Sequence[tuple[str, str]]) -> list[int]:
    ring = keyring()
    return [
        as_bigint(blind)
        for kind, value in kinds
        for blind in ring.blind_candidates(value, f"person {kind}")
    ]
