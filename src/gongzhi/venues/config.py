"""What the profile says about stations and rooms: `venues/settings.yaml`."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated

from pydantic import Field

from gongzhi.profiles.ofrelease import OfRelease
from gongzhi.profiles.schema import Named, Shape, Text
from gongzhi.profiles.selectors import Settings

SECTION = "venues/settings"


class ShiftPattern(Shape):
    """One shift of the usual roster; the post on duty is a post, never a person."""

    name: Text
    starts: time
    ends: time
    post: Text


class Roster(Shape):
    """Usual opening hours and shifts (ML-29: read as twelve opening hours in two shifts)."""

    opens: time
    closes: time
    shifts: Annotated[list[ShiftPattern], Field(min_length=1, max_length=4)]


class Rules(Shape):
    """How a room is booked where it says nothing else (XY-30)."""

    ahead_days: Annotated[int, Field(ge=1, le=365)]
    longest_minutes: Annotated[int, Field(ge=30, le=1440)]
    open_most: Annotated[int, Field(ge=1, le=50)]
    unit_most: Annotated[int, Field(ge=1, le=50)]
    confirm: bool


class Lending(Shape):
    """For how many days tools are lent at most, and how many of one kind to one person."""

    days: Annotated[int, Field(ge=1, le=90)]
    each_most: Annotated[int, Field(ge=1, le=100)]


class Hall(Shape):
    """Queue numbers: counters, and times that can be booked ahead with the places in each."""

    counters: Annotated[int, Field(ge=1, le=60)]
    slot_minutes: Annotated[int, Field(ge=10, le=240)]
    slot_places: Annotated[int, Field(ge=1, le=200)]
    ahead_days: Annotated[int, Field(ge=0, le=60)]


class VenueSettings(Shape):
    """`venues/settings.yaml`: `checklist` names the kinds of rooms each community should have."""

    station_kinds: Annotated[list[Named], Field(min_length=1)]
    room_kinds: Annotated[list[Named], Field(min_length=1)]
    functions: list[Named]
    group_kinds: list[Named]
    checklist: list[str]
    roster: Roster
    booking: Rules
    early_minutes: Annotated[int, Field(ge=0, le=120)]
    # A release from before tools were lent and numbers were called has the usual ones.
    lending: Lending = Lending(days=7, each_most=2)
    hall: Hall = Hall(counters=4, slot_minutes=30, slot_places=4, ahead_days=7)


def _read(release: Settings) -> VenueSettings | None:
    document = release.section(SECTION)
    return VenueSettings.model_validate(document) if document else None


_settings = OfRelease(_read)


def settings_or_none() -> VenueSettings | None:
    """The settings of the release in force; None for a release without them."""
    return _settings.get()


def early() -> timedelta:
    """How long before the beginning somebody may check in."""
    settings = settings_or_none()
    return timedelta(minutes=settings.early_minutes if settings else 0)


def names(part: str) -> dict[str, str]:
    """Key → name of `station_kinds`, `room_kinds`, `functions` or `group_kinds`."""
    settings = settings_or_none()
    rows: list[Named] = getattr(settings, part) if settings else []
    return {one.key: one.name.said() for one in rows}


def checklist() -> list[str]:
    """Kinds of rooms that each community should have (XY-29)."""
    settings = settings_or_none()
    return list(settings.checklist) if settings else []
