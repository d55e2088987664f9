"""A unit's list of phones: each is asked, by its owner's own sign-in, whether to check in (XY-10).

All or nothing: one bad row and nothing is written. What is kept of a row is the blind index of its
phone, and where to; nobody is enrolled by a list. The phone itself waits sealed for one text
(`send_invitations`). Who said no before is left out, and the unit is not told.
"""

from __future__ import annotations

import secrets
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.login.codes import phone_index
from gongzhi.accounts.phones import clean_phone
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import seal
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.kernel.sheetin import SheetRow, read_sheet
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.models import Invitation, NotAgain
from gongzhi.volunteering.reach import unit_ids

PHONE: Final = ("手机号", "手机", "phone")
COMMUNITY: Final = ("报到社区", "社区", "community")
MOST_SHOWN: Final = 200
_ENDINGS: Final = (".xlsx", ".xls", ".csv")
_BATCH: Final = 5000


@dataclass(frozen=True)
class RowProblem:
    """What is wrong in a row, and the column that it concerns."""

    line: int
    column: str
    message: str


@dataclass(frozen=True)
class Brought:
    """`written` rows, or `problems` (the first of them) of `wrong` rows and nothing written."""

    rows: int
    written: int = 0
    wrong: int = 0
    problems: tuple[RowProblem, ...] = ()


def bring_list(*, actor: Actor, data: bytes, file_name: str, unit_id: int | None = None) -> Brought:
    """Read, check every row, write all or nothing. Denied for who acts for no unit.

    Columns 手机号 and 报到社区 (name or code of a community). Invalid when it is no table or a
    column is missing. A phone that the unit has listed before is written anew.
    """
    ids = unit_ids(actor)
    if not ids or (unit_id is not None and unit_id not in ids):
        raise Denied(_("只有单位的经办人和负责人能交单位名单。"))
    unit = ids[0] if unit_id is None else unit_id
    rows = _read(data, file_name)
    until = clock.today() + timedelta(days=volunteer_settings().invite_days)
    drafts, problems, wrong = _check(rows, unit, until)
    if wrong:
        return Brought(len(rows), wrong=wrong, problems=tuple(problems))
    asked = {one.phone_blind for one in drafts}
    no = NotAgain.objects.visible_to(SYSTEM).filter(phone_blind__in=asked)
    said_no = set(no.values_list("phone_blind", flat=True))
    with transaction.atomic():
        Invitation.reached.bulk_create(
            [one for one in drafts if one.phone_blind not in said_no],
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["phone_blind", "unit"],
            update_fields=["community", "until"],
        )
    return Brought(len(rows), written=len(drafts))


def _read(data: bytes, file_name: str) -> list[SheetRow]:
    ending = Path(file_name).suffix.lower()
    if ending not in _ENDINGS:
        raise Invalid(_("请上传 .xlsx 或 CSV 表格。"), "file")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list{ending}"
        path.write_bytes(data)
        try:
            rows = read_sheet(path)
        except Invalid as error:
            raise Invalid(error.message, "file") from error
    if not rows:
        raise Invalid(_("表里没有内容。"), "file")
    for names in (PHONE, COMMUNITY):
        if _column(rows[0], names) is None:
            raise Invalid(_("表里缺少“%(name)s”这一列。") % {"name": names[0]}, "file")
    return rows


def _column(row: SheetRow, names: tuple[str, ...]) -> str | None:
    return next((name for name in names if name in row.values), None)


def _check(
    rows: list[SheetRow], unit: int, until: date
) -> tuple[list[Invitation], list[RowProblem], int]:
    phone_at, community_at = _column(rows[0], PHONE), _column(rows[0], COMMUNITY)
    assert phone_at is not None
    assert community_at is not None
    communities = _communities()
    seen: dict[str, int] = {}
    drafts: list[Invitation] = []
    problems: list[RowProblem] = []
    wrong = 0
    for row in rows:
        here: list[tuple[str, str]] = []
        try:
            phone = clean_phone(row.get(phone_at))
        except Invalid as error:
            phone = ""
            here.append((phone_at, str(error)))
        if phone and phone in seen:
            here.append((phone_at, _("和第%(line)d行是同一个手机号。") % {"line": seen[phone]}))
        seen.setdefault(phone, row.line)
        place = communities.get(row.get(community_at))
        if place is None:
            here.append((community_at, _("没有这个社区，或有几个同名的，请写编码。")))
        if here:
            wrong += 1
            room = MOST_SHOWN - len(problems)
            problems += [RowProblem(row.line, at, said) for at, said in here][: max(room, 0)]
        elif not wrong and place is not None:
            drafts.append(
                Invitation(
                    phone_blind=phone_index(phone),
                    unit_id=unit,
                    community_id=place,
                    until=until,
                    phone_sealed=seal(phone),
                    code=secrets.token_urlsafe(16),
                )
            )
    return drafts, problems, wrong


def _communities() -> dict[str, int]:
    """Code, name and short name → community; a name that two have means none."""
    found: dict[str, int] = {}
    twice: set[str] = set()
    for body in orgs.bodies_of_kind("community"):
        for word in {body.name, body.short_name, body.code} - {""}:
            if found.setdefault(word, body.id) != body.id:
                twice.add(word)
    return {word: body_id for word, body_id in found.items() if word not in twice}
