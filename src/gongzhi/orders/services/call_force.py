"""Call forces on duty to a place from the map: receipt, arrival, feedback, counted down (QA-20)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor, covers
from gongzhi.orgs import selectors as orgs

from .. import engine
from ..holding import centre_ids
from ..models import ForceCall, OrderParty
from ..settings import order_settings
from .act import lock_order

CALLERS = ("commander", "duty_officer", "street_director", "dispatcher")
FORCE_KINDS = ("grid_team", "squad")
UNDO_SECONDS = 30

StepName = Literal["received", "arrived", "feedback"]


def call(
    *, actor: Actor, number: str, body_ids: list[int], note: str = "", at: datetime | None = None
) -> list[ForceCall]:
    """Call grid teams and squads to an order. Each is told at once; its three clocks start.

    Whoever is called may read the order, so a street calls only those that stand where it is;
    the county's command calls any.
    """
    if not actor.has_role(*CALLERS):
        raise Denied
    at = at or wall.now()
    bodies = [orgs.body_by_id(body_id) for body_id in dict.fromkeys(body_ids)]
    if not bodies or any(body is None or body.kind not in FORCE_KINDS for body in bodies):
        raise Invalid(_("请选择要调度的力量。"), "bodies")
    minutes = order_settings().call_minutes
    with transaction.atomic():
        order = lock_order(actor, number)
        if order.phase == "closed":
            raise Conflict(_("这件工单已经办结，不用再调度。"))
        if not _commands_the_county(actor) and not all(
            covers(_area_path(body), order.area_path) for body in bodies
        ):
            raise Denied(_("只能调度管这个地方的队伍，要调其他队伍请找县指挥中心。"))
        calls = []
        for body in bodies:
            assert body is not None
            row = ForceCall(
                order=order,
                body_id=body.id,
                called_by_id=actor.user_id or 0,
                called_at=at,
                note=note.strip()[:200],
                receipt_due=at + timedelta(minutes=minutes.receipt),
                arrival_due=at + timedelta(minutes=minutes.arrival),
                feedback_due=at + timedelta(minutes=minutes.feedback),
            )
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                raise Conflict(
                    _("%(body)s 已经在这件事上，不用再调度。")
                    % {"body": body.short_name or body.name}
                ) from None
            calls.append(row)
        OrderParty.objects.bulk_create(
            [
                OrderParty(order=order, body_id=row.body_id, role="called", since=at)
                for row in calls
            ],
            ignore_conflicts=True,
        )
        engine.note_by_system(
            order,
            actor=actor,
            action="call_force",
            payload={"bodies": [body.code for body in bodies if body], "note": note.strip()[:200]},
            at=at,
        )
        return calls


def answer(
    *,
    actor: Actor,
    call_id: int,
    step: StepName,
    feedback: str = "",
    at: datetime | None = None,
) -> ForceCall:
    """Receipt, arrival or feedback by somebody of the called body; each is noted once.

    A later step fills in the earlier ones: who arrived has received.
    """
    at = at or wall.now()
    with transaction.atomic():
        row = (
            ForceCall.objects.select_for_update(of=("self",))
            .filter(pk=call_id, body_id__in=actor.body_ids)
            .first()
        )
        if row is None:
            raise NotFound
        if row.cancelled_at is not None:
            raise Conflict(_("这次调度已经撤销。"))
        if step == "feedback" and not feedback.strip():
            raise Invalid(_("请写几句现场情况。"), "feedback")
        row.received_at = row.received_at or at
        if step in {"arrived", "feedback"}:
            row.arrived_at = row.arrived_at or at
        if step == "feedback":
            if row.fed_back_at is not None:
                raise Conflict(_("已经反馈过了。"))
            row.fed_back_at, row.feedback = at, feedback.strip()[:500]
        row.save()
        order = lock_order(actor, row.order.number)
        engine.note_by_system(
            order,
            actor=actor,
            action=f"call_{step}",
            payload={"call": row.pk, "feedback": row.feedback if step == "feedback" else ""},
            at=at,
        )
        return row


def cancel(*, actor: Actor, call_ids: list[int], at: datetime | None = None) -> int:
    """Take calls back within 30 seconds, while nobody has received them. Returns how many.

    Whoever is no longer called no longer reads the order.
    """
    at = at or wall.now()
    if not actor.has_role(*CALLERS):
        raise Denied
    with transaction.atomic():
        rows = list(
            ForceCall.objects.select_for_update(of=("self",)).filter(
                pk__in=call_ids,
                called_by_id=actor.user_id,
                received_at=None,
                cancelled_at=None,
                called_at__gte=at - timedelta(seconds=UNDO_SECONDS),
            )
        )
        for row in rows:
            row.cancelled_at = at
            row.save(update_fields=["cancelled_at"])
            others = ForceCall.objects.filter(
                order_id=row.order_id, body_id=row.body_id, cancelled_at=None
            )
            if not others.exists():
                OrderParty.objects.filter(
                    order_id=row.order_id, body_id=row.body_id, role="called"
                ).delete()
        return len(rows)


def _commands_the_county(actor: Actor) -> bool:
    county, centres = areas.root_area(), centre_ids()
    return any(
        posting.role in CALLERS
        and (
            posting.body_id in centres or (county is not None and posting.area_path == county.path)
        )
        for posting in actor.postings
    )


def _area_path(body: orgs.BodyRef | None) -> str:
    area = areas.area_by_id(body.area_id) if body and body.area_id else None
    return area.path if area else ""
