"""Postings at a body that ends go on at its successor, without a gap of a minute."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.accounts import actor, selectors
from gongzhi.accounts.models import AdminRequest, Posting
from gongzhi.accounts.services.assign_posting import end_on
from gongzhi.kernel import clock
from gongzhi.orgs.ending.parts import Ending, Watched, register_ending
from gongzhi.orgs.ending.tracing import restore
from gongzhi.orgs.models import BodyEnding

_TABLES: Final = ("accounts_posting", "accounts_adminrequest")


def register() -> None:
    """Make it known."""
    register_ending(Ending("postings", _("岗位"), count, pass_on, _watched(), take_back))


def _alive(body_id: int, day: date) -> QuerySet[Posting]:
    return Posting.objects.filter(body_id=body_id).exclude(valid__fully_lt=(day, None))


def count(body_id: int) -> int:
    """Postings of today and later."""
    return _alive(body_id, clock.today()).count()


def pass_on(from_id: int, to_id: int, at: datetime) -> int:
    """The rows stay the same postings, so whoever has one sees the successor's orders at once.

    Somebody who has the same posting at the successor already keeps that one. What is asked for
    and not decided is asked for the successor.
    """
    AdminRequest.objects.filter(body_id=from_id, state=AdminRequest.ASKED).update(body_id=to_id)
    moved, today = 0, clock.local(at).date()
    for row in _alive(from_id, today).select_for_update(of=("self",)).order_by("pk"):
        same = Posting.objects.filter(
            user=row.user_id, role=row.role, body_id=to_id, area=row.area_id,
            valid__overlap=row.valid,
        )  # fmt: skip
        if same.exists():
            if row.valid.lower > today:
                row.delete()
            else:
                end_on(row, today)
            continue
        row.body_id = to_id
        row.save(update_fields=["body"])
        moved += 1
    actor.forget()
    selectors.forget()
    return moved


def take_back(ending: BodyEnding, at: datetime) -> int:
    """The postings come back to the body; one that ended since stays ended."""
    moved = sum(restore(ending, one, str(_("岗位"))) for one in _watched())
    actor.forget()
    selectors.forget()
    return moved


def _watched() -> tuple[Watched, ...]:
    return tuple(Watched(table, "t.body_id = %(from)s") for table in _TABLES)
