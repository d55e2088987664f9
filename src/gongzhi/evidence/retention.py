"""How long pictures hang: their files go for good, that there was one stays (PIPL art. 19)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.evidence.models import Picture
from gongzhi.kernel import clock
from gongzhi.orders.photos import photostore
from gongzhi.registers.privacy.retention import Rule, register_rule


def register() -> None:
    """Make the rules known."""
    how = _("删除照片、视频和文件，服务、活动和整治的数字照旧")
    register_rule(Rule("wall_pictures", _("晒单墙：服务和整治"), how, _of_services, forget))
    register_rule(Rule("activity_pictures", _("晒单墙：社区活动"), how, _of_activities, forget))


def _of_services(before: datetime) -> Any:
    """Of a project those of all its time stay together until it has been over for so long."""
    over = Q(project__ended_on__lt=clock.local(before).date())
    return _standing(before).filter(Q(post__isnull=False) | over)


def _of_activities(before: datetime) -> Any:
    return _standing(before).filter(activity__isnull=False)


def _standing(before: datetime) -> Any:
    return Picture.reached.filter(at__lt=before).exclude(state=Picture.State.GONE)


def forget(ids: Sequence[int], at: datetime) -> int:
    """Also those that nobody looked at; who sent one is forgotten as well. How many."""
    with transaction.atomic():
        rows = Picture.reached.select_for_update().filter(pk__in=ids)
        found = list(rows.exclude(state=Picture.State.GONE).values_list("pk", "path", "thumb"))
        names = [name for _pk, *pair in found for name in pair if name]
        Picture.reached.filter(pk__in=[pk for pk, *_pair in found]).update(
            state=Picture.State.GONE, path="", thumb="", caption="", resident=None, settled_at=at
        )
        transaction.on_commit(lambda: photostore.forget(names))
    return len(found)
