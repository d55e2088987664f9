"""Put a workbook aside; its file is removed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.registers.models import RegisterImport
from gongzhi.registers.rows import uploads


def discard_import(*, actor: Actor, import_id: int) -> None:
    """NotFound for another's; Conflict when it is being written or was."""
    row = RegisterImport.objects.visible_to(actor).filter(pk=import_id).first()
    if row is None:
        raise NotFound
    waiting = RegisterImport.reached.filter(pk=row.pk, status__in=("checking", "checked"))
    if not waiting.update(
        status="discarded", decided_at=clock.now(), upload="", problems=[], done=row.total
    ):
        raise Conflict(_("这份表正在导入或已经处理过。"))
    uploads.forget(row.upload)
