"""An offer answers a need: what was agreed stands on the list of what is carried out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..lists import WORDS_MOST
from ..models import Entry
from ..reach import kept_bodies


def agree(
    *,
    actor: Actor,
    need_id: int,
    offer_id: int,
    quantity: int,
    proposed: bool,
    why: str = "",
    at: datetime | None = None,
) -> Entry:
    """The new entry: the offering body leads, that of the need supports.

    `proposed` says that the matching proposed just this; another choice needs a reason (`why`).
    NotFound outside the scope, Denied for another's need, Conflict when less is left.
    """
    reason = one_line(why, "why", WORDS_MOST, needed=not proposed)
    with transaction.atomic():
        rows = Entry.objects.visible_to(actor).select_for_update().filter(
            pk__in=(need_id, offer_id), state="open"
        )  # fmt: skip
        found = {row.pk: row for row in rows.order_by("pk")}
        need, offer = found.get(need_id), found.get(offer_id)
        if need is None or offer is None or (need.side, offer.side) != ("need", "offer"):
            raise NotFound
        if need.body_id not in {body.id for body in kept_bodies(actor)}:
            raise Denied
        if quantity < 1:
            raise Invalid(_("请写一个大于0的数。"), "quantity")
        if quantity > left_of(need) or quantity > left_of(offer):
            raise Conflict(_("剩下的不够了，可能刚被别人用掉，请重新看一下。"))
        row = Entry(
            side="carry", class_key=need.class_key, name=need.name, quantity=quantity,
            unit=need.unit, skills=need.skills, place=need.place,
            starts_on=max(need.starts_on, min(offer.starts_on, need.ends_on)),
            ends_on=need.ends_on, part=need.part if need.part != "any" else offer.part,
            body_id=offer.body_id, support_id=need.body_id, need=need, offer=offer, why=reason,
            user_id=actor.user_id, at=at or clock.now(),
        )  # fmt: skip
        row.save(force_insert=True)
    return row


def left_of(row: Entry) -> int:
    """Units of a need or an offer that nothing agreed upon has taken."""
    side = {"need_id": row.pk} if row.side == "need" else {"offer_id": row.pk}
    taken = Entry.reached.filter(side="carry", **side).exclude(state="dropped")
    return int(row.quantity - (taken.aggregate(n=Sum("quantity"))["n"] or 0))
