"""The profile section of stations and rooms: keys once, checklist known, shifts without gaps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import check_document
from gongzhi.profiles.source import ProfileSource

from .config import SECTION, VenueSettings
from .rules import Span, roster_problem


def check_settings(source: ProfileSource, problems: Problems, _context: Context) -> Any:
    """`venues/settings.yaml`."""
    document = source.yaml("venues/settings.yaml")
    settings = check_document(document, VenueSettings, problems) if document else None
    if settings is None or document is None:
        return None
    for part in ("station_kinds", "room_kinds", "functions", "group_kinds"):
        keys = [one.key for one in getattr(settings, part)]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                problems.add(document.place(part, index), _("重复：%(key)s") % {"key": key})
    rooms = [one.key for one in settings.room_kinds]
    for index, key in enumerate(settings.checklist):
        if key in settings.checklist[:index]:
            problems.add(document.place("checklist", index), _("重复：%(key)s") % {"key": key})
        if key not in rooms:
            problems.add(
                document.place("checklist", index), _("没有“%(value)s”") % {"value": key}, rooms
            )
    roster = settings.roster
    spans = [Span(one.starts, one.ends) for one in roster.shifts]
    problem = roster_problem(Span(roster.opens, roster.closes), spans)
    if problem:
        problems.add(document.place("roster", "shifts"), problem)
    return settings.model_dump(mode="json")


def register() -> None:
    """Make the section known."""
    register_section(Section(SECTION, 66, check_settings))
