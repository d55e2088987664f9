"""Open who came and how to reach them: for a purpose, and logged."""

from __future__ import annotations

from django.db import transaction

from gongzhi.accounts.services.log_access import log_access
from gongzhi.fieldwork.reading.talks import TalkPage, talk_page
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor


def open_talk(*, actor: Actor, talk_id: int, purpose: str) -> TalkPage:
    """The record with name and phone. Denied, NotFound; Invalid (`purpose`) without one."""
    if actor.kind != "staff":
        raise Denied
    with transaction.atomic():
        page = talk_page(actor, talk_id, opened=True)
        log_access(actor=actor, kind="open", subject=f"talk {talk_id}", purpose=purpose)
        return page
