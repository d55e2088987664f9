"""What comes with an action: words of a sane length, without characters that cannot be kept."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid

LONGEST: Final = 4000
MOST_ITEMS: Final = 100

# What an action may be told, by the kind of value: words, a list of codes, a person, yes or no.
WORDS: Final = frozenset(
    {"reason", "note", "result", "comment", "body", "category", "limit", "answer_on", "into",
     "reached", "said", "said_satisfied"}
)  # fmt: skip
_KINDS: Final[dict[str, type | tuple[type, ...]]] = {
    **dict.fromkeys(WORDS, str),
    "bodies": list,
    "person": (str, int),
    "write": (bool, str),
}


# Names that mean something to the engine: no field of a process may be called so.
KNOWN: Final = frozenset(_KINDS) | {
    "lead", "why", "due", "solved", "for", "source", "public", "feedback", "satisfaction", "other",
    "call", "called", "raised", "silent", "to", "by", "triage", "original",
}  # fmt: skip


def checked_payload(payload: dict[str, Any]) -> dict[str, Any]:
    """A copy of the payload. Raises Invalid, naming the field, for what cannot be kept."""
    for name, value in payload.items():
        if not _is_of_its_kind(name, value):
            raise Invalid(_("这一项填写的格式不对：%(name)s") % {"name": name[:40]}, name[:40])
        for text in (name, *_texts(value)):
            if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
                raise Invalid(_("文字里有不能识别的字符，请删掉后再交。"), name)
            if len(text) > LONGEST:
                raise Invalid(_("文字太长，请控制在%(max)d字以内。") % {"max": LONGEST}, name)
        if isinstance(value, list) and len(value) > MOST_ITEMS:
            raise Invalid(_("选得太多，最多%(max)d项。") % {"max": MOST_ITEMS}, name)
    return dict(payload)


def _is_of_its_kind(name: str, value: Any) -> bool:
    """Events are read for ever: a number where words belong would break every reader."""
    if value is None or name not in _KINDS:
        return True
    if isinstance(value, list):
        return name == "bodies" and all(isinstance(item, str) for item in value)
    return isinstance(value, _KINDS[name])


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def refuse_unknown(payload: dict[str, Any], fields: Container[str]) -> None:
    """What a program sent names only what the engine knows, or a field of the order's process."""
    for name in payload:
        if name not in _KINDS and name not in fields:
            raise Invalid(_("不认识的字段：%(name)s") % {"name": name[:40]}, name[:40])
