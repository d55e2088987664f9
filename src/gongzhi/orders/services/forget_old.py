"""Orders closed long ago lose their words, photos and people; what is counted of them stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from ..models import (
    Attachment,
    Call,
    CallRating,
    CheckPlace,
    Gathered,
    Order,
    OrderEvent,
    OrderParty,
    Rating,
    Support,
)
from ..models.order import Phase
from ..photos import photostore
from ..words.written import FORGOTTEN


def old_orders(before: datetime) -> Any:
    """Closed before a moment and not forgotten yet; what an open file gathers is still needed."""
    needed = Gathered.objects.filter(order_id=OuterRef("pk")).exclude(file__phase=Phase.CLOSED)
    closed = Order.reached.filter(phase=Phase.CLOSED, closed_at__lt=before)
    return closed.exclude(text=FORGOTTEN).exclude(Exists(needed))


def forget_orders(*, ids: Sequence[int]) -> int:
    """Erase what people wrote and photographed, and who reported; how many orders it was done to.

    Events keep who of the offices did what and when: the chain covers a digest of the payload, so
    it still verifies. State, times, class, area, point and judgement stay, which all figures read.
    Who rated stays too, as a number nobody reads, since one person rates once.
    """
    with transaction.atomic():
        rows = Order.reached.select_for_update().filter(pk__in=ids, phase=Phase.CLOSED)
        found = list(rows.values_list("pk", flat=True))
        here = {"order_id__in": found}
        photos = Attachment.reached.filter(**here)
        names = [name for pair in photos.values_list("path", "thumb") for name in pair]
        photos.delete()
        OrderEvent.reached.filter(**here).update(payload=None, salt="", resident=None)
        Rating.objects.filter(**here).exclude(comment="").update(comment="")
        CallRating.objects.filter(call__order_id__in=found).exclude(comment="").update(comment="")
        calls = Call.objects.filter(**here)
        calls.update(note="", declined_why="", feedback="")
        # That there was a reason says that the caller did without the body; it is counted.
        calls.exclude(cancel_reason="").update(cancel_reason=FORGOTTEN)
        OrderParty.objects.filter(**here).exclude(answer="").update(answer="")
        CheckPlace.objects.filter(campaign_id__in=found).update(note="")
        Support.objects.filter(**here).delete()
        Order.reached.filter(pk__in=found).update(
            text=FORGOTTEN, brief="", place="", result="", reporter=None
        )
        transaction.on_commit(lambda: photostore.forget(names))
    return len(found)


def old_photos(before: datetime) -> Any:
    """Photos of orders closed before a moment; what an open file gathers is still needed."""
    needed = Gathered.objects.filter(order_id=OuterRef("order_id"))
    rows = Attachment.reached.filter(order__phase=Phase.CLOSED, order__closed_at__lt=before)
    return rows.exclude(Exists(needed.exclude(file__phase=Phase.CLOSED)))


def forget_photos(*, ids: Sequence[int]) -> int:
    """Rows and files; how many. No figure counts photos, and the order's record stays whole."""
    with transaction.atomic():
        rows = Attachment.reached.select_for_update(of=("self",)).filter(
            pk__in=ids, order__phase=Phase.CLOSED
        )
        found = list(rows.values_list("pk", "path", "thumb"))
        names = [name for _pk, *pair in found for name in pair if name]
        Attachment.reached.filter(pk__in=[pk for pk, *_pair in found]).delete()
        transaction.on_commit(lambda: photostore.forget(names))
    return len(found)


def forget_judgements(*, resident_id: int) -> None:
    """The words with which somebody judged go with the person; the judgement stays."""
    Rating.objects.filter(resident_id=resident_id).exclude(comment="").update(comment="")
