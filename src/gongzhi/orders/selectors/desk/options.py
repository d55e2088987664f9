"""What can be chosen in filters and forms: classes, areas, bodies, people."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import NamedTuple

from django.utils.translation import gettext as _

from gongzhi.accounts.selectors import people_at, program_accounts
from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor, covers
from gongzhi.kernel.textindex import initials, matches
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kind_names as city_kind_names
from gongzhi.orgs.selectors import BodyRef

from ...dispatch.catalogue import active_categories, limits_of
from ...dispatch.routing import guard_lead
from ...dispatch.suggesting import Entry, suggest
from ...models import Category, Order
from ...words.wording import limit_words
from ..resident_nearby import lies_within
from .names import category_name, language

Choice = tuple[str, str]
LEAD_KINDS = ("department", "utility", "street", "town", "community", "property", "squad", "centre")
AREA_DEPTH = 2  # streets and communities: a list of every estate would not be read


class Pick(NamedTuple):
    """A body to tick or to choose: its initials find it, `refusal` says why it may not be chosen."""

    code: str
    name: str
    letters: str
    refusal: str = ""


def group_choices() -> list[Choice]:
    """大类, for the filter."""
    return [(row.code, category_name(row)) for row in active_categories() if row.kind == "group"]


def area_choices(actor: Actor) -> list[Choice]:
    """Streets and communities that the posts cover; all when a post has no area."""
    paths = places_of(actor)
    found = []
    for area in sorted(areas.current_areas(), key=lambda one: one.path):
        inside = not paths or any(covers(p, area.path) for p in paths)
        if area.parent_id is not None and area.level <= AREA_DEPTH and inside:
            indent = "　" if area.level == AREA_DEPTH else ""
            found.append((area.code, indent + area.label(language())))
    return found


def kind_names() -> dict[str, str]:
    return {
        "department": _("部门"),
        "utility": _("公用企业"),
        "street": _("街道"),
        "town": _("乡镇"),
        "community": _("社区"),
        "property": _("物业"),
        "squad": _("派驻队伍"),
        "centre": _("中心"),
    }


def near_groups(
    kinds: Sequence[str], area_path: str, without: Collection[str] = ()
) -> list[tuple[str, list[Choice]]]:
    """Bodies of these kinds: those that serve the place, then by kind, each with the nearest first.

    Near is the smallest area that the body and the place have in common. `without` are codes.
    """
    found = {
        kind: [(_shared(body, area_path), body) for body in orgs.bodies_of_kind(kind)
               if body.code not in without]
        for kind in kinds
    }  # fmt: skip
    steps = len(area_path.strip(".").split("."))
    serving = [body for rows in found.values() for near, body in rows if near >= steps > 1]
    names, here = city_kind_names(), {body.id for body in serving}
    groups = [(_("服务这个地方的单位"), serving)]
    for kind, rows in found.items():
        ranked = sorted((row for row in rows if row[1].id not in here), key=lambda row: -row[0])
        groups.append((names.get(kind, kind), [body for _near, body in ranked]))
    return [(name, [(b.code, b.label(language())) for b in rows]) for name, rows in groups if rows]


def _shared(body: BodyRef, area_path: str) -> int:
    """How many levels an area of the body and the place have in common.

    As many as the place has when the body serves it; what serves the whole city is near nowhere.
    """
    place = area_path.strip(".").split(".")
    best = 0
    for ref in (areas.area_by_id(pk) for pk in orgs.areas_of(body.id)):
        steps = ref.path.strip(".").split(".") if ref else []
        pairs = zip(steps, place, strict=False)
        shared = sum(1 for _same in takewhile(lambda pair: pair[0] == pair[1], pairs))
        if len(steps) > 1 and shared == len(steps):
            return len(place)
        best = max(best, shared)
    return best


def to_pick(
    groups: Sequence[tuple[str, list[Choice]]], refused: Mapping[str, str] | None = None
) -> list[tuple[str, list[Pick]]]:
    """Groups of bodies as a list to pick from shows them: each with what finds it, and why not."""
    reasons = refused or {}
    return [
        (kind, [Pick(code, name, initials(name), reasons.get(code, "")) for code, name in bodies])
        for kind, bodies in groups
    ]


@dataclass(frozen=True)
class LeadChoice:
    """A body that people at once think of, and why it may not lead, if it may not."""

    body: BodyRef
    label: str
    refusal: str
    alternatives: tuple[BodyRef, ...]


def near_leads(order: Order) -> list[LeadChoice]:
    """The street, community and property firm that answer for the place, each judged by the guard."""
    found = []
    for kind in ("street", "community", "property"):
        body = orgs.responsible_body(kind, order.area_path)
        if body is None:
            continue
        refusal = guard_lead(body, order.category, order.area_path)
        found.append(
            LeadChoice(
                body=body,
                label=body.label(language()),
                refusal=refusal.reason if refusal else "",
                alternatives=refusal.alternatives if refusal else (),
            )
        )
    return found


def people_choices(order: Order) -> list[Choice]:
    """Who works at the lead body; accounts that only programs use are no people."""
    if order.lead_body_id is None:
        return []
    found = people_at(body_id=order.lead_body_id)
    programs = program_accounts(p.id for p in found)
    return [(str(p.id), p.name) for p in found if p.id not in programs]


def item_groups() -> list[tuple[str, list[Choice]]]:
    """Every item under its group, for a select with groups."""
    rows = active_categories()
    by_id = {row.pk: row for row in rows}
    grouped: dict[int, list[Choice]] = {}
    for row in rows:
        if row.kind == "item":
            grouped.setdefault(_group_of(row, by_id).pk, []).append((row.code, category_name(row)))
    return [(category_name(by_id[pk]), choices) for pk, choices in grouped.items()]


def _group_of(row: Category, by_id: dict[int, Category]) -> Category:
    while row.parent_id is not None and row.parent_id in by_id:
        row = by_id[row.parent_id]
    return row


@dataclass(frozen=True)
class Found:
    """A class found by a search, with its limits."""

    code: str
    name: str
    group: str
    emergency: bool
    hint: str
    limits: tuple[Choice, ...]


def find_categories(q: str, *, most: int = 8) -> list[Found]:
    """Items that answer what was typed (name, alias, pinyin initials) or said in a sentence."""
    rows = [row for row in active_categories() if row.kind == "item"]
    by_id = {row.pk: row for row in active_categories()}
    scored = [
        (-matches(q, row.name, row.initials or initials(row.name), row.aliases), place, row)
        for place, row in enumerate(rows)
    ]
    found = [row for score, _place, row in sorted(scored, key=lambda s: s[:2]) if score]
    if not found:
        entries = [Entry(row.code, row.name, tuple(row.aliases.split("|"))) for row in rows]
        by_code = {row.code: row for row in rows}
        found = [by_code[code] for code in suggest(q, entries, most=most)]
    return [_found(row, by_id) for row in found[:most]]


def _found(row: Category, by_id: dict[int, Category]) -> Found:
    return Found(
        code=row.code,
        name=category_name(row),
        group=category_name(_group_of(row, by_id)),
        emergency=row.emergency,
        hint=row.emergency_hint,
        limits=limit_choices(row),
    )


def limit_choices(category: Category | None) -> tuple[Choice, ...]:
    """`(key, 条件 · 时限)` of a class; the first is the default."""
    if category is None:
        return ()
    english = language().startswith("en")
    return tuple(
        (
            row.condition_key,
            f"{(row.condition_en if english and row.condition_en else row.condition)}"
            f" · {limit_words(row.amount, row.unit)}",
        )
        for row in limits_of(category.pk)
    )


def estates_named(actor: Actor, named: str) -> list[str]:
    """Codes of the smallest areas in reach of this code or name; two at most."""
    within = places_of(actor)
    found = (
        area.code
        for area in areas.leaf_areas()
        if named in (area.code, area.name, area.name_en) and lies_within(area, within)
    )
    return list(islice(found, 2))


def places_of(actor: Actor) -> list[str]:
    """Paths of the areas of the posts; none for a post of the whole city."""
    return [post.area_path for post in actor.postings if post.area_path]
