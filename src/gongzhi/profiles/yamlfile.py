"""YAML read with the line of every value.

Stricter than PyYAML's default: keys are always text and may not repeat; only `true`/`false` are
booleans; `14:00` and `2026-01-01` stay text (YAML 1.1 would make 840 and a date of them).
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import yaml
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Place, Problem, Problems

Path = tuple[str | int, ...]
# An alias stands for all that it names: nine lines of aliases of aliases are a thousand million.
MOST_VALUES: Final = 500_000
DEEPEST: Final = 50
_KEPT: Final = 200_000  # characters; longer texts are no profile's and are not kept
# What no database keeps: NUL and halves of characters, which YAML lets one write as "\0".
_UNKEPT: Final = re.compile(r"[\x00\ud800-\udfff]")


# libyaml reads ten times as fast; where PyYAML was built without it, both read the same.
_FASTEST: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class StrictLoader(_FASTEST):
    """A safe loader that guesses fewer types."""


StrictLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(?:~|null|)$", ["~", "n", ""]),
    ("tag:yaml.org,2002:int", r"^[-+]?(?:0|[1-9][0-9]*)$", "-+0123456789"),
    ("tag:yaml.org,2002:float", r"^[-+]?[0-9]+\.[0-9]+$", "-+0123456789"),
    ("tag:yaml.org,2002:merge", r"^(?:<<)$", "<"),
):
    StrictLoader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))


@dataclass
class Document:
    """A parsed YAML file: plain data, and the line of each value by its path."""

    file: str
    data: Any
    lines: dict[Path, int]

    def place(self, *path: str | int) -> Place:
        """Where the value at `path` stands; for a missing one, where its parent stands."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return Place(self.file, self.lines[path[:length]], dotted(path))
        return Place(self.file, 1, dotted(path))

    def without(self, key: str) -> "Document":
        """The same without one key at its top."""
        return replace(self, data={name: data for name, data in self.data.items() if name != key})

    def merged_with(self, over: "Document") -> "Document":
        """This document with `over`'s keys laid over it, mapping by mapping.

        Each place is still named in the file in which it stands.
        """
        return _Layered(
            over.file, _merge(self.data, over.data), self.lines | over.lines, self, over
        )


@dataclass
class _Layered(Document):
    """A document made of two files; each place is named in the file that it comes from."""

    base: Document
    over: Document

    def place(self, *path: str | int) -> Place:
        for length in range(len(path), 0, -1):
            for document in (self.over, self.base):
                if path[:length] in document.lines:
                    return Place(document.file, document.lines[path[:length]], dotted(path))
        return Place(self.over.file, 1, dotted(path))


def dotted(path: Path) -> str:
    """A path as people write it: `stages.accept.amount`, `spans[0]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _merge(base: Any, over: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(over, dict):
        return over
    return base | {key: _merge(base.get(key), value) for key, value in over.items()}


def parse_yaml(text: str, file: str, problems: Problems) -> Document | None:
    """Parse YAML text. Adds a problem and returns None when it is not YAML.

    The document is kept and must not be changed: a file is read many times while it says the same.
    """
    read = _read if len(text) <= _KEPT else _read.__wrapped__
    document, found = read(text, file, get_language())
    problems.extend(found)
    return document


@lru_cache(maxsize=512)
def _read(text: str, file: str, language: str) -> tuple[Document | None, tuple[Problem, ...]]:
    """The document and its problems, which are said in `language`, the one in force."""
    problems = Problems()
    return _document(text, file, problems), tuple(problems)


def _document(text: str, file: str, problems: Problems) -> Document | None:
    try:
        loader = StrictLoader(text)
    except yaml.YAMLError as error:  # characters that no YAML has
        problems.add(Place(file, 1), _not_yaml(str(error).split("\n", 1)[0]), unread=True)
        return None
    try:
        _refuse_depth(text)
        node = loader.get_single_node()
        reader = _Reader(loader, file, problems)
        data = {} if node is None else reader.value(node, ())
        return Document(file, data, reader.lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        said = _not_yaml(error.problem or error.context)
        before = "\n".join(text.split("\n")[max(0, line - 2) : line])
        if re.search(r"^ *\t", before, re.MULTILINE):
            said = _("缩进只能用空格，这一行用了 Tab")
        elif re.search(r"[\w}\]][：，]", before):
            said = _("%(said)s；冒号、逗号应为英文的“: ”“,”") % {"said": said}
        problems.add(Place(file, line), said, unread=True)
    except yaml.YAMLError as error:
        problems.add(Place(file, 1), _not_yaml(str(error).split("\n", 1)[0]), unread=True)
    finally:
        loader.dispose()
    return None


def _not_yaml(reason: str | None) -> str:
    return _("不是有效的 YAML：%(reason)s") % {"reason": reason}


def _refuse_depth(text: str) -> None:
    """Composing calls itself once a level; in libyaml's composer nothing would stop it."""
    events, depth = StrictLoader(text), 0
    try:
        while events.check_event():
            event = events.get_event()
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > DEEPEST:
                raise yaml.MarkedYAMLError(problem=_("层次太深"), problem_mark=event.start_mark)
    finally:
        events.dispose()


class _Reader:
    """Turns YAML nodes into plain data and notes the line of each."""

    def __init__(self, loader: StrictLoader, file: str, problems: Problems) -> None:
        self.loader = loader
        self.file = file
        self.problems = problems
        self.lines: dict[Path, int] = {(): 1}
        self.values = 0

    def value(self, node: yaml.Node, path: Path) -> Any:
        """The data of a node; lines of it and of all below it are noted."""
        self.lines.setdefault(path, node.start_mark.line + 1)
        self.values += 1
        if self.values > MOST_VALUES or len(path) > DEEPEST:
            raise yaml.MarkedYAMLError(
                problem=_("内容太多或层次太深（引用会展开）"), problem_mark=node.start_mark
            )
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        try:
            found = self.loader.construct_object(node)
        except (ValueError, OverflowError, AttributeError, TypeError) as error:
            # `!!timestamp x`, a number of five thousand digits
            raise yaml.MarkedYAMLError(
                problem=_("这个值读不懂"), problem_mark=node.start_mark
            ) from error
        if not isinstance(found, str | int | float | bool | None):
            raise yaml.MarkedYAMLError(
                problem=_("不能用 %(tag)s 这种值") % {"tag": node.tag}, problem_mark=node.start_mark
            )
        if isinstance(found, str) and _UNKEPT.search(found):
            raise yaml.MarkedYAMLError(
                problem=_("文字里有不能保存的字符"), problem_mark=node.start_mark
            )
        return found

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        written: dict[str, int] = {}
        for key_node, _value in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in written and key != "<<":
                place = Place(self.file, line, dotted((*path, key)))
                self.problems.add(
                    place, _("这个键写了两次（第 %(line)s 行）") % {"line": written[key]}
                )
            written[key] = line
        self.loader.flatten_mapping(node)
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            below = (*path, str(key_node.value))
            self.lines[below] = key_node.start_mark.line + 1
            result[str(key_node.value)] = self.value(value_node, below)
        return result
