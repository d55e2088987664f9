"""Chinese search text without database extensions: bigrams, and pinyin initials.

Runs of Chinese characters become overlapping pairs plus their last character; runs of letters
and digits stay whole, in lower case. A query asks for all its pairs, and for words by prefix, so
that it finds what LIKE finds within Chinese text, at the speed of an index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

# Unified ideographs with extensions, compatibility ideographs and 〇.
_HAN: Final = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af"
)
_RUN: Final = re.compile(rf"([{_HAN}]+)|([^\W_{_HAN}]+)")
_SEPARATOR: Final = re.compile(r"[\s,，、;；/|]+")
# Soft hyphen, zero-width signs, marks and overrides of direction, the mark of a file's beginning.
_UNSEEN: Final = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """Without the marks that nobody sees and phones put around a number which is copied."""
    return text if text.isprintable() else _UNSEEN.sub("", text)


def normalise(text: str) -> str:
    """Full-width forms and letter case made equal."""
    return unicodedata.normalize("NFKC", text).lower()


def _runs(text: str) -> Iterable[tuple[str, bool]]:
    for match in _RUN.finditer(normalise(text)):
        yield match[0], match[1] is not None


def bigrams(text: str) -> list[str]:
    """Search tokens in order: "路灯LED坏" gives 路灯, 灯, led, 坏."""
    tokens: list[str] = []
    for run, chinese in _runs(text):
        if chinese:
            tokens.extend(run[i : i + 2] for i in range(len(run) - 1))
            tokens.append(run[-1])
        else:
            tokens.append(run)
    return tokens


def tsvector_text(*texts: str) -> str:
    """What to hand to to_tsvector('simple', …): tokens parted by spaces."""
    return " ".join(token for text in texts for token in bigrams(text))


def tsquery(text: str) -> str:
    """What to hand to to_tsquery('simple', …); "" when there is nothing to ask for.

    Every part is quoted, so no input can break the query's syntax. A number with something behind
    it is whole (6号楼 is not 60号楼); one at the end may still be being typed.
    """
    parts: dict[str, None] = {}
    runs = list(_runs(text))
    for place, (run, chinese) in enumerate(runs, start=1):
        if chinese and len(run) > 1:
            parts.update((f"'{run[i : i + 2]}'", None) for i in range(len(run) - 1))
        elif run.isdecimal() and place < len(runs):
            parts[f"'{run}'"] = None
        else:
            parts[f"'{run}':*"] = None
    return " & ".join(parts)


def load_phrases(phrases: Mapping[str, str]) -> None:
    """Teach readings of names, e.g. {"迁安": "qian an"}; one syllable a character.

    Place names are often read otherwise than their characters (六安 lu an). ValueError when the
    number of syllables differs from the number of characters.
    """
    import pypinyin  # late: its dictionaries take memory that most processes never need

    for phrase, reading in phrases.items():
        syllables = reading.split()
        if len(syllables) != len(phrase):
            raise ValueError(f"{phrase}: {len(phrase)} characters but {len(syllables)} syllables")
        pypinyin.load_phrases_dict({phrase: [[s] for s in syllables]})
    initials.cache_clear()


@lru_cache(maxsize=4096)
def initials(text: str) -> str:
    """Lower-case pinyin initials, letters and digits kept: "路灯不亮 LED" gives "ldblled"."""
    import pypinyin

    letters: list[str] = []
    for run, chinese in _runs(text):
        if chinese:
            letters += [s[:1] for s in pypinyin.lazy_pinyin(run, style=pypinyin.Style.NORMAL)]
        else:
            letters.append(run)
    return "".join(letters)


def matches(query: str, name: str, initials: str, aliases: str | Iterable[str] = "") -> int:
    """How well a category answers what somebody types: 0 not at all, higher is better.

    Exact name 6, name begins 5, alias exact 4, name contains 3, initials begin 3 (contain 1),
    alias contains 2. Aliases are a list or one string parted by commas, 、 or spaces.
    """
    asked = "".join(normalise(query).split())
    if not asked:
        return 0
    named = "".join(normalise(name).split())
    parts = _SEPARATOR.split(aliases) if isinstance(aliases, str) else aliases
    others = ["".join(normalise(part).split()) for part in parts if part]
    tiers = (
        (6, asked == named),
        (5, named.startswith(asked)),
        (4, asked in others),
        (3, asked in named or initials.startswith(asked)),
        (2, any(asked in other for other in others)),
        (1, len(asked) > 1 and asked in initials),
    )
    return next((score for score, holds in tiers if holds), 0)
