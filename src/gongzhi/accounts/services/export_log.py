"""A log as Excel for the audit administrator; that it was exported stands in the logs."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gongzhi.accounts.policies import must_be_audit
from gongzhi.accounts.reading.security import LogFilters, in_words, log_rows
from gongzhi.accounts.services.log_access import log_access
from gongzhi.accounts.services.note_account_event import note_account_event
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.sheets import Column, write_xlsx

MOST = 100_000
COUNTED: Final = {
    "access": gettext_noop("查阅记录%(n)d条"), "events": gettext_noop("账号变动%(n)d条"),
    "history": gettext_noop("岗位历史%(n)d条"),
}  # fmt: skip


def log_names() -> dict[str, str]:
    """What the three logs are called."""
    return {"access": _("查阅记录"), "events": _("账号变动"), "history": _("岗位历史")}


def export_log(
    *, actor: Actor, filters: LogFilters, at: datetime | None = None
) -> tuple[bytes, int]:
    """An Excel file and how many rows. Denied; Invalid above 100,000 rows (name fewer days)."""
    must_be_audit(actor)
    at = at or clock.now()
    name = log_names()[filters.log]
    with transaction.atomic():
        rows = list(log_rows(filters)[: MOST + 1])
        if len(rows) > MOST:
            raise Invalid(_("一次最多导出%(max)d条，请缩短日期。") % {"max": MOST}, "since")
        lines = [in_words(filters.log, row) for row in rows]
        log_access(
            actor=actor, kind="export", at=at, purpose=_("审计导出"),
            subject=_(COUNTED[filters.log]) % {"n": len(rows)},
        )  # fmt: skip
        note_account_event(
            actor=actor, kind="exported", values={"what": filters.log, "count": len(rows)}, at=at
        )
    columns = [
        Column(_("时间"), 18), Column(_("谁"), 16), Column(_("做的事"), 16),
        Column(_("内容"), 60), Column(_("涉及"), 24),
    ]  # fmt: skip
    cells = ([line.at, line.who, line.kind, line.what, line.whom] for line in lines)
    return write_xlsx(columns, cells, title=name), len(rows)
