"""Take in a workbook for a register; a job checks it."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.sheetin import MAX_BYTES
from gongzhi.registers.catalogue import Register
from gongzhi.registers.jobs import check_later
from gongzhi.registers.models import RegisterImport
from gongzhi.registers.policies import must_write
from gongzhi.registers.rows import uploads

ENDINGS = (".xlsx", ".xls", ".ods", ".csv")


def stage_import(
    *, actor: Actor, register: Register, data: bytes, file_name: str, at: datetime | None = None
) -> RegisterImport:
    """Keep the file sealed and have it checked. Denied; Invalid (`file`): wrong kind, too large.

    The same file brought again by the same person while it waits is the same import.
    """
    must_write(actor, register)
    if actor.user_id is None:  # the system brings no workbooks
        raise Denied
    ending = Path(file_name).suffix.lower()
    if ending not in ENDINGS:
        raise Invalid(_("请上传 Excel 或 CSV 表格。"), "file")
    if not data:
        raise Invalid(_("文件是空的。"), "file")
    if len(data) > MAX_BYTES:
        raise Invalid(_("文件太大，最多%(max)d MB。") % {"max": MAX_BYTES // 2**20}, "file")
    digest = hashlib.sha256(data).hexdigest()
    waiting = RegisterImport.objects.visible_to(actor).filter(
        register=register.key, digest=digest, status__in=("checking", "checked")
    )
    if (found := waiting.first()) is not None:
        return found
    name = uploads.keep(data, ending=ending)
    try:
        with transaction.atomic():
            row = RegisterImport.objects.create(
                register=register.key, file_name=file_name[:120], upload=name, digest=digest,
                user_id=actor.user_id, made_at=at or clock.now(),
            )  # fmt: skip
            check_later(row.pk)
    except BaseException:
        uploads.forget(name)
        raise
    return row
