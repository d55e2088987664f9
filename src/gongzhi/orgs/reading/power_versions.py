"""Versions of the register of powers: what each release of the profile added, took away, changed.

The releases are the only store, as for the duties (ML-14, ML-15, JN-10).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongzhi.orgs import rules
from gongzhi.orgs.config import language
from gongzhi.profiles.models import ProfileRelease

Powers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class PowerVersion:
    """A release in which the register differs from the one before; names of powers."""

    version: int
    applied_at: datetime
    count: int
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def power_versions() -> list[PowerVersion]:
    """The releases that changed the register, the newest first; none while there is no power."""
    found: list[PowerVersion] = []
    last: Powers = {}
    rows = ProfileRelease.objects.order_by("version").values_list(
        "version", "applied_at", "document__orgs/powers"
    )
    for version, applied_at, document in rows:
        powers: Powers = {line["key"]: line for line in document or []}
        change = rules.difference(last, powers)
        if change.added or change.removed or change.changed:
            found.append(
                PowerVersion(
                    version, applied_at, len(powers), _names(change.added, powers),
                    _names(change.removed, last), _names(change.changed, powers),
                )
            )  # fmt: skip
        last = powers
    return found[::-1]


def _names(keys: tuple[str, ...], powers: Powers) -> tuple[str, ...]:
    name = "name_en" if language() == "en" else "name"
    return tuple(str(powers[key][name]) for key in keys)
