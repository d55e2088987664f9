"""The form of one row of a table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gongzhi.areas import selectors as areas
from gongzhi.office import labels
from gongzhi.office.tables import Column, Key, Row, Table
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles.problems import Problem

SEVERAL = 5  # inputs at least for a column that may hold several values


class RowForm(forms.Form):
    """Enters a row: `key` is None for a new one, whose key columns are then entered too."""

    def __init__(self, table: Table, key: Key | None, row: Row, data: Any = None) -> None:
        super().__init__(data)
        self.table, self.key, self.row = table, key, row
        self.columns = [c for c in table.columns if key is None or c.name not in table.key_columns]
        for column in self.columns:
            value = row.get(column.name, "") or column.default
            if column.several:
                parts = value.split("|")
                for number, part in enumerate(parts + [""] * (SEVERAL - len(parts))):
                    self._add(f"{column.name}.{number}", column, part)
            else:
                self._add(column.name, column, value)

    def _add(self, name: str, column: Column, value: str) -> None:
        self.fields[name] = _field(column)
        self.fields[name].label = labels.column_label(column.name)
        self.fields[name].help_text = str(column.hint)
        self.initial[name] = value

    def clean(self) -> dict[str, Any]:
        """Bodies (by code or name) and areas must be there: a change of a row reads no others."""
        for name, value in list(self.cleaned_data.items()):
            lookup = next(c.lookup for c in self.columns if c.name == name.split(".")[0])
            text = str(value or "")
            if lookup == "body" and text and not text.startswith("kind:"):
                body = orgs.body_by_code(text) or orgs.body_called(text)
                if body is None:
                    self.add_error(name, _("没有这个单位：%(code)s") % {"code": text})
                else:
                    self.cleaned_data[name] = body.code
            elif lookup == "area" and text and areas.area_by_code(text) is None:
                self.add_error(name, _("没有这个区域编码：%(code)s") % {"code": text})
        return self.cleaned_data

    def lines(self) -> list[tuple[Column, list[Any]]]:
        """Columns with their bound fields, for the template."""
        return [
            (column, [self[name] for name in self.fields if name.split(".")[0] == column.name])
            for column in self.columns
        ]

    def values(self) -> dict[str, str]:
        """What was entered, as cells."""
        found: dict[str, str] = {}
        for column in self.columns:
            if column.several:
                names = (name for name in self.fields if name.split(".")[0] == column.name)
                parts = [str(self.cleaned_data.get(name) or "").strip() for name in names]
                found[column.name] = "|".join(part for part in parts if part)
            else:
                value = self.cleaned_data.get(column.name)
                found[column.name] = "" if value is None else str(value).strip()
        return found

    def changed_cells(self) -> dict[str, str]:
        """Cells that differ from the row; a value that the row leaves out may stay left out."""
        return {
            column.name: value
            for column in self.columns
            if (value := self.values()[column.name])
            != (self.row.get(column.name, "") or column.default)
        }

    def tell(self, problems: list[Problem]) -> None:
        """Put each problem of the check beside the input that it concerns."""
        for problem in problems:
            said = problem.said
            mine = problem.file.partition("/")[2] == self.table.file
            name = next((n for n in self.fields if n.split(".")[0] == problem.field), None)
            if mine and name:
                self.add_error(name, said)
            else:
                where = f"{problem.file}:{problem.line}"
                self.add_error(None, f"{where} {problem.field} {said}")


def _field(column: Column) -> forms.Field:
    must = column.required
    if column.kind == "int":
        number = forms.NumberInput(attrs={"class": "input input-short", "inputmode": "numeric"})
        return forms.IntegerField(required=must, min_value=0, max_value=9999, widget=number)
    if column.kind in ("choice", "yes"):
        choices = list((column.choices or labels.YES_NO).items())
        blank = [] if must or column.kind == "yes" else [("", "—")]
        select = forms.Select(attrs={"class": "input select"})
        return forms.ChoiceField(choices=[*blank, *choices], required=must, widget=select)
    attrs = {"class": "input", "autocomplete": "off"}
    if column.lookup:
        attrs |= {
            "list": f"list-{column.lookup}",
            "hx-get": reverse("office:find", args=[column.lookup]),
            "hx-trigger": "focus once, input changed delay:250ms",
            "hx-target": f"#list-{column.lookup}",
        }
    if column.kind == "long":
        area = forms.Textarea(attrs={"class": "input", "rows": 2})
        return forms.CharField(required=must, max_length=column.most, widget=area)
    text = forms.TextInput(attrs=attrs)
    return forms.CharField(required=must, max_length=column.most, widget=text)
