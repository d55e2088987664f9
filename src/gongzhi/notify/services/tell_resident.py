"""Tell a resident something: a text to the phone, and a line in the list of messages."""

from __future__ import annotations

from datetime import datetime

from gongzhi.accounts.selectors import language_of
from gongzhi.kernel import clock
from gongzhi.notify.models import Message
from gongzhi.notify.texts import Context, rendered
from gongzhi.notify.writing import write


def tell_resident(
    *,
    resident_id: int,
    kind: str,
    context: Context,
    order_number: str = "",
    dedupe: str = "",
    at: datetime | None = None,
    language: str | None = None,
) -> None:
    """Write the message in the caller's transaction; it is sent after the commit.

    `kind` is a key of `texts` in notify.yaml; `context` fills its placeholders (`number` is
    filled by itself). Of messages with the same `dedupe` only the first is written. `language`
    is the resident's, when the caller has read it already.
    """
    if language is None:
        language = language_of(resident_id=resident_id)
    row = Message(
        resident_id=resident_id,
        kind=kind,
        text=rendered(kind, context, order_number, language),
        order_number=order_number,
        created_at=at or clock.now(),
        dedupe=dedupe,
    )
    write([row])
