"""A member reports to the community of the registered home, or takes it back (ML-40)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.registers.models import MemberAtHome
from gongzhi.registers.processes.whistling import whistles_here
from gongzhi.registers.reading.whistles import home_community


def report_at_home(*, actor: Actor, call_me: bool, at: datetime | None = None) -> None:
    """From now on called, or no more; the latter deletes the row. The same again is no error.

    Raises Denied (no resident), NotFound (this city has no whistle), Conflict (no registered home).
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    if not whistles_here():
        raise NotFound
    if not call_me:
        MemberAtHome.objects.visible_to(actor).delete()
        return
    if home_community(actor) is None:
        raise Conflict(_("还没有和您的住址登记对上，请先在“我的登记”里找到您的登记。"))
    MemberAtHome.objects.visible_to(actor).get_or_create(
        resident_id=actor.resident_id, defaults={"since": at or clock.now()}
    )
