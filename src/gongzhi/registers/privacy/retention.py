"""Which rows are past their time, kind by kind, and what is done with them.

Figures stay: a person who is gone becomes a row that still counts by area, sex, year and kind of
residence; logs, wishes, problems and abandoned files are in no figure. Each kind's period and its
source stand in the profile (registers/settings.yaml).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.accounts.models import AccessLog, AccountEvent, Resident
from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Order, Support
from gongzhi.orders.services.forget_old import forget_orders, forget_photos, old_orders, old_photos
from gongzhi.registers.models import DataRequest, Person, PersonMoved, RegisterImport, UnitRecord
from gongzhi.registers.privacy.erasing import WHO, erase_person, erase_unit
from gongzhi.registers.rows import uploads

SOURCE: Final = "retention"


@dataclass(frozen=True)
class Rule:
    """`due` gives the rows older than a moment; `clear` takes some of their ids, inside a
    transaction, and says how many rows it cleared. `follows` is the kind whose period holds.
    """

    kind: str
    title: Promise
    how: Promise
    due: Callable[[datetime], Any]
    clear: Callable[[Sequence[int], datetime], int]
    follows: str = ""

    @property
    def period_kind(self) -> str:
        """Under which kind the profile says how long."""
        return self.follows or self.kind


def _old_log(before: datetime) -> Any:
    return AccessLog.objects.filter(at__lt=before)


def _delete_log(ids: Sequence[int], at: datetime) -> int:
    # What hangs on a line (exports, searches) goes with it, and counts as that one line.
    return AccessLog.objects.filter(pk__in=ids).delete()[1].get("accounts.AccessLog", 0)


def _old_moves(before: datetime) -> Any:
    return PersonMoved.objects.filter(until__lt=before)


def _delete_moves(ids: Sequence[int], at: datetime) -> int:
    return PersonMoved.objects.filter(pk__in=ids).delete()[0]


def _old_account_log(before: datetime) -> Any:
    return AccountEvent.objects.filter(at__lt=before)


def _delete_account_log(ids: Sequence[int], at: datetime) -> int:
    return AccountEvent.objects.filter(pk__in=ids).delete()[0]


def _forget_orders(ids: Sequence[int], at: datetime) -> int:
    return forget_orders(ids=ids)


def _forget_photos(ids: Sequence[int], at: datetime) -> int:
    return forget_photos(ids=ids)


def _gone(before: datetime) -> Any:
    there = ~Q(name_sealed="", phone_sealed="", id_sealed="", home=None, account=None)
    return Person.reached.filter(there, ended_on__lt=clock.local(before).date())


def _erase_people(ids: Sequence[int], at: datetime) -> int:
    rows = Person.reached.select_for_update().filter(pk__in=ids)
    for person in rows:
        erase_person(
            person=person, keys=WHO["people"], actor=SYSTEM, source=SOURCE, at=at, for_good=True
        )
    return len(rows)


def _gone_units(before: datetime) -> Any:
    there = ~Q(contact_sealed="", phone_sealed="")
    return UnitRecord.reached.filter(there, ended_on__lt=clock.local(before).date())


def _erase_units(ids: Sequence[int], at: datetime) -> int:
    rows = UnitRecord.reached.select_for_update().filter(pk__in=ids)
    for unit in rows:
        erase_unit(unit=unit, actor=SYSTEM, source=SOURCE, at=at)
    return len(rows)


def _old_wishes(before: datetime) -> Any:
    return DataRequest.reached.filter(decided_at__lt=before).exclude(wish_sealed="")


def _forget_wishes(ids: Sequence[int], at: datetime) -> int:
    return int(DataRequest.reached.filter(pk__in=ids).update(wish_sealed=""))


def _idle(before: datetime) -> Any:
    return RegisterImport.reached.filter(status__in=("checking", "checked"), made_at__lt=before)


def _discard(ids: Sequence[int], at: datetime) -> int:
    rows = RegisterImport.reached.select_for_update().filter(
        pk__in=ids, status__in=("checking", "checked")
    )
    names = [row.upload for row in rows]
    done = RegisterImport.reached.filter(pk__in=[row.pk for row in rows]).update(
        status="discarded", decided_at=at, upload="", problems=[]
    )
    for name in names:
        uploads.forget(name)
    return int(done)


def _old_problems(before: datetime) -> Any:
    return RegisterImport.reached.filter(decided_at__lt=before).exclude(problems=[])


def _forget_problems(ids: Sequence[int], at: datetime) -> int:
    return int(RegisterImport.reached.filter(pk__in=ids).update(problems=[]))


def _unverified(before: datetime) -> Any:
    """Phones that somebody typed and nobody proved, without any matter."""
    return Resident.reached.filter(
        ~Exists(Order.reached.filter(reporter_id=OuterRef("pk"))),
        ~Exists(Support.objects.filter(resident_id=OuterRef("pk"))),
        ~Exists(Person.reached.filter(account_id=OuterRef("pk"))),
        verified_at=None,
        left_at=None,
        created_at__lt=before,
    )


def _delete_accounts(ids: Sequence[int], at: datetime) -> int:
    found = list(Resident.reached.select_for_update().filter(pk__in=ids, verified_at=None))
    Resident.reached.filter(pk__in=[row.pk for row in found]).delete()
    return len(found)


_DEIDENTIFIED = _("清空姓名、号码、住处，留下不能认出人的统计")
RULES: Final[dict[str, Rule]] = {
    rule.kind: rule
    for rule in (
        Rule("access_log", _("查阅记录"), _("删除"), _old_log, _delete_log),
        Rule("past_places", _("居民登记以前在哪个网格"), _("删除"), _old_moves, _delete_moves,
             follows="access_log"),
        Rule("account_log", _("账号和权限的变更记录"), _("删除"), _old_account_log,
             _delete_account_log),
        Rule("closed_orders", _("办结的工单"),
             _("清空原话、照片、说明和反映人，时间、类别、结果和评价照旧统计"), old_orders,
             _forget_orders),
        Rule("order_photos", _("办结工单的照片"),
             _("删除照片和文件，工单的文字、时间、类别、结果和评价照旧"), old_photos, _forget_photos),
        Rule("ended_people", _("已注销的居民"), _DEIDENTIFIED, _gone, _erase_people),
        Rule("ended_contacts", _("已注销单位的联系人"), _("清空联系人和电话"), _gone_units,
             _erase_units),
        Rule("request_wishes", _("已办结的个人信息请求"), _("清空请求里写的内容"), _old_wishes,
             _forget_wishes),
        Rule("idle_imports", _("没有处理的导入"), _("放弃，删除上传的文件"), _idle, _discard),
        Rule("import_problems", _("处理过的导入"), _("清空问题清单"), _old_problems,
             _forget_problems),
        Rule("unverified_accounts", _("没有验证过的手机号"), _("删除，没有工单的才删"),
             _unverified, _delete_accounts),
    )
}  # fmt: skip


def register_rule(rule: Rule) -> None:
    """A domain above keeps rows of its own; registering a kind again replaces it."""
    RULES[rule.kind] = rule
