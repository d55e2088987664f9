"""How a city speaks of its own model: `model.yaml` groups pages and figures under its words.

Seed rows QA-01 (一网统管、三化共治、全域联动), JN-26 (六位一体), Mile's 五化管理 and 五式服务.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.profiles import selectors as profiles
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import Shape, check_document
from gongzhi.profiles.source import ProfileSource

# The numbers of the wall, in the order in which they stand where a city groups nothing.
FIGURES: Final = (
    *("reported", "closed", "on_time", "solved"),
    *("satisfied", "reworked", "open", "overdue"),
)


class PartLine(Shape):
    """One part of the model. `pages` of the desk by the last word of their address; `classes` of
    matters whose count of 30 days the wall shows for this part.
    """

    key: str
    zh: str
    en: str
    pages: list[str] = []
    figures: list[str] = []
    classes: list[str] = []


class ModelFile(Shape):
    """`model.yaml`."""

    parts: list[PartLine]


@dataclass(frozen=True)
class Part:
    """One part, named in both languages."""

    key: str
    zh: str
    en: str
    pages: tuple[str, ...]
    figures: tuple[str, ...]
    classes: tuple[str, ...]

    def label(self, language: str) -> str:
        return self.en if language.startswith("en") else self.zh


def parts() -> tuple[Part, ...]:
    """The parts of the city's model; none where the profile names none, or before there is one."""
    try:
        document = profiles.current().section("model")
    except profiles.NoProfileError:
        return ()
    return tuple(
        Part(
            key=part["key"],
            zh=part["zh"],
            en=part["en"],
            pages=tuple(part["pages"]),
            figures=tuple(part["figures"]),
            classes=tuple(part["classes"]),
        )
        for part in (document or {}).get("parts", ())
    )


def _check(source: ProfileSource, problems: Problems, context: Context) -> Any:
    from .navigation import NAVIGATION

    document = source.yaml("model.yaml", required=False)
    model = check_document(document, ModelFile, problems) if document else None
    if document is None or model is None:
        return None
    classes = {row["code"] for row in context.documents.get("orders/categories") or []}
    allowed = {
        "pages": {item.key for item in NAVIGATION["desk"]},
        "figures": set(FIGURES),
        "classes": classes,
    }
    taken: set[tuple[str, str]] = set()
    for number, part in enumerate(model.parts):
        if ("key", part.key) in taken:
            problems.add(
                document.place("parts", number, "key"),
                _("这个键已经用过：%(key)s") % {"key": part.key},
            )
        taken.add(("key", part.key))
        for field, values in allowed.items():
            for index, value in enumerate(getattr(part, field)):
                place = document.place("parts", number, field, index)
                if value not in values:
                    problems.add(
                        place, _("没有这一项：%(value)s") % {"value": value}, sorted(values)
                    )
                elif (field, value) in taken:
                    problems.add(place, _("已经归到别的部分：%(value)s") % {"value": value})
                taken.add((field, value))
    return model.model_dump(mode="json")


def register() -> None:
    """Make the section known."""
    register_section(Section("model", 95, _check))
