"""Bring in the open reports of another system: every row is checked, then all or nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.phones import clean_phone
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, GongzhiError, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.sheetin import SheetRow

from ..dispatch.catalogue import active_categories
from ..engine.jobs import quiet
from ..selectors.desk.names import source_names
from .report import Draft, report

_NAMESPACE: Final = uuid.UUID("6a0c7f0e-52a5-5b0d-9c55-5f2f3a1d9a11")
MAY: Final = ("acceptor", "duty_officer")
# Heading in the file: what it means. Both languages are understood.
COLUMNS: Final = {
    "编号": "number", "内容": "text", "时间": "at", "类别": "category", "经度": "lon",
    "纬度": "lat", "网格": "area", "地点": "place", "来源": "source", "手机号": "phone",
    "姓名": "name", "公开": "public",
}  # fmt: skip
_YES, _NO = {"是", "1", "yes", "true"}, {"", "否", "0", "no", "false"}


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with a cell: the line and heading of the file, and a sentence."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        where = _("第%(line)d行") % {"line": self.line} if self.line else _("表头")
        return (
            f"{where} {self.column}: {self.message}" if self.column else f"{where}: {self.message}"
        )


class ImportRefused(GongzhiError):  # noqa: N818
    """Nothing was written; `problems` says why, cell by cell."""

    def __init__(self, problems: list[RowProblem]) -> None:
        self.problems = problems
        super().__init__(_("表里有%(n)d处要改，什么都没有写入。") % {"n": len(problems)})


@dataclass(frozen=True)
class Imported:
    """How many rows became orders, and how many had been brought in before."""

    new: int
    repeated: int


def import_reports(
    *,
    actor: Actor,
    rows: list[SheetRow],
    system: str,
    dry: bool = False,
    at: datetime | None = None,
) -> Imported:
    """Write each row as a report entered by `actor`, reported when the row says.

    `system` names where the rows come from: a number of it is brought in once, however often the
    file is. Nobody is told about old news: no messages go out. `dry` checks everything and writes
    nothing. Denied, or ImportRefused with every problem found.
    """
    if not actor.has_role(*MAY):
        raise Denied
    now = at or clock.now()
    problems: list[RowProblem] = []
    drafts = _Reader(rows, system, now, problems).drafts()
    new = 0
    with transaction.atomic(), quiet():
        for row, draft, reported in drafts:
            try:
                with transaction.atomic():
                    new += not report(actor=actor, draft=draft, at=reported).repeated
            except GongzhiError as error:
                problems.append(RowProblem(row.line, _heading(row, error.field or ""), str(error)))
        if problems:
            raise ImportRefused(sorted(problems, key=lambda problem: problem.line))
        if dry:
            transaction.set_rollback(True)
    return Imported(new=new, repeated=len(drafts) - new)


def _heading(row: SheetRow, field: str) -> str:
    names = {meaning: name for name, meaning in COLUMNS.items()}
    if field in row.values:
        return field
    return names.get(field, "") if names.get(field) in row.values else ""


class _Reader:
    """Turns rows into drafts and collects what is wrong with them."""

    def __init__(
        self, rows: list[SheetRow], system: str, now: datetime, problems: list[RowProblem]
    ) -> None:
        self.rows, self.system, self.now, self.problems = rows, system, now, problems
        categories = [c for c in active_categories() if c.kind == "item"]
        self.categories = {c.code: c.code for c in categories} | {
            c.name: c.code for c in categories
        }
        self.sources = {key: key for key in source_names()}
        self.sources |= {str(name): key for key, name in source_names().items()}
        self.seen: set[str] = set()

    def drafts(self) -> list[tuple[SheetRow, Draft, datetime]]:
        if not self._heading_fits():
            return []
        return [(row, *found) for row in self.rows if (found := self._draft(row)) is not None]

    def _heading_fits(self) -> bool:
        known = {*COLUMNS, *COLUMNS.values()}
        there = set(self.rows[0].values) if self.rows else set()
        for name in sorted(there - known - {""}):
            self.problems.append(RowProblem(0, name, _("不认识的列。")))
        for name in ("编号", "内容"):
            if self.rows and not {name, COLUMNS[name]} & there:
                self.problems.append(RowProblem(0, name, _("缺少这一列。")))
        if not self.rows:
            self.problems.append(RowProblem(0, "", _("表里没有内容。")))
        return not self.problems

    def _draft(self, row: SheetRow) -> tuple[Draft, datetime] | None:
        before = len(self.problems)
        number = self._read(row, "number", self._number)
        values: dict[str, Any] = {
            "category_code": self._read(row, "category", self._category),
            "lon": self._read(row, "lon", _degrees),
            "lat": self._read(row, "lat", _degrees),
            "area_code": self._read(row, "area", _area),
            "source": self._read(row, "source", self._source),
            "phone": self._read(row, "phone", lambda text: clean_phone(text) if text else ""),
            "public": self._read(row, "public", _yes),
        }
        reported = self._read(row, "at", self._moment)
        if len(self.problems) > before:
            return None
        key = uuid.uuid5(_NAMESPACE, f"{self.system}\n{number}")
        values |= {name: _cell(row, name) for name in ("text", "place", "name")}
        return Draft(client_key=key, **values), reported

    def _read(self, row: SheetRow, meaning: str, read: Any) -> Any:
        try:
            return read(_cell(row, meaning))
        except GongzhiError as error:
            self.problems.append(RowProblem(row.line, _heading(row, meaning), str(error)))
            return None

    def _number(self, text: str) -> str:
        if not text:
            raise Invalid(_("没有编号。"))
        if text in self.seen:
            raise Invalid(_("这个编号在表里出现了两次。"))
        self.seen.add(text)
        return text

    def _category(self, text: str) -> str | None:
        if text and text not in self.categories:
            raise Invalid(_("没有这个类别，请从列表里选。"))
        return self.categories.get(text)

    def _source(self, text: str) -> str:
        if text and text not in self.sources:
            raise Invalid(_("来源不在列表里。"))
        return self.sources.get(text, "hotline")

    def _moment(self, text: str) -> datetime:
        if not text:
            return self.now
        try:
            moment = datetime.fromisoformat(text.replace("/", "-"))
        except ValueError as error:
            raise Invalid(_("时间要写成 2026-01-31 09:30。")) from error
        moment = moment if moment.tzinfo else moment.replace(tzinfo=clock.LOCAL_TZ)
        if moment > self.now:
            raise Invalid(_("时间还没有到。"))
        return moment


def _cell(row: SheetRow, meaning: str) -> str:
    name = next(name for name, one in COLUMNS.items() if one == meaning)
    return row.get(name) or row.get(meaning)


def _degrees(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise Invalid(_("经纬度要写成数字。")) from error


def _area(text: str) -> str:
    if text and areas.area_by_code(text) is None:
        raise Invalid(_("没有这个网格。"))
    return text


def _yes(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise Invalid(_("请写“是”或“否”。"))
    return text.lower() in _YES
