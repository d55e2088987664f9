"""Keep a filter of the worklist under a name, and drop it again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor

from ..models import SavedView

MOST = 20
NAME_MAX = 40
QUERY_MAX = 500


def save_view(*, actor: Actor, name: str, query: str) -> SavedView:
    """Keep `query` (a list's address after `?`) as `name`; the same name again replaces it."""
    if actor.user_id is None:
        raise Denied
    name, query = name.strip(), query.strip().lstrip("?")
    if not name or len(name) > NAME_MAX:
        raise Invalid(_("请给常用视图起个名字，不超过40个字。"), "name")
    if len(query) > QUERY_MAX:
        raise Invalid(_("筛选条件太长，请减少一些再存。"), "query")
    with transaction.atomic():
        mine = SavedView.objects.select_for_update().filter(user_id=actor.user_id)
        if mine.exclude(name=name).count() >= MOST:
            raise Invalid(_("常用视图最多%(max)d个，请先删掉不用的。") % {"max": MOST}, "name")
        view, _made = SavedView.objects.update_or_create(
            user_id=actor.user_id, name=name, defaults={"query": query}
        )
        return view


def drop_view(*, actor: Actor, view_id: int) -> None:
    """Forget one of one's own views. NotFound for anybody else's."""
    deleted, _rows = SavedView.objects.filter(user_id=actor.user_id or 0, pk=view_id).delete()
    if not deleted:
        raise NotFound
