"""Throw pending changes away: all of them, or one."""

from __future__ import annotations

from django.db import transaction

from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import Draft, draft_of
from gongzhi.office.edits import place_of
from gongzhi.office.models import SettingsDraft
from gongzhi.office.policies import check_may_change
from gongzhi.office.services.keep_edits import store


@transaction.atomic
def discard_edits(*, actor: Actor, place: str = "") -> int:
    """Drop the change at `place` (see `place_of`), all without one; how many are left."""
    check_may_change(actor)
    SettingsDraft.objects.select_for_update().filter(user_id=actor.user_id or 0).first()
    draft = draft_of(actor)
    left = [edit for edit in draft.edits if place and place_of(edit) != place]
    store(actor, Draft(draft.release, draft.base_version, left))
    return len(left)
