"""The profile section of volunteering: every key and kind that it names must exist."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import check_document
from gongzhi.profiles.source import ProfileSource
from gongzhi.profiles.yamlfile import Document
from gongzhi.volunteering.config import SECTION, VolunteerSettings


def check_settings(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """`volunteering/settings.yaml`."""
    document = source.yaml("volunteering/settings.yaml")
    settings = check_document(document, VolunteerSettings, problems) if document else None
    if settings is None or document is None:
        return None
    for part, keys in (
        ("post_kinds", [one.key for one in settings.post_kinds]),
        ("skills", [one.key for one in settings.skills]),
        ("team_kinds", [one.key for one in settings.team_kinds]),
        ("service_days", [one.key for one in settings.service_days]),
        ("unit_kinds", settings.unit_kinds),
    ):
        for index, key in enumerate(keys):
            if key in keys[:index]:
                problems.add(document.place(part, index), _("重复：%(key)s") % {"key": key})
    _check_kinds(settings, document, problems, context)
    _check_teams(settings, document, problems, context)
    for month in settings.themes:
        if month not in {str(number) for number in range(1, 13)}:
            problems.add(
                document.place("themes", month), _("月份写1到12：%(key)s") % {"key": month}
            )
    return settings.model_dump(mode="json")


def _check_kinds(
    settings: VolunteerSettings, document: Document, problems: Problems, context: Context
) -> None:
    """Kinds of bodies are those of the city; service days name its kinds of posts."""
    known = (context.documents.get("orgs") or {}).get("kinds") or {}
    for index, kind in enumerate(settings.unit_kinds):
        if known and kind not in known:
            place = document.place("unit_kinds", index)
            problems.add(place, _("没有这类单位：%(key)s") % {"key": kind}, sorted(known))
    own = [line["key"] for line in context.documents.get("orgs/service_posts") or []]
    posts = own or [one.key for one in settings.post_kinds]
    for index, day in enumerate(settings.service_days):
        if day.kind and day.kind not in posts:
            place = document.place("service_days", index, "kind")
            problems.add(place, _("没有这类岗位：%(key)s") % {"key": day.kind}, posts)


def _check_teams(
    settings: VolunteerSettings, document: Document, problems: Problems, context: Context
) -> None:
    """Hosts are kinds of bodies, skills those of the list; orders go to a kind or to the host."""
    bodies = sorted((context.documents.get("orgs") or {}).get("kinds") or {})
    skills = [one.key for one in settings.skills]
    for index, one in enumerate(settings.team_kinds):
        takes = [one.takes] if one.takes else []
        for field, said, known in (
            ("hosts", one.hosts, bodies), ("skills", one.skills, skills),
            ("takes", takes, [*bodies, "host"]),
        ):  # fmt: skip
            for key in said:
                if known and key not in known:
                    place = document.place("team_kinds", index, field)
                    problems.add(place, _("没有“%(value)s”") % {"value": key}, known)


def register() -> None:
    """Make the section known."""
    register_section(Section(SECTION, 66, check_settings))
