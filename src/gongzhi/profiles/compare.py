"""Differences between two configuration documents."""

import json
from collections.abc import Iterator
from typing import Any

from gongzhi.profiles.registry import Change

_ABSENT = object()


def document_changes(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """What differs, section by section, down to the single value."""
    changes: list[Change] = []
    for section in sorted(old.keys() | new.keys()):
        for path, before, after in _walk(old.get(section, _ABSENT), new.get(section, _ABSENT), ""):
            changes.append(_change(section, path, before, after))
    return changes


def _walk(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            below = f"{path}.{key}" if path else str(key)
            yield from _walk(old.get(key, _ABSENT), new.get(key, _ABSENT), below)
    elif old is not new and (old is _ABSENT or new is _ABSENT or old != new):
        yield path, old, new


def _change(section: str, path: str, before: Any, after: Any) -> Change:
    if before is _ABSENT:
        return Change(section, "add", path, _short(after))
    if after is _ABSENT:
        return Change(section, "remove", path, _short(before))
    return Change(section, "change", path, f"{_short(before)} → {_short(after)}")


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"
