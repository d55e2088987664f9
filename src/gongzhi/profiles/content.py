"""What the files of a release say, and how two releases differ: file, key, field, old and new."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from gongzhi.profiles.csvfile import parse_csv
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.yamlfile import Document, parse_yaml

# By which columns the rows of a table are told apart; a table that is not here by its first one.
ROW_KEYS: dict[str, tuple[str, ...]] = {
    "orders/limits.csv": ("category_code", "condition_key"),
    "orders/stage_limits.csv": ("stage", "area_code"),
}
# By which key the items of a list are told apart, the first that all of them have.
_ITEM_KEYS = ("key", "code", "no", "role", "text")

Files = Mapping[str, str]


class Absent:
    """Stands for a value that one side does not have."""

    def __repr__(self) -> str:
        return "—"


ABSENT = Absent()


@dataclass(frozen=True)
class Difference:
    """One value that two releases say differently; `path` leads to it inside the file.

    For a table the first part of the path is the row's key, joined by `|`, the second its column.
    """

    file: str
    path: tuple[str, ...]
    before: Any
    after: Any


@dataclass(frozen=True)
class ProfileFiles:
    """The texts of a release by name (`qianan/orders/limits.csv`), and their two folders."""

    key: str
    texts: Files

    @property
    def base(self) -> str:
        """The folder that the city's one refines; empty when it refines none."""
        head = self._parse(f"{self.key}/profile.yaml")
        data = head.data if head else None
        return str(data.get("refines") or "") if isinstance(data, dict) else ""

    def names(self) -> list[str]:
        """Names of the files without their folder, each once."""
        return sorted({name.partition("/")[2] for name in self.texts})

    def own(self, relative: str) -> str:
        """The name of the city's own file."""
        return f"{self.key}/{relative}"

    def layers(self, relative: str) -> list[str]:
        """Names of the files that make up one, the refined folder's first."""
        both = (
            (f"{self.base}/{relative}", self.own(relative)) if self.base else (self.own(relative),)
        )
        return [name for name in both if name in self.texts]

    def _parse(self, name: str) -> Document | None:
        return parse_yaml(self.texts[name], name, Problems()) if name in self.texts else None

    def yaml(self, relative: str) -> Any:
        """The data of a YAML file, laid over the refined one when it says so; not to be changed."""
        found = self.layers(relative)
        if not found:
            return None
        document = self._parse(found[-1])
        if document is None or not isinstance(document.data, dict):
            return document.data if document else None
        own = document.without("refine")
        if document.data.get("refine") and len(found) > 1:
            base = self._parse(found[0])
            return base.merged_with(own).data if base else own.data
        return own.data

    def header(self, relative: str) -> list[str]:
        """Columns of a table in any layer, without `drop`."""
        columns: list[str] = []
        for name in self.layers(relative):
            columns += [c for c in _header(self.texts[name]) if c not in columns and c != "drop"]
        return columns

    def rows(self, relative: str) -> dict[tuple[str, ...], dict[str, str]]:
        """Rows of a table by key, merged as the check merges them."""
        merged: dict[tuple[str, ...], dict[str, str]] = {}
        for name in self.layers(relative):
            header = _header(self.texts[name])
            by = ROW_KEYS.get(relative, tuple(header[:1]))
            for row in parse_csv(self.texts[name], name, (), header, Problems()):
                identity = tuple(row.get(column) for column in by)
                if row.get("drop") == "1":
                    merged.pop(identity, None)
                else:
                    merged[identity] = {c: v for c, v in row.values.items() if c != "drop"}
        return merged


def row_key(relative: str, header: list[str]) -> tuple[str, ...]:
    """The columns by which the rows of a table are told apart."""
    return ROW_KEYS.get(relative, tuple(header[:1]))


def _header(text: str) -> list[str]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            return [cell.strip() for cell in line.split(",")]
    return []


def differences(old: ProfileFiles, new: ProfileFiles) -> list[Difference]:
    """All that the two say differently, by file; texts that are the same are not even read."""
    found: list[Difference] = []
    for relative in sorted({*old.names(), *new.names()}):
        before = [old.texts[name] for name in old.layers(relative)]
        if before != [new.texts[name] for name in new.layers(relative)]:
            for path, a, b in _between(relative, old, new):
                found.append(Difference(relative, path, a, b))
    return found


_Walk = Iterator[tuple[tuple[str, ...], Any, Any]]


def _between(relative: str, old: ProfileFiles, new: ProfileFiles) -> _Walk:
    if relative.endswith(".csv"):
        yield from _walk(_table(old, relative), _table(new, relative), ())
    elif relative.endswith((".yaml", ".yml")):
        yield from _walk(_yaml(old, relative), _yaml(new, relative), ())
    else:  # shapes: not told point by point
        a, b = (ABSENT if not side.layers(relative) else "…" for side in (old, new))
        yield (), a, b


def _table(side: ProfileFiles, relative: str) -> Any:
    if not side.layers(relative):
        return ABSENT
    return {"|".join(key): _filled(row) for key, row in side.rows(relative).items()}


def _filled(row: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in row.items() if value}


def _yaml(side: ProfileFiles, relative: str) -> Any:
    return side.yaml(relative) if side.layers(relative) else ABSENT


def _walk(old: Any, new: Any, path: tuple[str, ...]) -> _Walk:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _walk(old.get(key, ABSENT), new.get(key, ABSENT), (*path, str(key)))
    elif isinstance(old, list) and isinstance(new, list) and (by := _item_key(old, new)):
        yield from _walk(_keyed(old, by), _keyed(new, by), path)
    elif old is not new and (old is ABSENT or new is ABSENT or old != new):
        yield path, old, new


def _item_key(*sides: list[Any]) -> str:
    for name in _ITEM_KEYS:
        fits = all(
            all(isinstance(item, dict) and name in item for item in side)
            and len({json.dumps(item[name]) for item in side}) == len(side)
            for side in sides
        )
        if fits and any(sides):
            return name
    return ""


def _keyed(items: list[Any], by: str) -> dict[str, Any]:
    return {str(item[by]): item for item in items}
