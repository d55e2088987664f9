"""Finding classes, bodies and areas by a few words, for the inputs that hold their codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from gongzhi.areas import selectors as areas
from gongzhi.kernel.textindex import initials
from gongzhi.office.process_subjects import stage_names
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles.content import ProfileFiles

MOST = 30


def found_options(files: ProfileFiles, what: str, query: str) -> list[tuple[str, str]]:
    """(code, name) of at most `MOST` things of one of `WHAT` that hold the words."""
    every = WHAT[what](files)
    words = query.lower().split()
    found = [
        (code, name)
        for code, name in every
        if all(
            word in f"{code} {name}".lower() or (word.isascii() and word in initials(name).lower())
            for word in words
        )
    ]
    return found[:MOST]


def _classes(files: ProfileFiles) -> list[tuple[str, str]]:
    rows = files.rows("orders/categories.csv").items()
    return [(key[0], row["name"]) for key, row in rows if row["kind"] != "group"]


def _groups(files: ProfileFiles) -> list[tuple[str, str]]:
    rows = files.rows("orders/categories.csv").items()
    return [(key[0], row["name"]) for key, row in rows if row["kind"] != "item"]


def _bodies(files: ProfileFiles) -> list[tuple[str, str]]:
    kinds = (files.yaml("orgs/kinds.yaml") or {}).get("kinds", {})
    of_kind = [(f"kind:{key}", kind["zh"]) for key, kind in kinds.items()]
    return of_kind + [
        (body.code, " · ".join(dict.fromkeys(filter(None, (body.name, body.short_name)))))
        for body in orgs.bodies_of_kind(*kinds)
    ]


def _areas(_files: ProfileFiles) -> list[tuple[str, str]]:
    return [(area.code, area.name) for area in areas.current_areas()]


def _stages(files: ProfileFiles) -> list[tuple[str, str]]:
    return [(key, str(name)) for key, name in stage_names(files).items()]


WHAT: Final[dict[str, Callable[[ProfileFiles], list[tuple[str, str]]]]] = {
    "class": _classes,
    "group": _groups,
    "body": _bodies,
    "area": _areas,
    "stage": _stages,
}
