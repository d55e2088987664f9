"""People and postings from a table: every row is checked, then all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gongzhi.accounts import actor as actors
from gongzhi.accounts import selectors
from gongzhi.accounts.days import read_day
from gongzhi.accounts.login.passwords import temporary_password
from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.policies import must_be_system
from gongzhi.accounts.roles import role_names
from gongzhi.accounts.rules import is_admin, overlap
from gongzhi.accounts.services.create_user import new_user
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.areas.selectors import area_by_code
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.sheetin import SheetRow
from gongzhi.orgs.models import Body

# Heading in the file: what it means. Both are understood.
COLUMNS: Final = {
    "账号": "username", "姓名": "name", "手机号": "phone", "工号": "employee_number",
    "岗位": "role", "单位": "body", "区域": "area", "开始": "since", "结束": "last",
}  # fmt: skip
NEEDED: Final = ("账号", "姓名")
_BATCH: Final = 2000


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with a cell: the line and heading of the file, and a sentence."""

    line: int
    column: str
    message: str


class UsersRefused(GongzhiError):  # noqa: N818
    """Nothing was written; `problems` says why, cell by cell."""

    status = 422

    def __init__(self, problems: list[RowProblem]) -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line)
        super().__init__(_("表里有%(n)d处要改，什么都没有写入。") % {"n": len(problems)}, "file")


@dataclass(frozen=True)
class UsersImported:
    """How many were made; (username, name, temporary password) of new people, told only here."""

    users: int
    postings: int
    passwords: list[tuple[str, str, str]] = field(default_factory=list, repr=False)


@dataclass
class _Plan:
    """What the rows come to."""

    users: dict[str, User] = field(default_factory=dict)
    passwords: list[tuple[str, str, str]] = field(default_factory=list)
    postings: list[tuple[int, str, Posting]] = field(default_factory=list)  # line, username, row


def import_users(
    *, actor: Actor, rows: list[SheetRow], dry: bool = False, at: datetime | None = None
) -> UsersImported:
    """One row for each posting; a person with several has several rows, one without has one.

    An account that exists keeps what it has and gets the posting. `dry` checks and writes
    nothing. Denied, or UsersRefused with every problem found.
    """
    must_be_system(actor)
    at = at or clock.now()
    problems: list[RowProblem] = []
    with transaction.atomic():
        plan = _Reader(rows, actor, at, problems).plan()
        if not problems:
            _check_overlaps(plan, problems)
        if problems:
            raise UsersRefused(problems)
        if dry:
            return UsersImported(len(plan.passwords), len(plan.postings))
        _write(plan)
        note_account_event(
            actor=actor, kind="imported", at=at,
            values={"users": len(plan.passwords), "postings": len(plan.postings)},
        )  # fmt: skip
    actors.forget()
    selectors.forget()
    return UsersImported(len(plan.passwords), len(plan.postings), plan.passwords)


def _write(plan: _Plan) -> None:
    User.objects.bulk_create(
        [user for user in plan.users.values() if user.pk is None], batch_size=_BATCH
    )
    for _line, username, posting in plan.postings:
        posting.user = plan.users[username]
    Posting.objects.bulk_create([one for _l, _u, one in plan.postings], batch_size=_BATCH)


def _check_overlaps(plan: _Plan, problems: list[RowProblem]) -> None:
    """The same posting twice on one day, in the file or with what is there."""
    held: dict[tuple[Any, ...], list[tuple[date, date | None]]] = {}
    old = [user.pk for user in plan.users.values() if user.pk is not None]
    rows = Posting.objects.filter(user_id__in=old).values_list(
        "user__username", "role", "body_id", "area_id", "valid"
    )
    for username, role, body_id, area_id, valid in rows:
        key: tuple[Any, ...] = (username, role, body_id, area_id)
        held.setdefault(key, []).append((valid.lower, valid.upper))
    for line, username, posting in plan.postings:
        key = (username, posting.role, posting.body_id, posting.area_id)
        days = (posting.valid.lower, posting.valid.upper)
        if any(overlap(days, other) for other in held.get(key, ())):
            problems.append(RowProblem(line, "岗位", _("这段时间已经有同样的任岗。")))
        held.setdefault(key, []).append(days)


class _Reader:
    """Turns rows into a plan and collects what is wrong with them."""

    def __init__(
        self, rows: list[SheetRow], actor: Actor, at: datetime, problems: list[RowProblem]
    ) -> None:
        self.rows, self.actor, self.at, self.problems = rows, actor, at, problems
        self.roles = {name: key for key, name in role_names().items()}
        self.roles |= {key: key for key in role_names()}
        self.bodies: dict[str, Body | None] = {}
        for body in Body.objects.filter(active=True):
            for name in {body.name, body.short_name} - {""}:
                # A name that two bodies have names neither.
                self.bodies[name] = None if name in self.bodies else body
            self.bodies[body.code] = body

    def plan(self) -> _Plan:
        plan = _Plan()
        if not self._heading_fits():
            return plan
        wanted = {_cell(row, "username").lower() for row in self.rows}
        there = {user.username: user for user in User.objects.filter(username__in=wanted)}
        numbers = {_cell(row, "employee_number") for row in self.rows} - {""}
        taken = dict(
            User.objects.filter(employee_number__in=numbers).values_list(
                "employee_number", "username"
            )
        )
        for row in self.rows:
            before = len(self.problems)
            username = _cell(row, "username").lower()
            user = self._person(row, username, plan, there, taken)
            posting = self._posting(row)
            if len(self.problems) > before or user is None:
                continue
            plan.users[username] = user
            if posting is not None:
                plan.postings.append((row.line, username, posting))
        return plan

    def _heading_fits(self) -> bool:
        known = {*COLUMNS, *COLUMNS.values(), ""}
        there = set(self.rows[0].values) if self.rows else set()
        for name in sorted(there - known):
            self.problems.append(RowProblem(0, name, _("不认识的列。")))
        for name in NEEDED:
            if self.rows and not {name, COLUMNS[name]} & there:
                self.problems.append(RowProblem(0, name, _("缺少这一列。")))
        if not self.rows:
            self.problems.append(RowProblem(0, "", _("表里没有内容。")))
        return not self.problems

    def _person(
        self,
        row: SheetRow,
        username: str,
        plan: _Plan,
        there: dict[str, User],
        taken: dict[str, str],
    ) -> User | None:
        found = plan.users.get(username) or there.get(username)
        name, number = _cell(row, "name"), _cell(row, "employee_number")
        if found is not None:
            if name and name != found.name:
                self._wrong(
                    row, "name", _("这个账号叫“%(name)s”，和表里不一样。") % {"name": found.name}
                )
            if not found.is_active:
                self._wrong(row, "username", _("这个账号已停用。"))
            if found.pk is not None and found.pk == self.actor.user_id and _cell(row, "role"):
                self._wrong(row, "username", _("不能给自己安排岗位。"))
            return found
        if number and taken.setdefault(number, username) != username:
            self._wrong(row, "employee_number", _("这个工号已经有账号了。"))
        password = temporary_password()
        try:
            user = new_user(
                username=username, name=name, phone=_cell(row, "phone"),
                employee_number=number, password=password, at=self.at,
            )  # fmt: skip
        except GongzhiError as error:
            self._wrong(row, error.field or "username", str(error))
            return None
        plan.passwords.append((user.username, user.name, password))
        return user

    def _posting(self, row: SheetRow) -> Posting | None:
        role = self._read(row, "role", self._role)
        body = self._read(row, "body", self._body)
        area = self._read(row, "area", _area)
        since = self._read(row, "since", lambda text: read_day(text, "since")) or clock.today()
        last = self._read(row, "last", lambda text: read_day(text, "last"))
        if role is None or (not role and not body):
            return None
        if not role:
            self._wrong(row, "role", _("请选择岗位。"))
            return None
        if body is None:
            if not _cell(row, "body"):
                self._wrong(row, "body", _("请写单位的编码或名称。"))
            return None
        if last is not None and last < since:
            self._wrong(row, "last", _("结束日期不能早于开始日期。"))
            return None
        until = last + timedelta(days=1) if last else None
        return Posting(role=role, body=body, area_id=area, valid=DateRange(since, until))

    def _role(self, text: str) -> str:
        if not text:
            return ""
        role = self.roles.get(text)
        if role is None:
            raise Invalid(_("没有这个岗位。"))
        if is_admin(role):
            raise Invalid(_("系统、安全、审计管理员要由安全管理员批准，不能导入。"))
        return role

    def _body(self, text: str) -> Body | None:
        if not text:
            return None
        if text not in self.bodies:
            raise Invalid(_("没有这个单位。"))
        body = self.bodies[text]
        if body is None:
            raise Invalid(_("有几个单位叫这个名字，请写单位编码。"))
        return body

    def _read(self, row: SheetRow, meaning: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(_cell(row, meaning))
        except GongzhiError as error:
            self._wrong(row, meaning, str(error))
            return None

    def _wrong(self, row: SheetRow, meaning: str, message: str) -> None:
        heading = next((name for name, one in COLUMNS.items() if one == meaning), "")
        self.problems.append(
            RowProblem(row.line, heading if heading in row.values else meaning, message)
        )


def _cell(row: SheetRow, meaning: str) -> str:
    name = next(name for name, one in COLUMNS.items() if one == meaning)
    return (row.get(name) or row.get(meaning)).strip()


def _area(text: str) -> int | None:
    if not text:
        return None
    area = area_by_code(text)
    if area is None:
        raise Invalid(_("没有这个区域编码。"))
    return area.id
