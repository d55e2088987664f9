"""Say of a place of a campaign what was seen there; a fault becomes a matter of its own (JN-39)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..gathering.campaigns import CHECKERS
from ..models import CheckPlace, Order
from .attach import attach
from .report import Draft, report

NOTE_MAX = 500


def check_place(
    *,
    actor: Actor,
    place_id: int,
    client_key: uuid.UUID,
    note: str = "",
    fault: str = "",
    blobs: Sequence[bytes] = (),
    at: datetime | None = None,
) -> CheckPlace:
    """Looked at: in order, or with a `fault` in words, which is reported in the same transaction
    with its photos.

    Raises NotFound (not in my area), Denied (post), Conflict (somebody was there, or it is over),
    Invalid. The same key again gives what was written first.
    """
    at = at or wall.now()
    if not actor.has_role(*CHECKERS):
        raise Denied
    if len(note) > NOTE_MAX or "\x00" in note:
        raise Invalid(_("文字太长，请控制在%(max)d字以内。") % {"max": NOTE_MAX}, "note")
    with transaction.atomic():
        row = CheckPlace.objects.select_for_update(of=("self",)).filter(pk=place_id).first()
        area = areas.area_by_id(row.area_id) if row else None
        if row is None or area is None or not actor.holds_in_area(area.path, *CHECKERS):
            raise NotFound
        if row.checked_at is not None:
            if row.user_id == actor.user_id and row.found_id == _found(client_key):
                return row
            raise Conflict(_("这个地方已经有人看过了。"))
        if row.campaign.phase == "closed":
            raise Conflict(_("专项行动已经结束。"))
        if fault.strip():
            receipt = report(actor=actor, draft=_draft(client_key, fault, area.code), at=at)
            row.found = Order.reached.get(number=receipt.number)
            if blobs:
                attach(actor=actor, number=receipt.number, kind="report", blobs=list(blobs))
        row.checked_at, row.user_id, row.note = at, actor.user_id, note.strip()
        row.save()
        return row


def _draft(client_key: uuid.UUID, fault: str, area_code: str) -> Draft:
    return Draft(client_key=client_key, text=fault, area_code=area_code, source="grid")


def _found(client_key: uuid.UUID) -> int | None:
    """The order that this very report has become; None for a place found in order."""
    rows = Order.reached.filter(client_key=client_key)
    return rows.values_list("pk", flat=True).first()
