"""A subject's groups with their bound fields, for the template."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gongzhi.office.edits import Edit, place_of
from gongzhi.office.forms.subject import SubjectForm
from gongzhi.office.subjects import AnyGroup, ListGroup
from gongzhi.profiles.yamlfile import dotted


@dataclass(frozen=True)
class ShownLine:
    """A line of inputs; `label` is empty in a list that the office lengthens."""

    label: Any
    note: Any
    cells: list[Any]


@dataclass(frozen=True)
class ShownGroup:
    """A table of inputs."""

    title: Any
    hint: Any
    columns: list[Any]
    lines: list[ShownLine]
    labelled: bool
    preview: bool = False
    choices: list[tuple[str, list[tuple[str, Any]]]] | None = None


def shown_groups(groups: Iterable[AnyGroup], form: SubjectForm) -> list[ShownGroup]:
    """What the template draws."""
    return [_list(group, form) if isinstance(group, ListGroup) else _plain(group, form)
            for group in groups]  # fmt: skip


def _plain(group: Any, form: SubjectForm) -> ShownGroup:
    lines = [
        ShownLine(
            line.label,
            line.note,
            [form[place_of(Edit("set", cell.file, cell.path))] for cell in line.cells],
        )
        for line in group.lines
    ]
    choices = [
        (str(cell.label), list(cell.input.choices.items()))
        for line in group.lines
        for cell in line.cells
        if cell.input.kind == "many" and len(cell.input.choices) <= 60
    ]
    return ShownGroup(
        group.title, group.hint, list(group.columns), lines, True, group.preview, choices
    )


def _list(group: ListGroup, form: SubjectForm) -> ShownGroup:
    start = f"{group.file}#{dotted(group.path)}."
    first = group.columns[0][0]
    count = sum(name.startswith(start) and name.endswith(f".{first}") for name in form.fields)
    lines = [
        ShownLine("", "", [form[f"{start}{number}.{column}"] for column, _l, _i in group.columns])
        for number in range(count)
    ]
    choices = [
        (str(label), list(one.choices.items()))
        for _column, label, one in group.columns
        if one.kind == "many" and len(one.choices) <= 60
    ]
    titles = [label for _column, label, _one in group.columns]
    return ShownGroup(group.title, group.hint, titles, lines, False, choices=choices)
