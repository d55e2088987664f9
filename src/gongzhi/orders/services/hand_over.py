"""A resident hands over a report together with the photos that wait for it."""

from __future__ import annotations

from datetime import datetime

from gongzhi.kernel.scope import SYSTEM, Actor

from ..models import Order
from ..photos import draftphotos
from .attach import attach
from .report import Draft, Receipt, report


def hand_over(*, actor: Actor, draft: Draft, at: datetime | None = None) -> Receipt:
    """Report first, so that it is never lost; then the photos kept under the same client key.

    Should storing a photo fail, the same call again gives the first answer and adds the photos:
    they are forgotten only once they stand with the order. Raises what `report` and `attach` do.
    """
    receipt = report(actor=actor, draft=draft, at=at)
    blobs = draftphotos.blobs(draft.client_key)
    if blobs:
        owner = actor if actor.kind == "resident" else _reporter(receipt.number)
        attach(actor=owner, number=receipt.number, kind="report", blobs=blobs, at=at)
        draftphotos.forget(draft.client_key)
    return receipt


def _reporter(number: str) -> Actor:
    """The reporter of the report just written, whose phone is not verified yet."""
    reporter_id = Order.objects.visible_to(SYSTEM).values_list("reporter_id", flat=True)
    return Actor(kind="resident", resident_id=reporter_id.get(number=number))
