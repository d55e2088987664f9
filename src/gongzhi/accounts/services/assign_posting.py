"""Put a member of staff into a role, and take them out of it again."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils.translation import gettext as _

from gongzhi.accounts import actor, selectors
from gongzhi.accounts.models import Posting, User
from gongzhi.areas.models import Area
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid
from gongzhi.orgs.models import Body


def assign_posting(
    *,
    user: User,
    role: str,
    body: Body,
    area: Area | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Posting:
    """A posting from `since` (today) until the day before `until` (open end).

    Raises Invalid (`until`, `role`) and Conflict when the same posting holds in those days.
    """
    since = since or clock.today()
    if until is not None and until <= since:
        raise Invalid(_("结束日期应晚于开始日期。"), "until")
    if not role or len(role) > 40:
        raise Invalid(_("请选择岗位。"), "role")
    valid = DateRange(since, until)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        same = Posting.objects.filter(
            user=user, role=role, body=body, area=area, valid__overlap=valid
        )
        if same.exists():
            raise Conflict(_("这段时间已经有同样的任岗。"), "role")
        posting = Posting.objects.create(user=user, role=role, body=body, area=area, valid=valid)
    _forget()
    return posting


def end_posting(*, posting: Posting, on: date | None = None) -> Posting:
    """End a posting: `on` (today) is the first day on which it no longer holds.

    One that would end before it began is removed.
    """
    on = on or clock.today()
    if on <= posting.valid.lower:
        posting.delete()
    else:
        end_on(posting, on)
    _forget()
    return posting


def end_on(posting: Posting, on: date) -> None:
    """Write the end of a posting that has begun.

    A range cannot be empty: one that began today and ends today reads as yesterday's; its true
    days stand in the history.
    """
    since = min(posting.valid.lower, on - timedelta(days=1))
    posting.valid = DateRange(since, on)
    posting.save(update_fields=["valid"])


def _forget() -> None:
    actor.forget()
    selectors.forget()
