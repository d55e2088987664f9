"""Differences of two releases in words: what about, which one, which field, old and new."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.office import labels
from gongzhi.office.names import names_of
from gongzhi.office.process_subjects import FOLDER, posts_in_words, stage_names
from gongzhi.office.tables import Names
from gongzhi.orders.process.spec import pick
from gongzhi.profiles.content import ABSENT, Difference, ProfileFiles
from gongzhi.web.words import joined, speaks_chinese

_VALUES: dict[str, labels.Words] = {
    "unit": labels.UNITS,
    "kind": labels.KINDS,
    "nature": labels.NATURES,
    "legal_duty_of": labels.DUTY_OF,
    "when": labels.WHEN,
    **dict.fromkeys(("active", "emergency", "public_default", "round_the_clock"), labels.YES_NO),
}
# Tables whose cells are codes of bodies, areas and classes: told by their names.
_CODED: Final = frozenset({"orders/duties.csv", "orders/stage_limits.csv", "orders/limits.csv"})
_CODES: Final = frozenset({"lead", "supporting", "area_code", "category_code", "stage"})


@dataclass(frozen=True)
class Told:
    """One difference in words; `file` and `path` lead back to it."""

    file: str
    path: tuple[str, ...]
    subject: str
    item: str
    field: str
    before: str
    after: str
    kind: str  # add | change | remove


class Teller:
    """Words for differences; names of classes are looked up in the newer files."""

    def __init__(self, files: ProfileFiles) -> None:
        self.files = files

    def all(self, found: Iterable[Difference]) -> list[Told]:
        """Each difference in words."""
        return [self.one(difference) for difference in found]

    def one(self, found: Difference) -> Told:
        """One difference in words."""
        item, name = self._place(found)
        kind = "add" if found.before is ABSENT else "remove" if found.after is ABSENT else "change"
        return Told(
            file=found.file,
            path=found.path,
            subject=labels.file_label(found.file),
            item=item,
            field=name,
            before=self._value(found, found.before),
            after=self._value(found, found.after),
            kind=kind,
        )

    @cached_property
    def _names(self) -> Names:
        return names_of(self.files)

    def _class(self, code: str) -> str:
        return self._names.classes.get(code, "")

    @cached_property
    def _stages(self) -> dict[str, str]:
        return {key: str(name) for key, name in stage_names(self.files).items()}

    @cached_property
    def _posts(self) -> dict[str, str]:
        return posts_in_words(self.files)

    def _value(self, found: Difference, value: Any) -> str:
        if found.path[-1:] == ("who",) and isinstance(value, list):
            return joined(self._posts.get(str(one), str(one)) for one in value)
        if found.file not in _CODED:
            return _said(value, found.path)
        if isinstance(value, dict):
            cells = ((name, self._cell(name, cell)) for name, cell in value.items())
            return "；".join(f"{labels.column_label(name)} {cell}" for name, cell in cells if cell)
        return self._cell(found.path[-1], value)

    def _cell(self, column: str, value: Any) -> str:
        if column in _CODES and isinstance(value, str):
            return self._names.of(column, value)
        return _said(value, (column,))

    def _place(self, found: Difference) -> tuple[str, str]:
        path = found.path
        if found.file.endswith(".csv") and path:
            column = labels.column_label(path[1]) if len(path) > 1 else _("整行")
            return self._row(found.file, path[0]), column
        if found.file == "orders/settings.yaml":
            return self._rule(path)
        if found.file.startswith(FOLDER):
            return self._step(found.file, path)
        if found.file == "notify.yaml" and path[:1] == ("texts",) and len(path) > 1:
            event = labels.EVENTS.get(path[1], path[1])
            return str(event), labels.column_label(path[-1]) if len(path) > 2 else _("整条")
        item = "·".join(labels.column_label(part) for part in path[:-1])
        return item, labels.column_label(path[-1]) if path else _("整份")

    def _row(self, file: str, key: str) -> str:
        if file == "orders/categories.csv":
            return f"{key} {self._class(key)}".strip()
        if file == "orders/limits.csv":
            code, _bar, condition = key.partition("|")
            row = self.files.rows(file).get((code, condition), {})
            own = "" if speaks_chinese() else row.get("condition_en", "")
            return f"{code} {self._class(code)} · {own or row.get('condition') or condition}"
        if file == "orders/duties.csv":
            row = self.files.rows(file).get((key,), {})
            name = self._class(row.get("category_code", ""))
            return _("第 %(n)s 条 %(name)s") % {"n": key, "name": name}
        return key

    def _rule(self, path: tuple[str, ...]) -> tuple[str, str]:
        name = ".".join(path)
        if name in labels.RULES:
            return "", str(labels.RULES[name])
        if path[:1] == ("stages",) and len(path) == 3:
            return self._stages.get(path[1], path[1]), labels.column_label(path[2])
        return "", name

    def _step(self, file: str, path: tuple[str, ...]) -> tuple[str, str]:
        """A state or an action by its name, with the process in front."""
        data = self.files.yaml(file)
        spoken = get_language()
        if data is None:
            return "", labels.column_label(path[-1]) if path else _("整份")
        parts = [pick(data["name"], spoken)]
        if len(path) > 1 and path[0] in ("states", "actions", "fields"):
            found = next((one for one in data[path[0]] if one["key"] == path[1]), None)
            parts.append(pick(found["name"], spoken) if found else path[1])
            path = path[2:]
        words = [labels.column_label(part) for part in path]
        return " · ".join(parts), "：".join(words) if words else _("整行")


def _said(value: Any, path: tuple[str, ...]) -> str:
    """A value as people say it, empty for one that is not there."""
    if value is ABSENT or value is None:
        return ""
    if isinstance(value, bool):
        return str(labels.YES_NO["1" if value else "0"])
    if isinstance(value, dict):
        parts = (f"{labels.column_label(str(k))} {_said(v, (str(k),))}" for k, v in value.items())
        return "；".join(parts)
    if isinstance(value, list):
        return "、".join(_said(one, ()) for one in value)
    words = _VALUES.get(path[-1], {}) if path else {}
    return str(words.get(str(value), value))
