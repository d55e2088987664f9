"""The three lists, one entry from need to result, and the needs that nobody answers yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.words.wording import short_of

from ..lists import PARTS, STATES, NamedList, classes, list_of, named_lists
from ..models import Entry
from ..reach import kept_bodies
from .left import left_over

SHOWN = 300


@dataclass(frozen=True)
class EntryLine:
    """One entry in words."""

    row: Entry
    class_name: str
    body: str
    support: str
    part: str
    state: str
    mine: bool


@dataclass(frozen=True)
class ListTab:
    """One list and how many of its entries are open."""

    list: NamedList
    n: int


@dataclass(frozen=True)
class ListsPage:
    tabs: list[ListTab]
    current: NamedList
    lines: list[EntryLine]
    more: bool


@dataclass(frozen=True)
class Trace:
    """An entry with what was agreed for it, or the need and the offer that it came from."""

    line: EntryLine
    listed: NamedList | None
    left: int
    need: EntryLine | None
    offer: EntryLine | None
    answers: list[EntryLine]


@dataclass(frozen=True)
class Unmet:
    """Open needs of one community and class: how many entries, and units still without answer."""

    body: str
    class_name: str
    entries: int
    units: int
    unit: str


def lists_page(actor: Actor, *, key: str, state: str) -> ListsPage:
    """One list (the first when the key is not known). NotFound where the profile has none."""
    lists = named_lists()
    if not lists:
        raise NotFound
    rows = Entry.objects.visible_to(actor)
    open_now = Counter(rows.filter(state="open").values_list("side", flat=True))
    current = next((one for one in lists if one.key == key), lists[0])
    found = rows.filter(side=current.side, state=state if state in STATES else "open")
    lines = _lines(actor, list(found.order_by("ends_on", "pk")[: SHOWN + 1]))
    tabs = [ListTab(one, open_now[one.side]) for one in lists]
    return ListsPage(tabs, current, lines[:SHOWN], len(lines) > SHOWN)


def trace(actor: Actor, entry_id: int) -> Trace:
    """NotFound outside the scope."""
    row: Entry | None = Entry.objects.visible_to(actor).filter(pk=entry_id).first()
    if row is None:
        raise NotFound
    # What is linked to an entry that one sees belongs to it.
    linked = Entry.reached.filter(Q(need_id=row.pk) | Q(offer_id=row.pk)).order_by("pk")
    ahead = Entry.reached.filter(pk__in=[key for key in (row.need_id, row.offer_id) if key])
    before = {one.row.side: one for one in _lines(actor, list(ahead))}
    return Trace(
        line=_lines(actor, [row])[0],
        listed=list_of(row.side),
        left=left_over([row])[row.pk] if row.side != "carry" else 0,
        need=before.get("need"),
        offer=before.get("offer"),
        answers=_lines(actor, list(linked)),
    )


def unmet(actor: Actor) -> list[Unmet]:
    """By community and class, in the order of the communities' codes; nothing is ranked."""
    rows = list(
        Entry.objects.visible_to(actor)
        .filter(side="need", state="open")
        .order_by("body__code", "class_key", "unit", "pk")
    )
    names = classes()
    counts: Counter[tuple[int, str, str]] = Counter()
    units: Counter[tuple[int, str, str]] = Counter()
    left = left_over(rows)
    for row in rows:
        if left[row.pk] > 0:
            counts[row.body_id, row.class_key, row.unit] += 1
            units[row.body_id, row.class_key, row.unit] += left[row.pk]
    return [
        Unmet(short_of(key[0]), names.get(key[1], key[1]), n, units[key], key[2])
        for key, n in counts.items()
    ]


def _lines(actor: Actor, rows: list[Entry]) -> list[EntryLine]:
    names = classes()
    mine = {body.id for body in kept_bodies(actor)}
    return [
        EntryLine(
            row, names.get(row.class_key, row.class_key), short_of(row.body_id),
            short_of(row.support_id), str(PARTS[row.part]), str(STATES[row.state]),
            row.body_id in mine or row.support_id in mine,
        )
        for row in rows
    ]  # fmt: skip
