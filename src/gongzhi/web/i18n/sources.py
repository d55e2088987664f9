"""Finds every text of the interface in Python files and templates."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2]

# What each function's arguments are, in babel's notation ("c" marks the context).
KEYWORDS: dict[str, tuple[int | tuple[int, int] | tuple[int, str], ...]] = {
    "_": (1,),
    "gettext": (1,),
    "gettext_lazy": (1,),
    "gettext_noop": (1,),
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SKIPPED = {"migrations", "locale", "static", "__pycache__"}
TEMPLATES = {".html", ".txt"}
CHINESE = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True)
class Message:
    """One text: its singular, plural (or None), context (or None) and where it stands."""

    singular: str
    plural: str | None
    context: str | None
    file: str
    line: int

    @property
    def key(self) -> tuple[str | None, str]:
        """What identifies it in a catalogue."""
        return self.context, self.singular


def _arguments(function: str, values: object) -> tuple[str, str | None, str | None] | None:
    """Singular, plural and context of one call; None when an argument is no literal."""
    items = values if isinstance(values, list | tuple) else [values]
    context: str | None = None
    texts: list[str] = []
    for spec in KEYWORDS[function]:
        index, is_context = (spec[0], True) if isinstance(spec, tuple) else (spec, False)
        if len(items) < index:
            return None
        value = items[index - 1]
        if not isinstance(value, str) or not value:
            return None
        if is_context:
            context = value
        else:
            texts.append(value)
    return texts[0], texts[1] if len(texts) > 1 else None, context


def messages_of(path: Path, root: Path = PACKAGE) -> Iterator[Message]:
    """The texts of one Python file or template, in order."""
    name = path.relative_to(root).as_posix()
    source = path.read_text(encoding="utf-8")
    if path.suffix in TEMPLATES:
        # The template's own indentation means nothing to the Python tokenizer, so it goes.
        made = templatize(source, origin=name)
        source = "\n".join(line.lstrip() for line in made.splitlines())
    stream = io.BytesIO(source.encode("utf-8"))
    found = extract_python(stream, dict(KEYWORDS), [], {"encoding": "utf-8"})
    for line, function, values, _comments in found:
        arguments = _arguments(str(function), values)
        if arguments:
            singular, plural, context = arguments
            yield Message(singular, plural, context, name, line)


def source_files(root: Path = PACKAGE) -> list[Path]:
    """Python files and templates of the package, sorted."""
    files = (
        path
        for path in root.rglob("*")
        if path.suffix in {".py", *TEMPLATES} and not SKIPPED & set(path.relative_to(root).parts)
    )
    return sorted(files)


def all_messages(root: Path = PACKAGE) -> list[Message]:
    """Every text of the package; one that stands in several places comes several times."""
    return [message for path in source_files(root) for message in messages_of(path, root)]


def bare_chinese(root: Path = PACKAGE) -> list[str]:
    """Places in page templates where Chinese stands outside of a translation tag.

    Such a text could never be shown in English. Comments do not count.
    """
    problems: list[str] = []
    for path in source_files(root):
        if path.suffix != ".html":
            continue
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"{%\s*comment.*?{%\s*endcomment\s*%}", _blank, text, flags=re.S)
        text = re.sub(
            r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}",
            _blank,
            text,
            flags=re.S,
        )
        text = re.sub(r"{#.*?#}|<!--.*?-->", _blank, text, flags=re.S)
        text = re.sub(r"{%\s*trans(?:late)?\b.*?%}", _blank, text, flags=re.S)
        text = re.sub(r"_\((\"[^\"]*\"|'[^']*')\)", _blank, text)
        for number, line in enumerate(text.splitlines(), 1):
            # The name of a language is written in that language.
            if CHINESE.search(line.replace(">中文<", "><")):
                problems.append(
                    f"{path.relative_to(root).as_posix()}:{number}: {line.strip()[:80]}"
                )
    return problems


def _blank(match: re.Match[str]) -> str:
    return "\n" * match.group(0).count("\n")
