"""Changing one value in the text of a YAML file; every other character stays, comments too."""

import json
import re
from typing import Any

import yaml
from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.yamlfile import Path, StrictLoader, dotted, parse_yaml

# Written without quotation marks; whatever else might be read as something else gets them.
_PLAIN = re.compile(r"^[A-Za-z_一-鿿](?:[\w·（）/ -]*[\w·（）])?$")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


class CannotEditError(ValueError):
    """The text cannot be changed at that path; the message says why."""


def set_value(text: str, path: Path, value: Any) -> str:
    """The text with `value` at `path`; mappings on the way are made when they are missing."""
    if not path:
        raise CannotEditError(_("没有说明改哪一项"))
    before = _data(text)
    root = yaml.compose(text, Loader=StrictLoader)
    if root is None:
        changed = (
            f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{_line(path, value, 0)}"
        )
    else:
        changed = _set(text, root, path, value)
    wanted = with_value(before, path, value)
    if _data(changed) != wanted:
        raise CannotEditError(_("这一项的写法太特别，改不了：%(field)s") % {"field": dotted(path)})
    return changed


def remove_value(text: str, path: Path) -> str:
    """The text without the key at `path` (a key of a mapping, with the comment on its line)."""
    before = _data(text)
    root = yaml.compose(text, Loader=StrictLoader)
    parent = _node_at(root, path[:-1]) if root is not None else None
    pair = _pair(parent, str(path[-1])) if isinstance(parent, yaml.MappingNode) else None
    if pair is None or not isinstance(parent, yaml.MappingNode):
        raise CannotEditError(_("没有这一项：%(field)s") % {"field": dotted(path)})
    rest = _without(before, path)
    if parent.flow_style or len(parent.value) == 1:
        start, end = parent.start_mark.index, _end(parent)
        remaining = rest
        for part in path[:-1]:
            remaining = remaining[part]
        changed = text[:start] + _flow(remaining) + text[end:]
    else:
        start = text.rfind("\n", 0, pair[0].start_mark.index) + 1
        stop = text.find("\n", max(_end(pair[1]) - 1, pair[0].end_mark.index))
        changed = text[:start] + (text[stop + 1 :] if stop >= 0 else "")
    if _data(changed) != rest:
        raise CannotEditError(_("这一项的写法太特别，改不了：%(field)s") % {"field": dotted(path)})
    return changed


def with_value(data: Any, path: Path, value: Any) -> Any:
    """Plain data with one value changed; what was there is not touched."""
    if not path:
        return value
    first, rest = path[0], path[1:]
    if isinstance(first, int):
        if not isinstance(data, list) or first >= len(data):
            raise CannotEditError(_("没有第 %(number)s 条") % {"number": first + 1})
        return [with_value(item, rest, value) if at == first else item
                for at, item in enumerate(data)]  # fmt: skip
    inner = data if isinstance(data, dict) else {}
    return inner | {first: with_value(inner.get(first), rest, value)}


def _without(data: Any, path: Path) -> Any:
    if len(path) == 1:
        return {key: value for key, value in data.items() if key != path[0]}
    return with_value(data, path[:1], _without(data[path[0]], path[1:]))


def _data(text: str) -> Any:
    problems = Problems()
    document = parse_yaml(text, "", problems)
    if document is None or problems:
        raise CannotEditError(_("文件本身有误，先改好文件"))
    return document.data


def _set(text: str, root: yaml.Node, path: Path, value: Any) -> str:
    node = _node_at(root, path)
    if node is not None:
        return _replace(text, node, value)
    depth = next(n for n in range(len(path) - 1, -1, -1) if _node_at(root, path[:n]) is not None)
    parent = _node_at(root, path[:depth])
    rest: Any = value
    for part in reversed(path[depth + 1 :]):
        rest = {part: rest}
    key = path[depth]
    if not isinstance(parent, yaml.MappingNode) or isinstance(key, int):
        if isinstance(parent, yaml.ScalarNode) and not parent.value:
            return _replace(text, parent, {key: rest})
        raise CannotEditError(_("没有这一项：%(field)s") % {"field": dotted(path)})
    if parent.flow_style:
        return _add_to_flow(text, parent, key, rest)
    return _add_to_block(text, parent, (key,), rest)


def _add_to_flow(text: str, parent: yaml.MappingNode, key: str, value: Any) -> str:
    at = parent.end_mark.index - 1
    comma = ", " if parent.value else ""
    head = text[:at].rstrip() if not parent.value else text[:at].rstrip(" ")
    return f"{head}{comma}{_key(key)}: {_flow(value)}{text[at:]}"


def _add_to_block(text: str, parent: yaml.MappingNode, path: Path, value: Any) -> str:
    last = parent.value[-1][1]
    indent = parent.value[0][0].start_mark.column
    stop = text.find("\n", max(_end(last) - 1, parent.value[-1][0].end_mark.index))
    head, tail = (text, "") if stop < 0 else (text[: stop + 1], text[stop + 1 :])
    if not head.endswith("\n"):
        head += "\n"
    return head + _line(path, value, indent) + tail


def _line(path: Path, value: Any, indent: int) -> str:
    for part in reversed(path[1:]):
        value = {part: value}
    head = f"{' ' * indent}{_key(str(path[0]))}:"
    if _in_lines(value):
        return head + "".join(f"\n{' ' * indent}  - {_flow(item)}" for item in value) + "\n"
    return f"{head} {_flow(value)}\n"


def _in_lines(value: Any) -> bool:
    """Lists of collections are read more easily with a line for each."""
    return isinstance(value, list) and bool(value) and isinstance(value[0], list | dict)


def _replace(text: str, node: yaml.Node, value: Any) -> str:
    start, end = node.start_mark.index, _end(node)
    if isinstance(node, yaml.SequenceNode) and not node.flow_style and _in_lines(value):
        between = "\n" + " " * node.start_mark.column
        return text[:start] + between.join(f"- {_flow(item)}" for item in value) + text[end:]
    written = _flow(value, quoted=isinstance(node, yaml.ScalarNode) and node.style in ("'", '"'))
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        written += "\n"
    if start == end and start and text[start - 1] not in " [{,":
        written = " " + written
    # A block collection starts on a line of its own; what replaces it may stand there too.
    return text[:start] + written + text[end:]


def _node_at(node: yaml.Node | None, path: Path) -> yaml.Node | None:
    for part in path:
        if isinstance(node, yaml.MappingNode) and isinstance(part, str):
            pair = _pair(node, part)
            node = pair[1] if pair else None
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part] if part < len(node.value) else None
        else:
            return None
    return node


def _pair(node: yaml.MappingNode, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    return next((pair for pair in node.value if str(pair[0].value) == key), None)


def _end(node: yaml.Node) -> int:
    """Where the node's own text ends; a block collection ends with its last item."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _key(key: str) -> str:
    return key if _PLAIN.match(key) and key not in _WORDS else json.dumps(key, ensure_ascii=False)


def _flow(value: Any, *, quoted: bool = False) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(str(k))}: {_flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(item) for item in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:f}".rstrip("0") + ("0" if value == int(value) else "") if isinstance(
            value, float) else str(value)  # fmt: skip
    text = str(value)
    plain = not quoted and _PLAIN.match(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)
