"""What the profile in force says about relations, kinds, structure and powers."""

from __future__ import annotations

from threading import Lock
from typing import Any

from django.utils.translation import get_language

from gongzhi.orgs.relations_file import RelationsFile
from gongzhi.profiles import selectors as profiles

_lock = Lock()
_kept: dict[int, RelationsFile] = {}


def relations() -> RelationsFile:
    """`orgs/relations.yaml` of the release in force."""
    current = profiles.current()
    with _lock:
        if current.release_id not in _kept:
            _kept.clear()
            found = RelationsFile.model_validate(current.section("orgs/relations"))
            _kept[current.release_id] = found
        return _kept[current.release_id]


def kinds_of(group: str) -> tuple[str, ...]:
    """Kinds of one of the file's groups: party, leading, joint, temporary, unit, community."""
    return tuple(relations().groups[group])


def section(key: str) -> Any:
    """A section's document; None when the release is older than the section."""
    return profiles.current().document.get(key)


def language() -> str:
    """`zh` or `en`, as names in profiles are keyed."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def kind_names() -> dict[str, str]:
    """Key → name in the page's language, in the order of the file."""
    kinds = profiles.current().section("orgs")["kinds"]
    return {key: name[language()] for key, name in kinds.items()}
