"""Sentences that the system once wrote into a row, in the language of whoever reads them now."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.utils.translation import gettext, override

_PLACE: Final = re.compile(r"%\((\w+)\)([sd])")


class Sentences:
    """Sentences that are known by heart; they were stored in the language of their moment."""

    def __init__(self, *msgids: str) -> None:
        self.msgids = msgids
        self._patterns: list[tuple[re.Pattern[str], str]] = []

    def said(self, text: str, again: Callable[[str, str], str] | None = None) -> str | None:
        """The sentence in the language in force; None for words that are not the system's.

        `again(part, words)` says again what stood at `%(part)s`; without it that stays.
        """
        if not self._patterns:
            self._patterns = [one for msgid in self.msgids for one in _patterns(msgid)]
        for pattern, msgid in self._patterns:
            match = pattern.fullmatch(text)
            if match:
                parts = match.groupdict()
                said = {key: again(key, words) if again else words for key, words in parts.items()}
                return _PLACE.sub(lambda place, said=said: said[place[1]], gettext(msgid))  # type: ignore[misc]
        return None


def _patterns(msgid: str) -> list[tuple[re.Pattern[str], str]]:
    """How each language says it."""
    return [
        (re.compile(_pattern(msgid, code), re.DOTALL), msgid) for code, _n in settings.LANGUAGES
    ]


def _pattern(msgid: str, code: str) -> str:
    with override(code):
        pieces = _PLACE.split(gettext(msgid))  # words, name, s or d, words, …
    pattern = re.escape(pieces[0])
    for name, kind, words in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        pattern += f"(?P<{name}>{r'[0-9]+' if kind == 'd' else '.+?'})" + re.escape(words)
    return pattern
