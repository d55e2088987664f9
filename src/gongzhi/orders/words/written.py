"""What the system wrote into an order, in the language of whoever reads.

People's words stand as they were written. What the system composed was stored in the language of
that moment, and stays so in the row and in its chain; here it is said again for the reader: from
the records of its process (`register_words`), else by the sentence that it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Final

from django.conf import settings
from django.utils.translation import gettext, gettext_noop, override

from gongzhi.web.saidagain import Sentences
from gongzhi.web.words import headed, speaks_chinese

from ..dispatch.catalogue import active_categories, category_by_id
from ..models import Category, Order
from ..process.opening import current_processes
from ..process.spec import pick, spec_of

# The words by the order's id; one that is missing keeps what is stored.
Words = Callable[[Sequence[Order]], Mapping[int, str]]

SEE_PHOTOS: Final = gettext_noop("（见照片）")
FORGOTTEN: Final = gettext_noop("（办结已久，内容已按期清除）")
ADDED_PHOTOS: Final = gettext_noop("补充了照片")

FOUND: Final = gettext_noop("巡查发现")  # and what, by its class

# Notes that are written whole, or stand before somebody's own words.
_NOTES: Final = (
    ADDED_PHOTOS,
    gettext_noop("现场核实：属实"),
    gettext_noop("现场核实：不属实"),
    gettext_noop("现场核查：办好了"),
    gettext_noop("现场核查：没办好"),
    gettext_noop("当场办好了"),
    gettext_noop("申请办结"),
    gettext_noop("联系上了，诉求人说解决了。"),
    gettext_noop("联系上了，诉求人说没解决。"),
    gettext_noop("联系上了，诉求人没有说解决与否。"),
    gettext_noop("没有联系上。"),
)
# Why an order was dispatched; the names in it are said by whoever knows them.
_REASONS: Final = Sentences(
    gettext_noop("按权责清单第%(clause)s条：%(category)s → %(lead)s"),
    gettext_noop("权责清单里没有“%(category)s”这一类，按三事分流 → %(lead)s"),
)
_ENDS: Final = "。.：: "
_words: dict[str, Words] = {}


def register_words(process: str, words: Words) -> None:
    """How the orders of a process are put, where the system writes them; read for many at once."""
    _words[process] = words


def is_written(process: str) -> bool:
    """Whether the words of its orders are the system's and not somebody's own."""
    return process in _words


def text_of(order: Order) -> str:
    """The order's words for whoever reads now."""
    return texts_of([order])[order.pk]


def texts_of(orders: Iterable[Order]) -> dict[int, str]:
    """The same for many: one query for each process that the system writes, none for the others."""
    found: dict[int, str] = {}
    written: dict[str, list[Order]] = defaultdict(list)
    for order in orders:
        found[order.pk] = _said(order)
        process = spec_of(order.process_id).key
        if process in _words and order.text != FORGOTTEN:
            written[process].append(order)
    for process, rows in written.items():
        found |= _words[process](rows)
    return found


def note_of(text: str) -> str:
    """A note of the record: the system's sentence in the language in force, then what was added."""
    for sentence, known in _heads(_NOTES):
        rest = text.removeprefix(sentence)
        if rest != text and rest[:1] in _ENDS:  # nothing follows, or a mark does
            return _with(gettext(known), rest)
    return text


def reason_of(text: str, lead: str) -> str:
    """Why it was dispatched, in the language in force; `lead` is the body's name in it."""

    def again(part: str, words: str) -> str:
        if part == "lead":
            return lead or words
        return class_named(words) if part == "category" else words

    found = _REASONS.said(text, again)
    return text if found is None else found


def process_named(name: str) -> str:
    """A process by the Chinese name that was kept of it; itself when the city has none of it."""
    specs = (spec_of(process_id) for process_id in current_processes().values())
    return next((spec.name() for spec in specs if spec.names["zh"] == name), name)


def class_named(name: str) -> str:
    """A class by the name that was kept of it, in the language in force; itself when it is gone."""
    rows = (row for row in active_categories() if name in (row.name, row.name_en))
    return next((_label(row) for row in rows), name)


def _label(row: Category) -> str:
    return pick({"zh": row.name, "en": row.name_en or row.name})


def _said(order: Order) -> str:
    """What the system wrote of a matter; people's words as they are."""
    for sentence, known in _heads((SEE_PHOTOS, FORGOTTEN, FOUND)):
        rest = order.text.removeprefix(sentence)
        if not rest and order.text:
            return gettext(known)
        if known == FOUND and order.source == "grid" and rest != order.text and rest[0] in _ENDS:
            return _with(gettext(known), _classed(order, rest))
    return order.text


def _classed(order: Order, words: str) -> str:
    """`：路灯不亮 第三盏`: the class by its name, the rest in the words of who found it."""
    row = category_by_id(order.category_id) if order.category_id else None
    said = words.lstrip(_ENDS)
    for name in (row.name, row.name_en) if row else ():
        if row and name and said.startswith(name):
            return f"{words[0]} {_label(row)}{said[len(name) :]}"
    return words


def _with(sentence: str, rest: str) -> str:
    """What the system said and what follows; the marks are those of the language in force."""
    added = rest.strip().strip(_ENDS)
    if not added:
        return sentence
    head = sentence.rstrip(_ENDS)
    if rest.lstrip()[0] in "：:":
        return headed(head, rest.lstrip(_ENDS))
    return f"{head}{'。' if speaks_chinese() else '. '}{rest.lstrip(_ENDS)}"


@cache
def _heads(sentences: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(as a language says it, without its last mark; msgid), the longest first: none hides behind
    a shorter one.
    """
    found: dict[str, str] = {}
    for language in _languages():
        with override(language):
            found |= {gettext(sentence).rstrip(_ENDS): sentence for sentence in sentences}
    return tuple(sorted(found.items(), key=lambda one: -len(one[0])))


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]
