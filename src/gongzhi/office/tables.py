"""The settings that are tables: limits, classes, the power-and-duty list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.textindex import initials
from gongzhi.office import labels
from gongzhi.profiles.content import ProfileFiles
from gongzhi.web.words import joined, speaks_chinese

Text = str | Promise
Key = tuple[str, ...]
Row = dict[str, str]


@dataclass(frozen=True)
class Column:
    """How a column is entered. `several`: values separated by `|`; `lookup`: what to search."""

    name: str
    kind: Literal["text", "long", "int", "choice", "yes"] = "text"
    choices: Mapping[str, Text] = field(default_factory=dict)
    required: bool = False
    most: int = 200
    lookup: str = ""  # class | body | area | group | stage
    several: bool = False
    hint: Text = ""
    default: str = ""


@dataclass(frozen=True)
class Table:
    """One table: which columns a list shows, and which a row's page enters."""

    key: str
    title: Text
    icon: str
    about: Text
    file: str
    key_columns: tuple[str, ...]
    shown: tuple[str, ...]
    columns: tuple[Column, ...]
    may_drop: bool
    new_text: Text

    @property
    def shown_columns(self) -> tuple[Column, ...]:
        """The columns of a list, in its order."""
        known = {column.name: column for column in self.columns}
        return tuple(known[name] for name in self.shown)


_UNIT: Final = Column("unit", "choice", labels.UNITS, required=True)

TABLES: Final[dict[str, Table]] = {
    table.key: table
    for table in (
        Table(
            "limits", _("办理时限"), "clock", _("每个小类按情形要在多久内办完"), "orders/limits.csv",
            ("category_code", "condition_key"), ("category_code", "condition", "amount", "unit"),
            (
                Column("category_code", required=True, lookup="class", hint=_("写类别编码，可以按名称查。")),
                Column("condition_key", required=True, most=40, hint=_("小写字母、数字和下划线，定了不改。")),
                Column("condition", required=True),
                Column("condition_en", hint=_("英文界面里显示。")),
                Column("amount", "int", required=True),
                _UNIT,
            ),
            True, _("加一种情形"),
        ),
        Table(
            "stage_limits", _("各区域的环节时限"), "clock", _("某个小区、社区的环节时限和全域不同时写在这里"),
            "orders/stage_limits.csv", ("stage", "area_code"),
            ("stage", "area_code", "amount", "unit", "note"),
            (
                Column("stage", required=True, most=40, lookup="stage", hint=_("从列表里选环节，可以按名称查。")),
                Column("area_code", required=True, lookup="area"),
                Column("amount", "int", required=True),
                _UNIT,
                Column("note"),
            ),
            True, _("加一个区域的时限"),
        ),
        Table(
            "categories", _("类别"), "list", _("诉求分哪些类，居民怎么说，先后顺序"), "orders/categories.csv",
            ("code",), ("code", "name", "aliases", "kind", "active"),
            (
                Column("code", required=True, most=20, hint=_("数字编码，定了不改：工单上记的就是它。")),
                Column("parent_code", lookup="group", hint=_("放在哪个大类下面。")),
                Column("name", required=True, most=60),
                Column("name_en", required=True, most=120),
                Column("kind", "choice", labels.KINDS, required=True, default="item"),
                Column("nature", "choice", labels.NATURES, required=True, default="event"),
                Column("aliases", "long", most=300, hint=_("居民会说的词，用 | 分开，如 井盖|下水井。")),
                Column("active", "yes", default="1", hint=_("停用后不能再选，已有的工单不变。")),
                Column("order", "int", hint=_("数字小的在前；不写的排在后面，按文件里的先后。")),
                Column("emergency", "yes", default="0", hint=_("紧急的会先提示打 110、119、120。")),
                Column("emergency_hint", "long", hint=_("紧急时给居民看的一句话。")),
                Column("public_default", "yes", default="1", hint=_("默认可以公开办理情况。")),
            ),
            False, _("加一个细项"),
        ),
        Table(
            "duties", _("派单"), "send", _("哪类事由哪家主办、哪几家协办"), "orders/duties.csv",
            ("clause",), ("clause", "category_code", "area_code", "lead", "supporting", "basis"),
            (
                Column("clause", required=True, most=20, hint=_("权责清单的条号。")),
                Column("category_code", required=True, lookup="class", hint=_("写类别编码，可以按名称查。")),
                Column("area_code", lookup="area", hint=_("只在这个区域有效；不写就是全域。")),
                Column("lead", required=True, lookup="body", most=60,
                       hint=_("单位编码，或 kind:street 这样的一类：负责那个区域的那一家。")),
                Column("supporting", lookup="body", several=True, most=60),
                Column("basis", hint=_("依据哪份文件。")),
                Column("legal_duty_of", "choice", labels.DUTY_OF,
                       hint=_("法定职责在部门或街道的，不会派给社区主办。")),
            ),
            True, _("加一条"),
        ),
    )
}  # fmt: skip


@dataclass(frozen=True)
class Names:
    """What codes are called, for lists and search."""

    classes: Mapping[str, str]
    body: Callable[[str], str]
    area: Callable[[str], str]
    stages: Mapping[str, Text] = field(default_factory=dict)

    def cell(self, column: Column, row: Row) -> str:
        """The words of a row's column, in the reader's language where the row has them in both."""
        own = "" if speaks_chinese() else row.get(f"{column.name}_en", "")
        return own or self.of(column.name, row.get(column.name, "") or column.default)

    def of(self, column: str, value: str) -> str:
        """The words for a value of a column; the value itself when it has no other."""
        if not value:
            return ""
        if column in ("category_code", "parent_code"):
            return f"{value} {self.classes.get(value, '')}".strip()
        if column in ("lead", "supporting"):
            return joined(self.body(one) for one in value.split("|") if one)
        if column == "area_code":
            return self.area(value)
        words = {
            "unit": labels.UNITS,
            "stage": self.stages,
            "kind": labels.KINDS,
            "active": labels.YES_NO,
        }.get(column)
        return str(words.get(value, value)) if words else joined(value.split("|"))


def class_names(files: ProfileFiles) -> dict[str, str]:
    """Names of classes by code, in the reader's language where they have one."""
    column = "name" if speaks_chinese() else "name_en"
    rows = files.rows("orders/categories.csv").items()
    return {key[0]: row.get(column) or row["name"] for key, row in rows}


def found_rows(
    table: Table, files: ProfileFiles, names: Names, query: str
) -> list[tuple[Key, Row]]:
    """The rows that hold the words (or the initials of the name), in the order of the files."""
    rows = list(files.rows(table.file).items())
    words = query.lower().split()
    return [(key, row) for key, row in rows if all(_holds(row, names, word) for word in words)]


def _holds(row: Row, names: Names, word: str) -> bool:
    said = " ".join([*row.values(), *(names.of(column, value) for column, value in row.items())])
    if word in said.lower():
        return True
    name = row.get("name") or names.classes.get(row.get("category_code", ""), "")
    return word.isascii() and word in initials(name).lower()
