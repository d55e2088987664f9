"""Reads for the security administrator and the audit administrator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from gongzhi.accounts import logwords
from gongzhi.accounts.days import days_text, read_day
from gongzhi.accounts.login.idle import DISPLAY_SECONDS, FIELD_IDLE_SECONDS, IDLE_SECONDS
from gongzhi.accounts.models import AccessLog, AccountEvent, AdminRequest, ApiKey, Posting, Session
from gongzhi.accounts.reading.account_words import KINDS, kind_name, sentence
from gongzhi.accounts.roles import role_name
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid

LOGS: Final = ("access", "events", "history")


@dataclass(frozen=True)
class Locked:
    """A name that failed logins have locked, with how many and since when."""

    username: str
    failures: int
    last: datetime


def locked_names() -> list[Locked]:
    """Names with failures that count now; those at the limit are locked."""
    since = clock.now() - timedelta(hours=float(settings.AXES_COOLOFF_TIME))
    rows = (
        AccessAttempt.objects.filter(attempt_time__gte=since)
        .values("username")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .order_by("-last")
    )
    return [Locked(row["username"] or "", row["failures"], row["last"]) for row in rows[:200]]


def is_locked(row: Locked) -> bool:
    return row.failures >= int(settings.AXES_FAILURE_LIMIT)


def live_sessions(user_id: int) -> int:
    """How many browsers somebody is logged in with. Nothing of when or where is kept."""
    return Session.objects.filter(user_id=user_id, expire_date__gt=clock.now()).count()


def api_keys() -> list[ApiKey]:
    """All keys, those that work first."""
    return list(ApiKey.objects.select_related("user").order_by("-revoked_at", "name", "id"))


def open_requests() -> list[AdminRequest]:
    """What waits for a security administrator."""
    return list(_requests().filter(state=AdminRequest.ASKED).order_by("asked_at"))


def decided_requests() -> list[AdminRequest]:
    """What was decided lately."""
    return list(_requests().exclude(state=AdminRequest.ASKED).order_by("-decided_at")[:50])


def _requests() -> QuerySet[AdminRequest]:
    return AdminRequest.objects.select_related("user", "body", "asked_by", "decided_by")


def login_limits() -> list[tuple[str, str]]:
    """What holds of logging in here, for the security administrator to see."""
    wanted = sorted(settings.GONGZHI_SECOND_FACTOR)
    factor = _("全部岗位") if "all" in wanted else "、".join(role_name(one) for one in wanted)
    minutes = _("%(n)d分钟")
    return [
        (_("没有操作自动退出"), minutes % {"n": IDLE_SECONDS // 60}),
        (_("网格员手机"), minutes % {"n": FIELD_IDLE_SECONDS // 60}),
        (_("指挥大屏只看不动"), minutes % {"n": DISPLAY_SECONDS // 60}),
        (_("一次登录最长"), minutes % {"n": settings.SESSION_COOKIE_AGE // 60}),
        (_("输错几次锁定"), _("%(n)d次") % {"n": settings.AXES_FAILURE_LIMIT}),
        (_("锁定多久"), minutes % {"n": round(float(settings.AXES_COOLOFF_TIME) * 60)}),
        (_("必须第二验证"), factor or _("没有要求")),
    ]


# --- the logs ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class LogFilters:
    """What a log is narrowed to: who did it, whom it concerns, its kind, and days."""

    log: str = "access"
    q: str = ""
    kind: str = ""
    since: date | None = None
    last: date | None = None

    @classmethod
    def parse(cls, values: Mapping[str, str]) -> LogFilters:
        """Invalid (`since`, `last`) for what is no day."""
        log = str(values.get("log") or "access")
        return cls(
            log=log if log in LOGS else "access",
            q=str(values.get("q") or "").strip()[:40],
            kind=str(values.get("kind") or "")[:24],
            since=read_day(str(values.get("since") or ""), "since"),
            last=read_day(str(values.get("last") or ""), "last"),
        )

    def __bool__(self) -> bool:
        return bool(self.q or self.kind or self.since or self.last)


@dataclass(frozen=True)
class LogRow:
    """One line of a log, as the page and the export show it."""

    at: datetime
    who: str
    kind: str
    what: str
    whom: str


def log_rows(filters: LogFilters) -> QuerySet[Any]:
    """The rows of a log, newest first, not yet in words."""
    if filters.last and filters.since and filters.last < filters.since:
        raise Invalid(_("结束日期不能早于开始日期。"), "last")
    if filters.log == "history":
        rows: QuerySet[Any] = Posting.pgh_event_model.objects.order_by("-pgh_id")  # type: ignore[attr-defined]
        rows = rows.filter(role=filters.kind) if filters.kind else rows
        rows = rows.filter(user__name__icontains=filters.q) if filters.q else rows
        return _within(rows.select_related("user", "body"), "pgh_created_at", filters)
    if filters.log == "events":
        rows = AccountEvent.objects.order_by("-at", "-id").select_related("target")
        if filters.q:
            rows = rows.filter(
                Q(who__icontains=filters.q)
                | Q(target__name__icontains=filters.q)
                | Q(target__username=filters.q)
            )
    else:
        rows = AccessLog.objects.order_by("-at", "-id").select_related("user")
        if filters.q:
            rows = rows.filter(
                Q(user__name__icontains=filters.q)
                | Q(subject__icontains=filters.q)
                | Q(purpose__icontains=filters.q)
            )
    rows = rows.filter(kind=filters.kind) if filters.kind else rows
    return _within(rows, "at", filters)


def _within(rows: QuerySet[Any], column: str, filters: LogFilters) -> QuerySet[Any]:
    if filters.since:
        rows = rows.filter(**{f"{column}__gte": _midnight(filters.since)})
    if filters.last:
        rows = rows.filter(**{f"{column}__lt": _midnight(filters.last + timedelta(days=1))})
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.LOCAL_TZ)


def in_words(log: str, row: Any) -> LogRow:
    """A row of any of the logs as a line."""
    if log == "history":
        what = _("设立") if row.pgh_label == "insert" else _("改期")
        words = f"{row.body} {role_name(row.role)}，{days_text(row.valid)}"
        return LogRow(row.pgh_created_at, "", what, words, row.user.name if row.user else "")
    if log == "events":
        whom = row.target.name if row.target else ""
        return LogRow(row.at, row.who, kind_name(row.kind), sentence(row.kind, row.values), whom)
    who = row.user.name if row.user else ""
    kind = access_kinds().get(row.kind, row.kind)
    return LogRow(row.at, who, kind, logwords.said(row.purpose), logwords.said(row.subject))


def kinds_of(log: str) -> list[tuple[str, str]]:
    """What a log can be narrowed to."""
    if log == "events":
        return [(kind, kind_name(kind)) for kind in KINDS]
    if log == "history":
        from gongzhi.accounts.roles import role_names

        return list(role_names().items())
    return list(access_kinds().items())


def access_kinds() -> dict[str, str]:
    """What the access log tells apart."""
    return {
        "contact": _("查看联系方式"), "open": _("查看登记的个人信息"), "question": _("问数"), "search": _("按号码查找"),
        "export": _("导出"),
    }  # fmt: skip
