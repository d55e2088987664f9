"""A resident judges the result, with photos of what is not solved."""

from __future__ import annotations

from contextlib import nullcontext

from django.db import transaction

from gongzhi.kernel.scope import Actor

from ..models import Order
from .attach import attach
from .rate import rate


def judge(
    *,
    actor: Actor,
    number: str,
    solved: bool,
    satisfaction: int | None,
    comment: str,
    blobs: list[bytes],
) -> Order:
    """Rating and photos together, or nothing. Raises NotFound, Denied, Conflict or Invalid."""
    with transaction.atomic() if blobs else nullcontext():
        if blobs:
            attach(actor=actor, number=number, kind="note", blobs=blobs)
        return rate(
            actor=actor, number=number, solved=solved, satisfaction=satisfaction, comment=comment
        )
