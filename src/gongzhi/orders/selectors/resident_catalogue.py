"""Classes of matters as a resident chooses them: two levels, search, a guess from words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.kernel.textindex import initials, matches, normalise

from ..dispatch.catalogue import active_categories, category_by_code
from ..dispatch.suggesting import Entry, suggest
from ..models import Category

_FOUND_MOST = 20
_SEPARATORS = str.maketrans("，、；;/|", ",,,,,,")


@dataclass(frozen=True)
class Choice:
    """One class that can be chosen. `hint` is what to do first in an emergency."""

    code: str
    name: str
    group: str
    icon: str
    emergency: bool
    hint: str
    public: bool
    search: str


@dataclass(frozen=True)
class ChoiceGroup:
    name: str
    choices: tuple[Choice, ...]


def _fits_no_other(category: Category) -> bool:
    """Whether it is a class of what is left over. The standard's own word for those is 其他."""
    return category.name.startswith("其他")


def label_of(category: Category | None) -> str:
    """The class in the reader's language; empty for none."""
    if category is None:
        return ""
    english = (get_language() or "zh").startswith("en")
    return category.name_en if english and category.name_en else category.name


def headline_of(category: Category | None) -> str:
    """The class as a headline; empty for none and for a class of all that fits no other."""
    if category is None or _fits_no_other(category):
        return ""
    return label_of(category)


def title_for_others(category: Category | None) -> str:
    """How a report is called to whoever is not its reporter: never by the reporter's words."""
    return headline_of(category) or _("一件诉求")


def aliases_of(category: Category) -> tuple[str, ...]:
    """What people call the class: the catalogue keeps them parted by commas or spaces."""
    parts = category.aliases.translate(_SEPARATORS).replace(",", " ").split()
    return tuple(parts)


def _items() -> list[Category]:
    return [row for row in active_categories() if row.kind == "item"]


def _parents() -> dict[int, Category]:
    return {row.pk: row for row in active_categories()}


def _group_of(item: Category, parents: dict[int, Category]) -> Category | None:
    """The nearest class above an item, by which residents find it."""
    return parents.get(item.parent_id) if item.parent_id else None


def _choice(item: Category, parents: dict[int, Category]) -> Choice:
    above = _group_of(item, parents)
    words = " ".join((item.name, item.name_en.lower(), item.initials, item.aliases))
    return Choice(
        code=item.code,
        name=label_of(item),
        group=label_of(above),
        icon=item.icon,
        emergency=item.emergency,
        hint=item.emergency_hint,
        public=item.public_default,
        search=words,
    )


def choice_groups() -> list[ChoiceGroup]:
    """All classes by the class above them, in the order of the catalogue."""
    parents = _parents()
    groups: dict[str, list[Choice]] = {}
    for item in _items():
        choice = _choice(item, parents)
        groups.setdefault(choice.group, []).append(choice)
    return [ChoiceGroup(name, tuple(choices)) for name, choices in groups.items()]


def choice_by_code(code: str) -> Choice | None:
    """The class with a code, None when it cannot be chosen."""
    item = category_by_code(code)
    return _choice(item, _parents()) if item and item.kind == "item" else None


def search_choices(query: str) -> list[Choice]:
    """Classes that answer what was typed: Chinese, pinyin initials, aliases, English; best first."""
    parents = _parents()
    asked = normalise(query).strip()
    scored = []
    for position, item in enumerate(_items()):
        letters = item.initials or initials(item.name)
        score = matches(query, item.name, letters, aliases_of(item))
        above = _group_of(item, parents)
        if not score and above is not None and asked and asked in normalise(above.name):
            score = 1
        if not score and len(asked) > 2 and asked in item.name_en.lower():
            score = 1
        if score:
            scored.append((-score, position, item))
    return [_choice(item, parents) for _score, _position, item in sorted(scored)[:_FOUND_MOST]]


def suggest_choices(text: str, most: int = 2) -> list[Choice]:
    """The likeliest classes for some words, best first; none when nothing fits."""
    items = {item.code: item for item in _items()}
    entries = [Entry(item.code, item.name, aliases_of(item)) for item in items.values()]
    parents = _parents()
    return [_choice(items[code], parents) for code in suggest(text, entries, most=most)]
