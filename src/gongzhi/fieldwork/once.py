"""Each entry of a phone has its effect once, whatever the network does to its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db import connection

from gongzhi.fieldwork.models import AcceptedEntry
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.outbox import Answer, Entry, Result

# Two tries at once: the second waits here for the first to commit, then finds its row.
_CLAIM: Final = """
INSERT INTO fieldwork_acceptedentry (client_key, user_id, kind, result, message, number, at)
VALUES (%s, %s, %s, 'done', '', '', %s) ON CONFLICT (client_key) DO NOTHING
"""


@dataclass(frozen=True)
class Said:
    """What the work of an entry came to."""

    message: str
    result: Result = "done"
    number: str = ""


def once(actor: Actor, entry: Entry, work: Callable[[], Said]) -> Answer:
    """Do the work and keep its answer; a repeat does nothing and gets the first answer.

    Call it inside a transaction: what the work raises undoes the claim. NotFound for a key that
    somebody else used.
    """
    if actor.user_id is None:
        raise Denied
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [entry.client_key, actor.user_id, entry.kind[:20], clock.now()])
        mine = cursor.rowcount == 1
    if not mine:
        first = AcceptedEntry.objects.get(pk=entry.client_key)
        if first.user_id != actor.user_id:
            raise NotFound
        result: Result = "noted" if first.result == "noted" else "done"
        return Answer(entry.client_key, result, first.message, first.number)
    said = work()
    AcceptedEntry.objects.filter(pk=entry.client_key).update(
        result=said.result, message=said.message[:300], number=said.number
    )
    return Answer(entry.client_key, said.result, said.message[:300], said.number)
