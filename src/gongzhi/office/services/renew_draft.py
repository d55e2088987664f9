"""Put pending changes over the release that somebody else made meanwhile."""

from __future__ import annotations

from django.db import transaction

from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import Draft, draft_of
from gongzhi.office.policies import check_may_change
from gongzhi.office.services.keep_edits import store


@transaction.atomic
def renew_draft(*, actor: Actor) -> int:
    """From now on the draft is over the release in force; its version. No change is lost.

    What fits no longer is shown as a mistake in the preview and can be thrown away there.
    """
    check_may_change(actor)
    draft = draft_of(actor)
    store(actor, Draft(draft.release, draft.release.version, draft.edits))
    return draft.release.version
