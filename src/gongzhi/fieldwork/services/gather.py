"""Needs of one's own community, locked before something is done with them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from gongzhi.fieldwork.models import Need
from gongzhi.fieldwork.reach import GATHER_ROLES
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import Actor


def open_needs(actor: Actor, need_ids: Sequence[int]) -> list[Need]:
    """These needs, oldest first, locked. Denied, NotFound; Conflict when one is not open."""
    if not actor.has_role(*GATHER_ROLES):
        raise Denied
    rows = Need.objects.gathered_by(actor).filter(pk__in=need_ids)
    found = list(rows.select_for_update(of=("self",)).order_by("made_at", "id"))
    if len(found) != len(set(need_ids)):
        raise NotFound
    if any(need.state != "open" for need in found):
        raise Conflict(_("这件需求刚刚有人处理过了。"))
    return found
