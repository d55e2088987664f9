"""What the profile in force says about relations, kinds, structure and powers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from gongzhi.orgs.profile.relations_file import RelationsFile
from gongzhi.profiles import selectors as profiles
from gongzhi.profiles.ofrelease import OfRelease

_relations = OfRelease(
    lambda release: RelationsFile.model_validate(release.section("orgs/relations"))
)


def relations() -> RelationsFile:
    """`orgs/relations.yaml` of the release in force."""
    return _relations.get()


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
