"""Days from–to as people read and write them: the last day counts; rows keep the day after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid
from gongzhi.web.words import plain_date_text

ONE = timedelta(days=1)


def days_text(valid: Any) -> str:
    """`2026年1月1日 至 2026年12月31日`; `2026年1月1日 起` without an end."""
    return span_text(valid.lower, valid.upper)


def span_text(since: date, until: date | None) -> str:
    """The same for [since, until)."""
    if until is None:
        return _("%(since)s 起") % {"since": plain_date_text(since)}
    last = plain_date_text(until - ONE)
    return _("%(since)s 至 %(last)s") % {"since": plain_date_text(since), "last": last}


def read_day(text: str, field: str) -> date | None:
    """A day as tables write it: 2026-01-31, 2026/1/31, 20260131, also with a time; None if empty."""
    text = text.strip().split("T")[0].split(" ")[0].replace("/", "-").replace(".", "-")
    if not text:
        return None
    if len(text) == 8 and text.isdecimal():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    try:
        year, month, day = (int(part) for part in text.split("-"))
        return date(year, month, day)
    except ValueError:
        raise Invalid(_("日期要写成 2026-01-31。"), field) from None
