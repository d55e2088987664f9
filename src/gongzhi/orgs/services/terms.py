"""Terms: [from, to), said in words when they do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Invalid, Message

EARLIEST = date(1949, 10, 1)


def term(since: date, until: date | None, *, field: str = "until") -> DateRange:
    """From `since` on, up to but not on `until`. Invalid when it is empty or before 1949."""
    if since < EARLIEST:
        raise Invalid(_("开始日期太早了，请检查年份。"), "since")
    if until is not None and until <= since:
        raise Invalid(_("结束日期应晚于开始日期。"), field)
    return DateRange(since, until)


def ended(valid: Any, on: date, *, field: str = "on") -> DateRange:
    """The same term, ending on a day. Conflict when it has ended; Invalid before its start."""
    if valid.upper is not None and valid.upper <= on:
        raise Conflict(_("这一项已经结束了。"))
    if on <= valid.lower:
        raise Invalid(_("结束日期应晚于开始日期。"), field)
    return DateRange(valid.lower, on)


@contextmanager
def refused_as(message: Message, field: str | None, *constraints: str) -> Iterator[None]:
    """Turn a constraint of the database into a sentence; other errors pass."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if any(name in str(error) for name in constraints):
            raise Invalid(message, field) from None
        raise
