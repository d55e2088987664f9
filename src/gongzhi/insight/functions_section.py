"""`insight/functions.yaml`: what work belongs to which function of the grid (XY-14).

Nothing is tagged by hand: the process, the class or the kind of a piece of work says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.orders.process.spec import pick
from gongzhi.profiles.ofrelease import OfRelease
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import Shape, Text, check_document
from gongzhi.profiles.source import ProfileSource

FILE: Final = "insight/functions.yaml"
KEY: Final = "insight/functions"
ALONE: Final = "none"  # an activity that no group holds
_LISTS: Final = ("processes", "classes", "posts", "activities")
_ALL: Final = ("visits", "rounds")


class FunctionShape(Shape):
    """See the words of the file."""

    key: str
    name: Text
    processes: list[str] = []
    classes: list[str] = []
    posts: list[str] = []
    activities: list[str] = []
    visits: bool = False
    rounds: bool = False


class FunctionsShape(Shape):
    functions: list[FunctionShape]


@dataclass(frozen=True)
class Functions:
    """Names by key, in the profile's order; of each list: what it names → key of the function."""

    names: Mapping[str, Mapping[str, str]]
    of: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def name(self, key: str) -> str:
        return pick(self.names[key])


def check_functions(
    source: ProfileSource, problems: Problems, context: Context
) -> dict[str, Any] | None:
    """The file as a plain document; None where the city has none. What is named is there, once."""
    document = source.yaml(FILE, required=False)
    shape = check_document(document, FunctionsShape, problems) if document else None
    if document is None or shape is None:
        return None
    known = _known(context)
    seen: set[tuple[str, str]] = set()
    for number, one in enumerate(shape.functions):
        for place, what, name in [*_named(one), ((), "key", one.key)]:
            where = document.place("functions", number, what, *place)
            if (what, name) in seen:
                problems.add(where, _("%(name)s 写了两次，每样只能归一项") % {"name": name})
            elif known.get(what) and name not in known[what]:
                allowed = "、".join(sorted(known[what]))
                problems.add(
                    where, _("没有 %(name)s。可以写：%(allowed)s") % {"name": name, "allowed": allowed}
                )  # fmt: skip
            seen.add((what, name))
    return shape.model_dump()


def _named(one: FunctionShape) -> Iterator[tuple[tuple[int, ...], str, str]]:
    """(place in its list, list, name)."""
    for what in _LISTS:
        for number, name in enumerate(getattr(one, what)):
            yield (number,), what, name
    for what in _ALL:
        if getattr(one, what):
            yield (), what, what


def _known(context: Context) -> dict[str, set[str]]:
    documents = context.documents
    volunteers = documents.get("volunteering/settings") or {}
    venues = documents.get("venues/settings") or {}
    groups = {one["key"] for one in venues.get("group_kinds", ())}
    return {
        "processes": set(documents.get("orders/processes") or ()),
        "classes": {row["code"] for row in documents.get("orders/categories") or ()},
        "posts": {one["key"] for one in volunteers.get("post_kinds", ())},
        "activities": groups | {ALONE} if groups else set(),
    }


def _parsed(release: Any) -> Functions | None:
    document = release.section(KEY)
    if not document:
        return None
    of: dict[str, dict[str, str]] = {what: {} for what in (*_LISTS, *_ALL)}
    for row in document["functions"]:
        for _place, what, name in _named(FunctionShape.model_validate(row)):
            of[what][name] = row["key"]
    return Functions({row["key"]: row["name"] for row in document["functions"]}, of)


current_functions: OfRelease[Functions | None] = OfRelease(_parsed)


def register() -> None:
    """Make the section known; after those whose names it uses."""
    register_section(Section(KEY, 90, check_functions))
