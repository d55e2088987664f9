"""Second and third step of a cross-appointment: agreed by a meeting, elected or appointed."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..models import CrossAppointment
from ..policies import reach_for_writing, row_body_for_writing
from .fill_post import hold_post

State = CrossAppointment.State


def agree_cross(*, actor: Actor, cross_id: int, on: date, meeting: str) -> CrossAppointment:
    """A meeting (named) agreed to the recommendation. Conflict unless it waits for that."""
    with transaction.atomic():
        row = _locked(actor, cross_id, State.RECOMMENDED)
        if not meeting.strip():
            raise Invalid(_("请写是哪次会议同意的。"), "meeting")
        if on < row.recommended_on:
            raise Invalid(_("同意的日期不能早于推荐的日期。"), "on")
        row.state, row.agreed_on, row.agreed_by = State.AGREED, on, meeting.strip()
        row.save(update_fields=["state", "agreed_on", "agreed_by"])
    return row


def appoint_cross(
    *, actor: Actor, cross_id: int, on: date, how: str, basis: str, until: date | None = None
) -> CrossAppointment:
    """Elected or appointed on a day by a document: only now it is a post, with a term.

    Conflict unless a meeting agreed; Invalid without the document's number (XY-25).
    """
    with transaction.atomic():
        row = _locked(actor, cross_id, State.AGREED)
        if how not in CrossAppointment.How.values:
            raise Invalid(_("请选是选举产生还是聘任。"), "how")
        if not basis.strip():
            raise Invalid(_("请写文号或备案号：没有法定程序的依据，不能记为任职。"), "basis")
        if row.agreed_on is not None and on < row.agreed_on:
            raise Invalid(_("任职的日期不能早于会议同意的日期。"), "on")
        row.office = hold_post(
            body_id=row.to_body_id, post=row.to_post, holder_name=row.person_name,
            since=on, until=until, basis=basis, user_id=None, recorded_by=actor.user_id,
        )  # fmt: skip
        row.state, row.decided_on, row.how = State.APPOINTED, on, how
        row.basis = basis.strip()
        row.save(update_fields=["state", "decided_on", "how", "basis", "office"])
    return row


def drop_cross(*, actor: Actor, cross_id: int, on: date, why: str) -> CrossAppointment:
    """The meeting or the election said no; it stays on record with its reason."""
    with transaction.atomic():
        row = _locked(actor, cross_id, State.RECOMMENDED, State.AGREED)
        if not why.strip():
            raise Invalid(_("请写没有通过的原因。"), "why")
        row.state, row.decided_on, row.note = State.DROPPED, on, why.strip()
        row.save(update_fields=["state", "decided_on", "note"])
    return row


def _locked(actor: Actor, cross_id: int, *states: str) -> CrossAppointment:
    reach_for_writing(actor)
    found = CrossAppointment.objects.visible_to(actor).select_for_update(of=("self",))
    row: CrossAppointment | None = found.filter(pk=cross_id).first()
    if row is None:
        raise NotFound
    row_body_for_writing(actor, row.to_body_id)
    if row.state not in states:
        raise Conflict(_("这一步已经办过，或者还没到这一步。"))
    return row
