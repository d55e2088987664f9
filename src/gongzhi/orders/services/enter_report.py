"""Take down a report for somebody together with the pictures that the visitor shows."""

from __future__ import annotations

from django.db import transaction

from gongzhi.kernel.scope import SYSTEM, Actor

from ..models import Order
from .attach import attach
from .report import Draft, Receipt, report


def enter_report(*, actor: Actor, draft: Draft, photos: list[bytes] | None = None) -> Receipt:
    """Report and photos, both or neither; a repeat gets the first answer and adds nothing.

    Raises what `report` and `attach` raise.
    """
    with transaction.atomic():
        receipt = report(actor=actor, draft=draft)
        if photos and not receipt.repeated:
            seen = Order.objects.visible_to(actor).filter(number=receipt.number).exists()
            # What a clerk takes down for another street is out of sight once it is written.
            attach(
                actor=actor if seen else SYSTEM, number=receipt.number, kind="report", blobs=photos
            )
        return receipt
