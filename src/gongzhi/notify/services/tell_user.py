"""Tell members of staff something: a line under the bell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gongzhi.accounts.selectors import Person, reached_through
from gongzhi.kernel import clock
from gongzhi.notify.models import Message
from gongzhi.notify.texts import Context, rendered
from gongzhi.notify.writing import write


def tell_user(
    *,
    user_id: int,
    kind: str,
    context: Context,
    order_number: str = "",
    dedupe: str = "",
    at: datetime | None = None,
) -> int:
    """Write one message to an active user, once under `dedupe`; 0 when the user is blocked.

    On leave the deputy gets it, and a deputy besides whoever is there.
    """
    return tell_people(
        people=reached_through(user_id=user_id),
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
    context: Context,
    order_number: str = "",
    dedupe: str = "",
    at: datetime | None = None,
) -> int:
    """One message each, in both languages, in one statement; returns how many people.

    `dedupe` holds for each person by itself.
    """
    if not people:
        return 0
    at = at or clock.now()
    text, text_en = (rendered(kind, context, order_number, one) for one in ("zh-hans", "en"))
    write(
        [
            Message(
                user_id=person.id,
                kind=kind,
                text=text,
                text_en=text_en,
                order_number=order_number,
                created_at=at,
                sent_at=at,
                dedupe=f"{dedupe}:u{person.id}" if dedupe else "",
            )
            for person in people
        ]
    )
    return len(people)
