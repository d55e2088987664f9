"""A plaque was taken down, a meeting or a ledger is asked for no more."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import Actor

from ..models import Burden
from ..reach import WRITERS, asking_bodies, communities


def end_burden(*, actor: Actor, burden_id: int) -> Burden:
    """NotFound outside the scope, Denied without a post that records, Conflict when it ended."""
    with transaction.atomic():
        rows = Burden.objects.visible_to(actor).select_for_update().filter(pk=burden_id)
        row: Burden | None = rows.first()
        if row is None:
            raise NotFound
        mine = {body.id for body in communities(actor, WRITERS)}
        asked = {body.id for body in asking_bodies(actor)}
        if row.body_id not in mine and row.asker_id not in asked:
            raise Denied
        if row.ended_on is not None:
            raise Conflict(_("这一项已经清掉了。"))
        row.ended_on, row.ended_user_id = clock.today(), actor.user_id
        row.save(update_fields=["ended_on", "ended_user"])
    return row
