"""What was done for a project: linked by who served, confirmed and judged by the community."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..lists import WORDS_MOST
from ..models import Purchase, PurchasedService, PurchaseWord
from ..purchasing import GRADES, quarter_on, stands_for
from ..reading.purchasable import activities_for, orders_for
from .said import said

MINUTES_MOST: Final = 24 * 60


def count_service(
    *, actor: Actor, purchase_id: int, order: str = "", activity_id: int = 0, minutes: int = 0,
    at: datetime | None = None,
) -> PurchasedService:  # fmt: skip
    """Link an order (its number, and how long it took) or an activity that was held.

    Entered by the community it is confirmed with that; by who served, it waits. NotFound for what
    is not the project's, Denied, Invalid, Conflict when it was counted already.
    """
    at = at or clock.now()
    with transaction.atomic():
        row = _locked(actor, purchase_id)
        own = stands_for(actor, row.body_id)
        if not own and not stands_for(actor, row.contractor_id):
            raise Denied
        service = PurchasedService(purchase=row, user_id=actor.user_id, at=at)
        if order:
            if not 1 <= minutes <= MINUTES_MOST:
                raise Invalid(
                    _("请填%(least)d到%(most)d之间的整数。") % {"least": 1, "most": MINUTES_MOST},
                    "minutes",
                )
            found = orders_for(actor, row).filter(number=order).first()
            service.order_id, service.minutes = (found.pk if found else None), minutes
        elif own:
            there = {one.id for one in activities_for(row, now=at)}
            service.activity_id = activity_id if activity_id in there else None
        if service.order_id is None and service.activity_id is None:
            raise NotFound
        if own:
            service.state, service.settled_user_id, service.settled_at = (
                "confirmed", actor.user_id, at,
            )  # fmt: skip
        try:
            with transaction.atomic():
                service.save(force_insert=True)
        except IntegrityError:
            raise Conflict(_("这一次已经记过了，不能再记一遍。")) from None
    return service


def settle_service(
    *, actor: Actor, purchase_id: int, service_id: int, confirmed: bool, reason: str = "",
    at: datetime | None = None,
) -> PurchasedService:  # fmt: skip
    """The community's own yes or no, once. NotFound, Denied, Invalid (a no needs a reason), Conflict."""
    with transaction.atomic():
        row = _locked(actor, purchase_id)
        if not stands_for(actor, row.body_id):
            raise Denied
        service = PurchasedService.objects.filter(pk=service_id, purchase=row).first()
        if service is None:
            raise NotFound
        if service.state != "waiting":
            raise Conflict(_("这一条已经确认过了。"))
        service.reason = said(reason, "reason", WORDS_MOST, needed=not confirmed)
        service.state = "confirmed" if confirmed else "refused"
        service.settled_user_id, service.settled_at = actor.user_id, at or clock.now()
        service.save(update_fields=["reason", "state", "settled_user", "settled_at"])
    return service


def judge_purchase(
    *, actor: Actor, purchase_id: int, quarter: date, grade: int, text: str,
    at: datetime | None = None,
) -> PurchaseWord:  # fmt: skip
    """The community's word on a quarter, once, never changed. NotFound, Denied, Invalid, Conflict."""
    at = at or clock.now()
    if grade not in GRADES:
        raise Invalid(_("请选好、一般或差。"), "grade")
    words = said(text, "text", WORDS_MOST)
    with transaction.atomic():
        row = _locked(actor, purchase_id)
        if not stands_for(actor, row.body_id):
            raise Denied
        first = quarter_on(quarter)
        last = min(row.ends_on, clock.local(at).date())
        if not quarter_on(row.starts_on) <= first <= quarter_on(last):
            raise Invalid(_("这个季度没有这个项目的服务。"), "quarter")
        word = PurchaseWord(
            purchase=row, quarter_on=first, grade=grade, text=words, user_id=actor.user_id, at=at
        )
        try:
            with transaction.atomic():
                word.save(force_insert=True)
        except IntegrityError:
            raise Conflict(_("这个季度已经评过了，评价不能改。")) from None
    return word


def _locked(actor: Actor, purchase_id: int) -> Purchase:
    rows = Purchase.objects.visible_to(actor).select_for_update(of=("self",))
    row: Purchase | None = rows.filter(pk=purchase_id).first()
    if row is None:
        raise NotFound
    return row
