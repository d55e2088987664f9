"""The sections that belong to no other domain: profile, calendar, notify."""

import re
from datetime import date, time
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import Shape, Text, check_document
from gongzhi.profiles.source import ProfileSource

Code = Annotated[str, Field(pattern=r"^[0-9]{6}$")]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Unit = Literal[
    "urgent_minute",
    "urgent_hour",
    "urgent_day",
    "working_minute",
    "working_hour",
    "working_day",
    "natural_day",
]
PLACEHOLDERS = frozenset(
    {
        *("number", "title", "lead", "due", "reason", "result", "link"),
        *(
            "code",
            "minutes",
            "over",
            "area",
            "body",
            "days",
            "sentence",
            "count",
            "person",
            "deputy",
        ),
    }
)


class County(Shape):
    """The county-level division that the profile is for."""

    code: Code
    name: str
    name_en: str


class ProfileHead(Shape):
    """`profile.yaml`."""

    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    name: Text
    platform_name: Text
    county: County
    centre: tuple[Longitude, Latitude]
    coordinates: Literal["WGS84"]
    timezone: Literal["Asia/Shanghai"]
    demo: bool
    refines: str | None = None


class CalendarFile(Shape):
    """`calendar.yaml`: hours of a working day, and days that differ from the national list."""

    roster: Annotated[list[tuple[time, time]], Field(min_length=1)]
    extra_days: dict[date, bool] = {}

    @model_validator(mode="after")
    def spans_run_forward(self) -> "CalendarFile":
        """Each span ends after it starts, and the next starts after that."""
        last = time.min
        for start, end in self.roster:
            if not last <= start < end:
                raise ValueError(_("时段应从早到晚，互不重叠"))
            last = end
        seconds = sum(
            (end.hour - start.hour) * 3600 + (end.minute - start.minute) * 60
            for start, end in self.roster
        )
        if seconds != 8 * 3600:
            raise ValueError(_("一个工作日合计应为 8 小时"))
        return self


class Escalation(Shape):
    """Who is told, with which text, when an order becomes due soon or overdue."""

    when: Literal["due_soon", "overdue"]
    tell: Annotated[list[str], Field(min_length=1)]
    text: str


class NotifyFile(Shape):
    """`notify.yaml`: the text of each event, and who hears of a late order."""

    texts: dict[str, Text]
    escalation: list[Escalation] = []


def _check_profile(source: ProfileSource, problems: Problems, context: Context) -> Any:
    document = source.yaml("profile.yaml")
    head = check_document(document, ProfileHead, problems) if document else None
    if head is None or document is None:
        return None
    if head.key != source.root.name:
        problems.add(document.place("key"), _("应与文件夹同名"), [source.root.name])
    return head.model_dump(mode="json")


def _check_calendar(source: ProfileSource, problems: Problems, context: Context) -> Any:
    document = source.yaml("calendar.yaml")
    calendar = check_document(document, CalendarFile, problems) if document else None
    return calendar.model_dump(mode="json") if calendar else None


def _check_notify(source: ProfileSource, problems: Problems, context: Context) -> Any:
    document = source.yaml("notify.yaml")
    notify = check_document(document, NotifyFile, problems) if document else None
    if notify is None or document is None:
        return None
    for key, text in notify.texts.items():
        for language, words in (("zh", text.zh), ("en", text.en)):
            place = document.place("texts", key, language)
            for name in sorted(_names_in(words) - PLACEHOLDERS):
                problems.add(
                    place, _("不认识的占位：{%(name)s}") % {"name": name}, sorted(PLACEHOLDERS)
                )
        if _names_in(text.zh) != _names_in(text.en):
            problems.add(document.place("texts", key), _("中文和英文用的占位不一样"))
    roles = context.documents.get("orgs/roles") or {}
    for index, rule in enumerate(notify.escalation):
        if rule.text not in notify.texts:
            place = document.place("escalation", index, "text")
            problems.add(place, _("没有这条文字：%(text)s") % {"text": rule.text}, notify.texts)
        for number, role in enumerate(rule.tell):
            if role not in roles:
                place = document.place("escalation", index, "tell", number)
                problems.add(place, _("没有这个岗位：%(role)s") % {"role": role}, roles)
    return notify.model_dump(mode="json")


def _names_in(words: str) -> set[str]:
    return set(re.findall(r"\{([^{}]*)\}", words))


def register() -> None:
    """Make these sections known."""
    register_section(Section("profile", 10, _check_profile))
    register_section(Section("calendar", 20, _check_calendar))
    register_section(Section("notify", 80, _check_notify))
