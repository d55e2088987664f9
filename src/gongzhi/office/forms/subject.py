"""The form of a settings page, made from what its subject lists."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Any, cast

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from gongzhi.office.edits import Edit, place_of
from gongzhi.office.subjects import AnyGroup, Input, ListGroup, Setting, current_value
from gongzhi.profiles.content import ProfileFiles
from gongzhi.profiles.problems import Problem
from gongzhi.profiles.yamlfile import dotted

MOST_NAMED = 40  # of more, a refusal names only what is written alike
_SEPARATORS = re.compile(r"[,，、|;；\n]+")


class ManyField(forms.CharField):
    """Several keys in one input, separated by commas; each must be one of the choices."""

    def __init__(self, *, choices: dict[str, Any], named: bool = False, **options: Any) -> None:
        """`named`: entered by their names; keys are understood as well."""
        super().__init__(**options)
        self.allowed: set[str] = {str(key) for key in choices}
        # With single blanks, as they are read again.
        said = {str(k): " ".join(str(n).split()) for k, n in choices.items()} if named else {}
        # A name that parts, or is the key of another one, would be read as something else.
        one = {
            key: name
            for key, name in said.items()
            if not _SEPARATORS.search(name) and (name == key or name not in self.allowed)
        }
        self.names: dict[str, str] = {
            key: name for key, name in one.items() if list(one.values()).count(name) == 1
        }
        self.keys = {name: key for key, name in self.names.items()}
        self.known = {*self.allowed, *self.keys}

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list | tuple):
            return value
        return ", ".join(self.names.get(part, part) for part in map(str, value))

    def to_python(self, value: Any) -> Any:
        parts = []
        for part in _SEPARATORS.split(str(value or "")):
            # A blank parts as well, but not the words of a name.
            whole = " ".join(part.split())
            parts += [whole] if whole in self.known else whole.split()
        return [part if part in self.allowed else self.keys.get(part, part) for part in parts]

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise forms.ValidationError(self.error_messages["required"])
        unknown = [part for part in value if part not in self.allowed]
        if unknown:
            names = sorted(self.names.get(key, key) for key in self.allowed)
            said = _("没有这一项：%(value)s（允许的值：%(allowed)s）")
            if len(names) > MOST_NAMED:
                names = get_close_matches(unknown[0], names, n=4, cutoff=0)
                said = _("没有这一项：%(value)s（写法相近的：%(allowed)s）")
            raise forms.ValidationError(said % {"value": unknown[0], "allowed": "、".join(names)})

    def run_validators(self, value: Any) -> None:
        """The parts are checked above."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return list(initial or []) != self.to_python(data)


def field_for(one: Input, *, required: bool | None = None) -> forms.Field:
    """The Django field of an input, with its widget."""
    must = one.required if required is None else required
    number = {"min_value": one.least, "max_value": one.most, "required": must}
    small = forms.NumberInput(attrs={"class": "input input-short", "inputmode": "numeric"})
    if one.kind == "int":
        return forms.IntegerField(**cast(Any, number), widget=small)
    if one.kind == "float":
        small.attrs["step"] = "any"
        return forms.FloatField(**cast(Any, number), widget=small)
    if one.kind in ("bool", "choice"):
        choices = list(one.choices.items()) or [("true", _("是")), ("false", _("否"))]
        blank = [] if must else [("", "—")]
        select = forms.Select(attrs={"class": "input select"})
        return forms.ChoiceField(choices=[*blank, *choices], required=must, widget=select)
    if one.kind == "many":
        wide = forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
        return ManyField(choices=dict(one.choices), named=one.named, required=must, widget=wide)
    if one.kind in ("time", "date"):
        return _moment_field(one.kind, must)
    widget: forms.Widget = (
        forms.Textarea(attrs={"class": "input", "rows": 2})
        if one.kind == "long"
        else forms.TextInput(attrs={"class": "input", "autocomplete": "off"})
    )
    return forms.CharField(required=must, max_length=int(one.most or 200), widget=widget)


def _moment_field(kind: str, must: bool) -> forms.Field:
    pattern = r"^([01]\d|2[0-3]):[0-5]\d$" if kind == "time" else r"^\d{4}-\d{2}-\d{2}$"
    said = _("写成 08:00 这样。") if kind == "time" else _("写成 2026-01-01 这样。")
    # Not the browser's own inputs: they show months before days and AM/PM by its own language.
    shown = "08:00" if kind == "time" else "2026-01-01"
    widget = forms.TextInput(
        attrs={"class": "input input-short", "placeholder": shown, "autocomplete": "off"}
    )
    return forms.RegexField(pattern, required=must, error_messages={"invalid": said}, widget=widget)


class SubjectForm(forms.Form):
    """All values of a page. `edits()` are what was changed, as `Edit`s.

    A text of a group with a preview is read aloud, so to say, below while it is written.
    """

    def __init__(self, groups: list[AnyGroup], files: ProfileFiles, data: Any = None) -> None:
        super().__init__(data)
        self.groups, self.said = groups, files
        self.cells: dict[str, Setting] = {}
        self._rows: dict[str, int] = {}
        # Where a problem of the check belongs: (file, path as the check writes it) → input.
        self._places: dict[tuple[str, str], str] = {}
        for group in groups:
            if isinstance(group, ListGroup):
                self._add_list(group)
            else:
                for line in group.lines:
                    for cell in line.cells:
                        self._add_cell(cell, aloud=group.preview)

    def _add_cell(self, cell: Setting, *, aloud: bool) -> None:
        name = place_of(Edit("set", cell.file, cell.path))
        value = current_value(self.said, cell.file, cell.path)
        if cell.input.kind == "bool":
            value = "true" if value else "false"
        self.cells[name] = cell
        self._places[cell.file, dotted(cell.path)] = name
        self.fields[name] = field_for(cell.input)
        self.fields[name].label = str(cell.label)
        if aloud and cell.input.kind == "long":
            self.fields[name].widget.attrs |= {
                "hx-get": reverse_lazy("office:say"),
                "hx-trigger": "input changed delay:400ms",
                "hx-target": "next .settings-said",
            }
        self.initial[name] = "" if value is None else value

    def _add_list(self, group: ListGroup) -> None:
        lines = _lines(group, current_value(self.said, group.file, group.path))
        self._rows[_list_name(group)] = len(lines) + group.spare
        for number in range(len(lines) + group.spare):
            for column, label, one in group.columns:
                name = f"{_list_name(group)}.{number}.{column}"
                # A line may be empty: what it must have is checked in `clean`.
                self.fields[name] = field_for(one, required=False)
                self.fields[name].label = str(label)
                if number < len(lines):
                    self.initial[name] = lines[number].get(column, "")

    def clean(self) -> dict[str, Any]:
        """Lines of lists must be complete or empty."""
        for group in self.groups:
            if not isinstance(group, ListGroup):
                continue
            first = group.columns[0][0]
            for number in range(self._rows[_list_name(group)]):
                if not self._cell(group, number, first):
                    continue
                for column, _label, one in group.columns:
                    name = f"{_list_name(group)}.{number}.{column}"
                    if (
                        one.required
                        and not self._cell(group, number, column)
                        and name not in self.errors
                    ):
                        self.add_error(name, _("这里要填。"))
        return self.cleaned_data

    def _cell(self, group: ListGroup, number: int, column: str) -> Any:
        return self.cleaned_data.get(f"{_list_name(group)}.{number}.{column}")

    def edits(self) -> list[Edit]:
        """What differs from the files, after `is_valid`."""
        found = []
        for name, cell in self.cells.items():
            if self.fields[name].has_changed(self.initial[name], self.data.get(name)):
                value = self.cleaned_data[name]
                if cell.input.kind == "bool":
                    value = value == "true"
                found.append(Edit("set", cell.file, cell.path, value))
        for group in self.groups:
            if isinstance(group, ListGroup):
                value = self._list(group)
                if value != (current_value(self.said, group.file, group.path) or type(value)()):
                    found.append(Edit("set", group.file, group.path, value))
        return found

    def _list(self, group: ListGroup) -> Any:
        rows: list[dict[str, Any]] = []
        for number in range(self._rows[_list_name(group)]):
            if not self._cell(group, number, group.columns[0][0]):
                continue
            row = {c: self._cell(group, number, c) for c, _label, _one in group.columns}
            for column in row:
                at = f"{dotted(group.path)}[{len(rows)}]" + (
                    f"[{column}]" if group.form == "pair" else f".{column}"
                )
                self._places[group.file, at] = f"{_list_name(group)}.{number}.{column}"
            rows.append(row)
        if group.form == "pair":
            return [list(row.values()) for row in rows]
        if group.form == "day":
            return {row["day"]: row["works"] == "true" for row in rows}
        old = _lines(group, current_value(self.said, group.file, group.path))
        return [_without_blanks(row, old) for row in rows]

    def tell(self, problems: list[Problem]) -> None:
        """Put each problem of the check beside the input that it concerns."""
        for problem in problems:
            said = problem.said
            name = self._input_of(problem)
            self.add_error(name, said if name else f"{problem.file}:{problem.line} {said}")

    def _input_of(self, problem: Problem) -> str | None:
        file = problem.file.partition("/")[2]
        path = problem.field
        while path:
            found = self._places.get((file, path))
            if found:
                return found
            path = re.sub(r"(\.[^.\[]*|\[[^\]]*\])$", "", path) if re.search(r"[.\[]", path) else ""
        return None


def _list_name(group: ListGroup) -> str:
    return f"{group.file}#{dotted(group.path)}"


def _lines(group: ListGroup, value: Any) -> list[dict[str, Any]]:
    if group.form == "pair":
        return [{"0": one[0], "1": one[1]} for one in value or []]
    if group.form == "day":
        return [
            {"day": day, "works": "true" if works else "false"}
            for day, works in sorted((value or {}).items())
        ]
    return [dict(one) for one in value or []]


def _without_blanks(row: dict[str, Any], old: list[dict[str, Any]]) -> dict[str, Any]:
    """Empty values only where the line had written them."""
    key = next(iter(row))
    before = next((one for one in old if one.get(key) == row[key]), {})
    return {name: value for name, value in row.items() if value or name in before}
