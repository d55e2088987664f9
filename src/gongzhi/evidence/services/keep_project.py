"""An estate's project: begun, what was done day by day, ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.evidence.models import Deed, Project
from gongzhi.evidence.reach import keeper_ids, own_community
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor

_YEARS = timedelta(days=3660)
MOST = 1_000_000


def start_project(
    *, actor: Actor, title: str, estate: str, started_on: date, text: str = "",
    at: datetime | None = None,
) -> Project:  # fmt: skip
    """Denied, Invalid by field, Conflict for one of that title that goes on."""
    community = own_community(actor)
    if actor.user_id is None:
        raise Denied
    if abs(clock.today() - started_on) > _YEARS:
        raise Invalid(_("请核对日期。"), "started_on")
    try:
        with transaction.atomic():
            return Project.objects.create(
                community_id=community.id, title=_line(title, "title", 60),
                estate=_line(estate, "estate", 40), text=text.replace("\x00", "").strip()[:500],
                started_on=started_on, made_at=at or clock.now(), user_id=actor.user_id,
            )  # fmt: skip
    except IntegrityError:
        raise Conflict(_("已经有同名的了。"), "title") from None


def record_deed(
    *, actor: Actor, project_id: int, on: date, what: str, amount: int, unit: str,
    at: datetime | None = None,
) -> Deed:  # fmt: skip
    """What was done on a day. Denied, NotFound, Invalid by field, Conflict when it is over."""
    with transaction.atomic():
        row = own_project(actor, project_id, lock=True)
        if row.ended_on is not None:
            raise Conflict(_("整治已经结束了。"))
        if not row.started_on <= on <= clock.today():
            raise Invalid(_("日期要在开始以后、今天以前。"), "on")
        if not 1 <= amount <= MOST:
            raise Invalid(_("写1到%(most)d。") % {"most": MOST}, "amount")
        assert actor.user_id is not None
        return Deed.objects.create(
            project=row, on=on, what=_line(what, "what", 40), amount=amount,
            unit=_line(unit, "unit", 10), at=at or clock.now(), user_id=actor.user_id,
        )  # fmt: skip


def strike_deed(*, actor: Actor, project_id: int, deed_id: int) -> None:
    """A mistake no longer counts; the line stays, struck out."""
    row = own_project(actor, project_id)
    if not row.deeds.filter(pk=deed_id, struck_at=None).update(struck_at=clock.now()):
        raise NotFound


def end_project(*, actor: Actor, project_id: int) -> None:
    """It is done, today."""
    with transaction.atomic():
        row = own_project(actor, project_id, lock=True)
        if row.ended_on is None:
            row.ended_on = max(clock.today(), row.started_on)
            row.save(update_fields=["ended_on"])


def own_project(actor: Actor, project_id: int, *, lock: bool = False) -> Project:
    """A project of the community that the actor keeps. Denied, NotFound."""
    ids = keeper_ids(actor)
    if not ids or actor.user_id is None:
        raise Denied
    rows = Project.objects.select_for_update() if lock else Project.objects.all()
    found = rows.filter(pk=project_id, community_id__in=ids).first()
    if found is None:
        raise NotFound
    return found


def _line(text: str, field: str, most: int) -> str:
    text = " ".join(text.split())
    if not text or len(text) > most or "\x00" in text:
        raise Invalid(_("请填写，%(most)d字以内。") % {"most": most}, field)
    return text
