"""A date within the coming year on which something is other than usual: hours, closed days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid


def check_coming(day: date, at: datetime, field: str = "day") -> None:
    """Invalid (the field) for a date that is over or further away than a year."""
    today = clock.local(at).date()
    if not today <= day <= today + timedelta(days=366):
        raise Invalid(_("请选今天以后一年内的一天。"), field)
