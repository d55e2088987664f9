"""What came of an entry, or that it is given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import Actor

from ..lists import WORDS_MOST
from ..models import Entry
from ..reach import kept_bodies


def end_entry(
    *, actor: Actor, entry_id: int, done: bool, result: str, at: datetime | None = None
) -> Entry:
    """`result` says what came of it, or why it is given up. A need all of whose units are done is
    done with it. NotFound outside the scope, Denied for another's entry, Conflict when it ended.
    """
    words = one_line(result, "result", WORDS_MOST)
    at = at or clock.now()
    with transaction.atomic():
        row: Entry | None = (
            Entry.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=entry_id)
        ).first()
        if row is None:
            raise NotFound
        mine = {body.id for body in kept_bodies(actor)}
        if row.body_id not in mine and row.support_id not in mine:
            raise Denied
        if row.state != "open":
            raise Conflict(_("这一条已经有结果了。"))
        if row.side != "carry" and _in_hand(row):
            raise Conflict(_("还有定下来没办完的，先写那几条的结果。"))
        _end(row, done=done, words=words, actor=actor, at=at)
        if done and row.side == "carry" and row.need_id:
            _need_met(row.need_id, actor=actor, words=words, at=at)
    return row


def _in_hand(row: Entry) -> bool:
    side = {"need_id": row.pk} if row.side == "need" else {"offer_id": row.pk}
    return bool(Entry.reached.filter(side="carry", state="open", **side).exists())


def _end(row: Entry, *, done: bool, words: str, actor: Actor, at: datetime) -> None:
    row.state, row.result = ("done" if done else "dropped"), words
    row.ended_user_id, row.ended_at = actor.user_id, at
    row.save(update_fields=["state", "result", "ended_user", "ended_at"])


def _need_met(need_id: int, *, actor: Actor, words: str, at: datetime) -> None:
    need = Entry.reached.select_for_update().get(pk=need_id)
    done = Entry.reached.filter(need_id=need_id, side="carry", state="done")
    if need.state == "open" and sum(done.values_list("quantity", flat=True)) >= need.quantity:
        _end(need, done=True, words=words, actor=actor, at=at)
