"""Say how many members a home organisation has in a temporary branch."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..models import TemporaryBranch, TemporaryCount
from ..policies import body_for_writing, body_named
from .terms import ended, refused_as, term


def count_members(
    *, actor: Actor, branch: str, home: str, in_service: int, returned: int, since: date
) -> TemporaryCount:
    """Numbers by home organisation from a day on; they take the place of earlier ones (QJ-02).

    Members keep their home organisation: nothing about it changes, and no person is named.
    `home` is empty for members who returned without a unit here; those in service have one.
    """
    body = body_for_writing(actor, branch)
    unit = body_named(home, "home") if home.strip() else None
    if in_service < 0 or returned < 0 or in_service + returned == 0:
        raise Invalid(_("请写人数，在职和返乡至少有一项大于0。"), "in_service")
    if unit is None and in_service:
        raise Invalid(_("在职党员要写所在单位；没有本地单位的只记返乡人数。"), "home")
    with transaction.atomic():
        opened = TemporaryBranch.objects.select_for_update().filter(body_id=body.id).first()
        if opened is None:
            raise NotFound
        if opened.closed_on is not None:
            raise Conflict(_("这个临时党组织已经撤销了。"))
        if since < opened.opened_on:
            raise Invalid(_("不能早于成立的日期。"), "since")
        _replace(opened, unit.id if unit else None, since)
        row = TemporaryCount(
            branch=opened,
            body_id=unit.id if unit else None,
            in_service=in_service,
            returned=returned,
            valid=term(since, None),
            recorded_by_id=actor.user_id,
        )
        message = _("这个单位从这一天起已经登记过人数。")
        with refused_as(
            message,
            "since",
            "orgs_temporary_count_no_overlap",
            "orgs_temporary_returned_no_overlap",
        ):
            row.save()
    return row


def _replace(opened: TemporaryBranch, home_id: int | None, since: date) -> None:
    """End the open row of this home; one that began the same day was a slip and goes."""
    found = TemporaryCount.reached.filter(branch=opened, valid__upper_inf=True)
    row = found.filter(body_id=home_id).first()
    if row is None:
        return
    if row.valid.lower == since:
        row.delete()
        return
    row.valid = ended(row.valid, since, field="since")
    row.save(update_fields=["valid"])
