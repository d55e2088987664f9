"""Tell whoever is posted at a body."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gongzhi.accounts.selectors import people_at
from gongzhi.notify.services.tell_user import tell_people
from gongzhi.notify.texts import Context


def tell_body(
    *,
    body_id: int,
    roles: Iterable[str] = (),
    kind: str,
    context: Context,
    order_number: str = "",
    dedupe: str = "",
    at: datetime | None = None,
) -> int:
    """Everyone posted there today in these roles (all when none is named); how many are told.

    Zero says that nobody holds such a post: the caller decides whom to tell instead.
    """
    return tell_people(
        people=people_at(body_id=body_id, roles=roles),
        kind=kind,
        context=context,
        order_number=order_number,
        dedupe=dedupe,
        at=at,
    )
