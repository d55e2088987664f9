"""Checking `orders/triage.yaml`; a city without the file does not triage."""

from __future__ import annotations

from typing import Any, Literal

from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context
from gongzhi.profiles.schema import Shape, Text, check_document
from gongzhi.profiles.source import ProfileSource

Kind = Literal["big", "small", "private"]
FILE = "orders/triage.yaml"


class KindShape(Shape):
    name: Text
    bodies: list[str]
    lead: str = ""


class KindsShape(Shape):
    big: KindShape
    small: KindShape
    private: KindShape


class TriageShape(Shape):
    """See the words of the file."""

    kinds: KindsShape
    by_duty: dict[Literal["department", "street", "community", "property"], Kind]
    classes: dict[str, Kind] = {}


def check_triage(
    source: ProfileSource, problems: Problems, context: Context
) -> dict[str, Any] | None:
    """The rules as a plain document; each class and kind of body that they name is there."""
    document = source.yaml(FILE, required=False)
    triage = check_document(document, TriageShape, problems) if document else None
    if document is None or triage is None:
        return None
    known = {row["code"] for row in context.documents.get("orders/categories") or ()}
    for code in triage.classes:
        if known and code not in known:
            problems.add(
                document.place("classes", code),
                _("没有这个类别：%(category_code)s") % {"category_code": code},
            )
    kinds = set((context.documents.get("orgs") or {}).get("kinds", ()))
    for key, one in triage.kinds:
        for number, body in enumerate([*one.bodies, one.lead.removeprefix("kind:")]):
            if body and kinds and body not in kinds:
                part = ("bodies", number) if number < len(one.bodies) else ("lead",)
                problems.add(
                    document.place("kinds", key, *part),
                    _("没有这一类单位：%(name)s") % {"name": body},
                    sorted(kinds),
                )
    return triage.model_dump()
