"""Keep changes in the person's draft, after checking them as applying would."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import Draft, draft_of
from gongzhi.office.edits import Edit, joined
from gongzhi.office.models import SettingsDraft
from gongzhi.office.policies import check_may_change
from gongzhi.office.reading import candidate
from gongzhi.profiles.errors import ProfileInvalidError


@transaction.atomic
def keep_edits(*, actor: Actor, edits: Sequence[Edit]) -> Draft:
    """Add `edits` to the draft and return it.

    Raises `ProfileInvalidError` with every mistake that the changed files have (then nothing is
    kept), Invalid when a change does not fit the files, Denied for others than administrators.
    """
    check_may_change(actor)
    SettingsDraft.objects.select_for_update().filter(user_id=actor.user_id or 0).first()
    draft = draft_of(actor)
    wanted = Draft(draft.release, draft.base_version, joined([*draft.edits, *edits]))
    files = wanted.files()
    with candidate(draft.release, files) as read:
        if read.problems:
            raise ProfileInvalidError(read.problems.sorted())
    store(actor, wanted)
    return wanted


def store(actor: Actor, draft: Draft) -> None:
    """Write the draft; an empty one leaves no row."""
    if not draft.edits:
        SettingsDraft.objects.filter(user_id=actor.user_id or 0).delete()
        return
    SettingsDraft.objects.update_or_create(
        user_id=actor.user_id or 0,
        defaults={
            "base_version": draft.base_version,
            "edits": [edit.stored() for edit in draft.edits],
        },
    )
