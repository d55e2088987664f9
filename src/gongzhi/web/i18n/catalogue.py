"""Reads, brings up to date, checks and compiles the English catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from gongzhi.web.i18n.sources import CHINESE, PACKAGE, Message, all_messages, bare_chinese

PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = "# English catalogue of Gongzhi. Message ids are the Chinese texts of the interface."
PLACEHOLDER = re.compile(
    r"%\((?P<named>\w+)\)[#0\- +]*(?:\d+)?(?:\.\d+)?[a-zA-Z]"
    r"|(?<!%)%(?:\d+)?[sdf]|\{(?P<brace>\w*)\}"
)


def load(po: Path = PO) -> Catalog:
    """The catalogue as it is; an empty one when there is none."""
    if not po.exists():
        return _empty()
    with po.open("rb") as stream:
        return read_po(stream, locale="en", domain="django")


def _empty() -> Catalog:
    return Catalog(
        locale="en",
        domain="django",
        project="Gongzhi",
        charset="utf-8",
        header_comment=HEADER,
        fuzzy=False,
    )


def extract(messages: Iterable[Message] | None = None, po: Path = PO) -> tuple[int, int, int]:
    """Bring the catalogue up to date with the code. Returns (texts, new, removed).

    Translations of texts that still exist are kept; texts that are gone are removed.
    """
    old = load(po)
    fresh = _empty()
    # A date that moves with every run would make every extract a change.
    fresh.creation_date = old.creation_date
    wanted = list(all_messages() if messages is None else messages)
    plurals = {m.key: m.plural for m in wanted if m.plural}
    new = 0
    places: dict[tuple[str | None, str], set[str]] = {}
    for message in wanted:
        places.setdefault(message.key, set()).add(message.file)
    for key in sorted(places, key=lambda item: (min(places[item]), item[1], item[0] or "")):
        context, singular = key
        plural = plurals.get(key)
        before = old.get(singular, context)
        if before is None:
            new += 1
        fresh.add(
            (singular, plural) if plural else singular,
            _carry(before, bool(plural)),
            locations=[(name, 0) for name in sorted(places[key])],
            context=context,
        )
    removed = sum(1 for entry in old if entry.id and _key(entry) not in places)
    po.parent.mkdir(parents=True, exist_ok=True)
    with po.open("wb") as stream:
        write_po(stream, fresh, width=100, include_lineno=False, sort_by_file=True)
    return len(places), new, removed


def _key(entry: Entry) -> tuple[str | None, str]:
    singular = entry.id[0] if isinstance(entry.id, list | tuple) else entry.id
    return entry.context, singular


def _carry(before: Entry | None, plural: bool) -> str | tuple[str, str]:
    """The old translation in the shape that the entry needs now."""
    old = before.string if before else ""
    if plural:
        return (old[0], old[1]) if isinstance(old, list | tuple) and len(old) > 1 else ("", "")
    return old[0] if isinstance(old, list | tuple) else old or ""


def compile_catalogue(po: Path = PO) -> Path:
    """Write the .mo beside the .po and return its path."""
    mo = po.with_suffix(".mo")
    with mo.open("wb") as stream:
        write_mo(stream, load(po))
    return mo


def placeholders(text: str) -> list[str]:
    """What a text expects to be filled in, sorted: ``%(name)s``, ``%s`` and ``{name}``."""
    return sorted({match.group(0) for match in PLACEHOLDER.finditer(text)})


def check(messages: Iterable[Message] | None = None, po: Path = PO) -> list[str]:
    """What is wrong, one sentence each; an empty list when the catalogue is complete."""
    catalogue = load(po)
    wanted = {m.key: m for m in (all_messages() if messages is None else messages)}
    problems: list[str] = []
    for key, message in wanted.items():
        entry = catalogue.get(message.singular, message.context)
        where = f"{message.file}:{message.line}"
        if entry is None or not _translated(entry):
            problems.append(f"{where}: no English for “{message.singular}”")
            continue
        if entry.fuzzy:
            problems.append(f"{where}: fuzzy English for “{message.singular}”")
        problems.extend(f"{where}: {problem}" for problem in _mismatches(entry, key[1]))
    stale = [entry for entry in catalogue if entry.id and _key(entry) not in wanted]
    problems.extend(f"{po.name}: “{_key(entry)[1]}” is no longer used" for entry in stale)
    if messages is None:
        problems.extend(f"{place} (Chinese outside a translation tag)" for place in bare_chinese())
    return problems


def _strings(entry: Entry) -> list[str]:
    text = entry.string
    return list(text) if isinstance(text, list | tuple) else [text or ""]


def _translated(entry: Entry) -> bool:
    return bool(entry.string) and all(text.strip() for text in _strings(entry))


def _mismatches(entry: Entry, singular: str) -> list[str]:
    problems = []
    for text in _strings(entry):
        if placeholders(text) != placeholders(singular):
            problems.append(f"placeholders differ: “{singular}” and “{text}”")
        if CHINESE.search(text) and "中文" not in text:
            problems.append(f"Chinese in the English of “{singular}”: “{text}”")
    return problems
