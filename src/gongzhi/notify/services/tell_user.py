"""Tell members of staff something: a line under the bell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from gongzhi.accounts.selectors import Person, people
from gongzhi.kernel import clock
from gongzhi.notify.models import Message
from gongzhi.notify.texts import render


def tell_user(
    *,
    user_id: int,
    kind: str,
    context: Mapping[str, Any],
    order_number: str = "",
    dedupe: str | None = None,
    at: datetime | None = None,
) -> int:
    """Write one message to an active user; 1, or 0 when blocked or told under `dedupe` before."""
    return tell_people(
        people=people([user_id]),
        kind=kind,
        context=context,
        order_number=order_number,
        dedupe=dedupe,
        at=at,
    )


def tell_people(
    *,
    people: Sequence[Person],
    kind: str,
    context: Mapping[str, Any],
    order_number: str = "",
    dedupe: str | None = None,
    at: datetime | None = None,
) -> int:
    """One message each, in the reader's language, in one statement; returns how many are new.

    `dedupe` holds for each person by itself.
    """
    at = at or clock.now()
    values = {"number": order_number, **context}
    texts = {
        language: render(kind, values, language) for language in {one.language for one in people}
    }
    rows = [
        Message(
            user_id=person.id,
            kind=kind,
            text=texts[person.language],
            order_number=order_number,
            created_at=at,
            sent_at=at,
            dedupe=None if dedupe is None else f"{dedupe}:u{person.id}",
        )
        for person in people
    ]
    if not rows:
        return 0
    with transaction.atomic():
        if dedupe is not None:
            keys = [row.dedupe for row in rows]
            told = set(Message.objects.filter(dedupe__in=keys).values_list("dedupe", flat=True))
            rows = [row for row in rows if row.dedupe not in told]
        # Somebody may write the same at this moment: theirs stays, and neither fails.
        Message.objects.bulk_create(rows, ignore_conflicts=dedupe is not None)
    return len(rows)
