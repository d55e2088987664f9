"""Releases of the configuration: the list, one's changes, two compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from gongzhi.office.reading import files_of
from gongzhi.office.wording import Teller, Told
from gongzhi.profiles.content import differences
from gongzhi.profiles.models import ProfileRelease

_LIGHT = ("document", "files")


def releases() -> QuerySet[ProfileRelease]:
    """All releases without their bulky documents, the newest first."""
    return ProfileRelease.objects.defer(*_LIGHT).order_by("-version")


def release_of(version: int) -> ProfileRelease | None:
    """One release, whole."""
    return ProfileRelease.objects.filter(version=version).first()


def compared(old: ProfileRelease, new: ProfileRelease) -> list[Told]:
    """What two releases say differently, in words."""
    return Teller(files_of(new)).all(differences(files_of(old), files_of(new)))


@dataclass(frozen=True)
class LastChange:
    """When a file was last changed, by whom, in which release."""

    version: int
    at: datetime
    by: str
    source: str


def last_changes(most: int = 30) -> dict[str, LastChange]:
    """By file (without folder): the newest of the last `most` releases that changed it."""
    found: dict[str, LastChange] = {}
    newer: ProfileRelease | None = None
    for release in ProfileRelease.objects.defer("document").order_by("-version")[: most + 1]:
        if newer is not None:
            for name in {*newer.files, *release.files}:
                relative = name.partition("/")[2]
                if newer.files.get(name) != release.files.get(name) and relative not in found:
                    found[relative] = LastChange(
                        newer.version, newer.applied_at, newer.made_by_name, newer.source
                    )
        newer = release
    return found
