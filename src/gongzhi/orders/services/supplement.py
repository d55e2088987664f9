"""A resident adds words and photos to a report."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor

from ..models import Order
from ..words.written import ADDED_PHOTOS
from .act import act
from .attach import attach


def supplement(*, actor: Actor, number: str, note: str, blobs: list[bytes]) -> Order:
    """Both or neither is written. Raises NotFound, Denied, Conflict or Invalid."""
    with transaction.atomic():
        if blobs:
            attach(actor=actor, number=number, kind="note", blobs=blobs)
        payload = {"note": note.strip() or _(ADDED_PHOTOS)}
        return act(actor=actor, number=number, action="supplement", payload=payload)
