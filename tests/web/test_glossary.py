"""One word for one thing: docs/glossary.md against the profile, the catalogue and every text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from gongzhi.web.i18n import catalogue
from gongzhi.web.i18n.sources import PACKAGE, all_messages

ROOT = Path(__file__).resolve().parents[2]
GLOSSARY = ROOT / "docs" / "glossary.md"
STANDARD = ROOT / "profiles" / "_standard"
FRONTEND = ROOT / "frontend" / "src"
PHRASE = re.compile(r"[一-鿿]")


@lru_cache(maxsize=1)
def tables() -> dict[str, list[list[str]]]:
    """The rows of each table, by the heading that it stands under."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    heading = ""
    for line in GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.startswith("|") and not line.startswith("|---"):
            found[heading].append([cell.strip() for cell in line.strip("|").split("|")])
    return {heading: rows[1:] for heading, rows in found.items()}


def words() -> dict[str, set[str]]:
    """English by the office's Chinese, of all tables of three columns."""
    found: dict[str, set[str]] = defaultdict(set)
    for rows in tables().values():
        for row in rows:
            if len(row) == 3:
                found[row[1]].add(row[0])
    return found


def forbidden() -> list[str]:
    return [word for _, bad in tables()["Not these words"] for word in re.split(r"、|, ", bad)]


def load(path: Path) -> Any:
    """Every value as the text that stands in the file (`=` is no YAML 1.1 value to anybody)."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CBaseLoader)


PROCESS = load(STANDARD / "orders" / "processes" / "matter.yaml")


@pytest.mark.parametrize("state", PROCESS["states"], ids=lambda state: state["key"])
def test_states(state: dict[str, Any]) -> None:
    row = [state["name"]["en"], state["name"]["zh"], state["resident"]["zh"]]
    assert row in tables()["States of an order"]


@pytest.mark.parametrize("action", PROCESS["actions"], ids=lambda action: action["key"])
def test_steps(action: dict[str, Any]) -> None:
    told = action.get("event", {}).get("zh", "—")
    assert [action["name"]["en"], action["name"]["zh"], told] in tables()["Steps"]


def test_nothing_stands_here_that_the_process_has_not() -> None:
    assert len(tables()["States of an order"]) == len(PROCESS["states"])
    assert len(tables()["Steps"]) == len(PROCESS["actions"])


@pytest.mark.parametrize("name", ["roles", "kinds"])
def test_posts_and_bodies(name: str) -> None:
    for key, value in load(STANDARD / "orgs" / f"{name}.yaml")[name].items():
        assert value["en"] in words().get(value["zh"], ()), key


def test_no_word_stands_for_two_things() -> None:
    """Within a table a Chinese word has one English and the other way round."""
    for heading, rows in tables().items():
        if heading == "Not these words":
            continue
        pairs = {(row[0].lower(), row[1]) for row in rows}
        assert len({english for english, _ in pairs}) == len(pairs), heading
        assert len({chinese for _, chinese in pairs}) == len(pairs), heading


def test_the_catalogue_says_the_same() -> None:
    """A text of the interface that is a word of the glossary has its English."""
    known = words()
    differ = []
    for message in catalogue.load(PACKAGE / "locale/en/LC_MESSAGES/django.po"):
        said = {plain(english) for english in known.get(str(message.id), ())}
        english = plain(str(message.string))
        if said and not {english, singular(english)} & said:
            differ.append(f"{message.id}: {message.string}, not one of {sorted(said)}")
    assert differ == []


def plain(english: str) -> str:
    return english.lower().replace("-", " ")


def singular(english: str) -> str:
    """As the glossary has it: a list is headed by the plural."""
    return re.sub(r"ies$", "y", english) if english.endswith("ies") else english.removesuffix("s")


def values(node: Any) -> Iterator[str]:
    """The texts of a YAML document; what stands in comments is not among them."""
    if isinstance(node, dict):
        for one in node.values():
            yield from values(one)
    elif isinstance(node, list):
        for one in node:
            yield from values(one)
    elif isinstance(node, str):
        yield node


def texts() -> Iterator[tuple[str, str]]:
    """(where, text) of everything that somebody may read."""
    for message in all_messages():
        yield f"{message.file}:{message.line}", message.singular
    for entry in catalogue.load(PACKAGE / "locale/en/LC_MESSAGES/django.po"):
        strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        for string in strings:
            yield f"django.po {entry.id}", str(string)
    for path in sorted((ROOT / "profiles").rglob("*.yaml")):
        for text in values(load(path)):
            yield str(path.relative_to(ROOT)), text
    for path in sorted(FRONTEND.rglob("*.ts")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            code = line.split("//", 1)[0]
            for text in re.findall(r"'([^']*)'|\"([^\"]*)\"|`([^`]*)`", code):
                yield f"{path.name}:{number}", "".join(text)


def any_of(words: list[str]) -> re.Pattern[str]:
    """English counts as a whole word, Chinese anywhere."""
    parts = (re.escape(w) if PHRASE.search(w) else rf"\b(?i:{re.escape(w)})\b" for w in words)
    return re.compile("|".join(parts))


def test_no_synonym_anywhere() -> None:
    bad = forbidden()
    assert len(bad) > 60
    synonyms = any_of(bad)
    found = [
        f"{where}: {word} in {text}" for where, text in texts() for word in synonyms.findall(text)
    ]
    assert found == []
