"""What comes with an action: words of a sane length, without characters that cannot be kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid

LONGEST: Final = 4000
MOST_ITEMS: Final = 100

# What programs may send; the engine itself adds more (an outbox's answer, who leads, by when).
KNOWN: Final = frozenset(
    {
        "reason", "note", "result", "body", "bodies", "person", "category", "limit",
        "answer_on", "into", "write",
    }
)  # fmt: skip


def checked_payload(payload: dict[str, Any]) -> dict[str, Any]:
    """A copy of the payload. Raises Invalid, naming the field, for what cannot be kept."""
    for name, value in payload.items():
        for text in (name, *_texts(value)):
            if "\x00" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
                raise Invalid(_("文字里有不能识别的字符，请删掉后再交。"), name)
            if len(text) > LONGEST:
                raise Invalid(_("文字太长，请控制在%(max)d字以内。") % {"max": LONGEST}, name)
        if isinstance(value, list) and len(value) > MOST_ITEMS:
            raise Invalid(_("选得太多，最多%(max)d项。") % {"max": MOST_ITEMS}, name)
    return dict(payload)


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


def from_program(payload: dict[str, Any]) -> dict[str, Any]:
    """What a program sent: known names, plain values. Raises Invalid for anything else."""
    for name, value in payload.items():
        plain = value is None or isinstance(value, str | int)
        codes = name == "bodies" and isinstance(value, list)
        if name not in KNOWN or not (plain or (codes and all(isinstance(v, str) for v in value))):
            raise Invalid(_("不认识的字段：%(name)s") % {"name": name[:40]}, name[:40])
    return payload
