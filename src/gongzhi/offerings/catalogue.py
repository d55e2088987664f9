"""The items of the catalogue, finding them by words or initials, and where they are available."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.scope import covers
from gongzhi.kernel.textindex import bigrams, initials, matches
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.orders.process.spec import pick
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.profiles.selectors import current
from gongzhi.web.words import joined

from .givendays import Given, When
from .models import MenuLine
from .profile_section import ITEMS, LISTS

KINDS: Final[dict[str, str | Promise]] = {
    "one_stop": _("一站式服务"),
    "order": _("订单式服务"),
    "shared": _("共享式服务"),
    "steward": _("管家式服务"),
    "whistle": _("吹哨式服务"),
}
CHANNELS: Final[dict[str, str | Promise]] = {
    "window": _("到窗口办"),
    "self": _("可以自助"),
    "errand": _("有人代办或上门"),
}
SHOWN: Final = 60
PAIN: Final = "pain"
CODE_MOST: Final = 12


@dataclass(frozen=True)
class Item:
    """One item as the profile writes it; `days` are working days, 0 is at once."""

    code: str
    kind: str
    class_key: str
    name: str
    name_en: str
    basis: str
    materials: str
    days: int
    standard: str
    steps: tuple[str, ...]
    channel: str
    provider: str
    process: str
    preset: tuple[str, str] | None
    areas: tuple[str, ...]
    aliases: str
    class_names: dict[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    # A line of a community's own menu: whose it is; `provider` is then the code of who took it.
    menu_of: int = 0
    ended: bool = False

    @property
    def materials_said(self) -> str:
        """What to bring, in the page's language."""
        parts = self.materials.split("、") if self.materials else []
        return joined(self._said(one) for one in parts)

    @property
    def steps_said(self) -> list[str]:
        return [self._said(one) for one in self.steps]

    @property
    def standard_said(self) -> str:
        return self._said(self.standard)

    @property
    def basis_said(self) -> str:
        return self._said(self.basis)

    def _said(self, text: str) -> str:
        """The English of a text of the catalogue, where the profile has one and it is asked."""
        english = (get_language() or "zh").startswith("en")
        return self.words.get(text, text) if english else text

    @property
    def label(self) -> str:
        english = (get_language() or "zh").startswith("en")
        return self.name_en if english and self.name_en else self.name

    @property
    def kind_name(self) -> str:
        return str(KINDS[self.kind])

    @property
    def channel_name(self) -> str:
        return str(CHANNELS[self.channel])

    @property
    def class_name(self) -> str:
        return pick(self.class_names)

    @property
    def recorded(self) -> str:
        """What the order keeps: it stays readable when the catalogue changes."""
        return f"{self.code} {self.name}"


@dataclass(frozen=True)
class _Shelf:
    """All items with what they are found by."""

    items: tuple[Item, ...]
    by_code: dict[str, Item]
    initials: dict[str, str]
    tokens: dict[str, frozenset[str]]


_kept: TtlCache[int, _Shelf] = TtlCache(seconds=600, size=2)


def _shelf() -> _Shelf:
    release = current()
    return _kept.get(release.release_id, _read)


def forget() -> None:
    """Read the catalogue at the next call."""
    _kept.forget()


def _read() -> _Shelf:
    rows: list[dict[str, Any]] = current().section(ITEMS) or []
    lists = current().section(LISTS) or {}
    found = tuple(_item(row, lists.get("classes", {}), lists.get("words", {})) for row in rows)
    return _Shelf(
        items=found,
        by_code={item.code: item for item in found},
        initials={item.code: initials(item.name) for item in found},
        tokens={
            item.code: frozenset(
                bigrams("，".join((item.name, item.aliases, item.materials, item.name_en,
                                   *item.steps, *item.class_names.values())))
            )
            for item in found
        },
    )  # fmt: skip


def _item(
    row: dict[str, Any], classes: dict[str, dict[str, str]], words: Mapping[str, str]
) -> Item:
    name, _mark, option = row["preset"].partition("=")
    plain = ("code", "kind", "name", "name_en", "basis", "materials", "days", "standard",
             "channel", "provider", "process", "aliases")  # fmt: skip
    return Item(
        **{key: row[key] for key in plain},
        class_key=row["class"],
        steps=tuple(step.strip() for step in row["steps"].split("；") if step.strip()),
        preset=(name, option) if option else None,
        areas=tuple(code for code in row["areas"].split("|") if code),
        class_names=classes.get(row["class"], {}),
        words=words,
    )


def items() -> tuple[Item, ...]:
    """All of them, in the profile's order."""
    return _shelf().items


def item_by_code(code: str) -> Item | None:
    """Of the catalogue, or a line of a community's menu."""
    return _shelf().by_code.get(code) or line_by_code(code)


def line_by_code(code: str) -> Item | None:
    """A line of a community's menu as an item: whatever orders, sends and counts items does so
    with it. An ended line, and one that nobody took, has no process: it cannot be ordered.
    """
    if not (code[:1] == MenuLine.LETTER and code[1:].isdecimal() and len(code) <= CODE_MOST):
        return None
    line = MenuLine.objects.filter(pk=int(code[1:])).first()
    return line_item(line) if line else None


def line_item(line: MenuLine) -> Item:
    """`taken_now` are the takes that stand, where many lines are read at once."""
    takes = getattr(line, "taken_now", None)
    if takes is None:
        takes = list(line.takes.filter(ended_at=None)[:1])
    take = takes[0] if takes and line.ended_at is None else None
    taker = orgs.body_by_id(take.body_id) if take else None
    body = orgs.body_by_id(line.body_id)
    area = areas.area_by_id(body.area_id) if body and body.area_id else None
    menu = menu_settings() or {}
    name, _mark, option = menu.get("preset", "").partition("=")
    return Item(
        code=line.code, kind="order", class_key=PAIN, name=line.name, name_en="", basis="",
        materials="", days=line.days, standard=line.words, steps=(), channel="errand",
        provider=taker.code if taker else "", process=menu.get("process", "") if taker else "",
        preset=(name, option) if option else None, areas=(area.code,) if area else (),
        aliases="", class_names={"zh": line.pain_words}, menu_of=line.body_id,
        ended=line.ended_at is not None,
    )  # fmt: skip


def menu_settings() -> dict[str, Any] | None:
    """What an order of a menu starts; None where the city has no menus."""
    return (current().section(LISTS) or {}).get("menu")


def is_handed_over(code: str) -> bool:
    """Whether it belongs to the city's government service system."""
    return code in ((current().section(LISTS) or {}).get("handed_over") or ())


def link_of(code: str) -> str:
    """Where its bill is paid; empty for most."""
    links: dict[str, str] = (current().section(LISTS) or {}).get("links") or {}
    return links.get(code, "")


def counts() -> list[tuple[str, str, int]]:
    """Kind, its name, how many items; kinds without items are left out."""
    found = Counter(item.kind for item in items())
    return [(kind, str(name), found[kind]) for kind, name in KINDS.items() if found[kind]]


def search(
    asked: str, *, kind: str = "", area: AreaRef | None = None, day: date | None = None
) -> list[Item]:
    """Best first: names, initials and other names, then items in whose text all words stand.

    Without words all of the kind. With an area only what is available there, on a day if given.
    """
    shelf = _shelf()
    here = [one for one in shelf.items if not kind or one.kind == kind]
    if area is not None:
        found = [(one, body) for one in here if (body := provider_at(one, area))]
        given = Given({body.id for _one, body in found}, day) if day else None
        here = [
            one for one, body in found
            if given is None or day is None or given.on(body.id, one.code, day)
        ]  # fmt: skip
    if not asked.strip():
        return here
    wanted = _wanted(asked)
    scored = []
    for place, one in enumerate(here):
        score = 2 * max(
            matches(asked, one.name, shelf.initials[one.code], one.aliases),
            matches(asked, one.name_en, "") if begins_a_word(asked, one.name_en) else 0,
        )
        if not score and wanted and wanted <= shelf.tokens[one.code]:
            score = 1
        if score:
            scored.append((-score, place, one))
    return [one for _score, _place, one in sorted(scored, key=lambda row: row[:2])]


def when_given(found: Iterable[Item], area: AreaRef, *, now: datetime) -> dict[str, When]:
    """When items are next to be had in an area, by code; without those of which nobody said it."""
    pairs = [(one.code, body.id) for one in found if (body := provider_at(one, area))]
    given = Given({body_id for _code, body_id in pairs}, clock.local(now).date())
    times = ((code, given.next(body_id, code, now)) for code, body_id in pairs)
    return {code: when for code, when in times if when is not None}


def begins_a_word(asked: str, english: str) -> bool:
    """Initials of a Chinese name must not be found across two English words."""
    return re.search(rf"\b{re.escape(' '.join(asked.split()))}", english, re.IGNORECASE) is not None


def _wanted(asked: str) -> frozenset[str]:
    """Pairs of what is asked; the last character of a run need not stand at the end of another."""
    tokens = bigrams(asked)
    pairs = [token for token in tokens if len(token) > 1]
    return frozenset(pairs or tokens)


def provider_at(item: Item, area: AreaRef) -> BodyRef | None:
    """Who provides it in this area; None where it is not available."""
    if item.areas and not any(
        above is not None and covers(above.path, area.path)
        for above in map(areas.area_by_code, item.areas)
    ):
        return None
    if item.menu_of:
        return orgs.body_by_code(item.provider) if item.provider else None
    return orgs.responsible_body(item.provider, area.path)
