"""Sentences that are kept and read later, by somebody who may read another language.

`said("应是%(low)d到%(high)d的整数。") % {"low": 1, "high": 9}` is text like any other, and remembers
what it was made of: `stored` gives that as JSON, `worded` the sentence in the language in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from django.utils.functional import Promise
from django.utils.translation import gettext

from gongzhi.kernel.errors import GongzhiError

_SAID, _WITH = "said", "with"


class Said(str):
    """A translated sentence with its msgid and the values that were filled in."""

    __slots__ = ("msgid", "values")
    msgid: str
    values: Mapping[str, Any]

    @classmethod
    def of(cls, msgid: str, values: Mapping[str, Any]) -> Self:
        """In the language in force; without values nothing is filled in."""
        text = gettext(msgid)
        made = cls(text % {k: _text(v) for k, v in values.items()} if values else text)
        made.msgid, made.values = msgid, values
        return made

    def __mod__(self, values: Any) -> Said:
        return Said.of(self.msgid, values)


def said(msgid: str) -> Said:
    """A sentence to be kept; used as `_`, so that catalogues find it."""
    return Said.of(msgid, {})


def sentence_of(error: GongzhiError) -> str:
    """What an error says, still knowing what it was made of where it does."""
    return error.message if isinstance(error.message, Said) else str(error)


def stored(sentence: Any) -> Any:
    """JSON of a sentence: its msgid and values where they are known, else its text."""
    if isinstance(sentence, Said):
        values = {name: stored(value) for name, value in sentence.values.items()}
        return {_SAID: sentence.msgid, _WITH: values}
    if isinstance(sentence, Promise):
        return {_SAID: sentence._args[0], _WITH: {}}  # type: ignore[attr-defined] # gettext_lazy
    if isinstance(sentence, list | tuple):
        return [stored(one) for one in sentence]
    return sentence


def worded(kept: Any) -> str:
    """The sentence of what `stored` gave, in the language in force."""
    return _text(_read(kept))


def _read(kept: Any) -> Any:
    if isinstance(kept, dict):
        values = {name: _read(value) for name, value in kept.get(_WITH, {}).items()}
        return Said.of(kept[_SAID], values)
    return [_read(one) for one in kept] if isinstance(kept, list) else kept


def _text(value: Any) -> Any:
    """Numbers stay numbers, for %(n)d; several things are listed as the language lists them."""
    if isinstance(value, list | tuple):
        return gettext("、").join(str(_text(one)) for one in value)
    return str(value) if isinstance(value, Promise) else value
