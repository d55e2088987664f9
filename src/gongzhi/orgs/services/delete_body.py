"""Take away a body that was entered in the desk by mistake."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Conflict, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles.usage import used_by

from ..models import Body, TemporaryBranch, TemporaryCount
from .end_body import check_may_end


def delete_body(*, actor: Actor, code: str) -> None:
    """Only while nothing hangs on it and nothing ever did; its history stays.

    Denied; NotFound; Conflict that names what hangs on it, or says that the files make it.
    """
    check_may_end(actor)
    with transaction.atomic():
        body = Body.objects.select_for_update().filter(code=code).first()
        if body is None:
            raise NotFound
        if body.from_profile:
            raise Conflict(_("这个单位写在配置文件里，请在文件里删掉那一行再应用。"))
        tables = [one for one in used_by(body) if one != TemporaryBranch._meta.verbose_name]
        if Body.objects.filter(parent=body).exists():
            tables.append(_("下级单位"))
        if TemporaryCount.reached.filter(branch__body=body).exists():
            tables.append(str(TemporaryCount._meta.verbose_name))
        if tables:
            raise Conflict(
                _("不能删除：%(tables)s里还有它。请办“撤并”或“撤销”。")
                % {"tables": _("、").join(tables)}
            )
        TemporaryBranch.objects.filter(body=body).delete()
        body.delete()
    orgs.forget()
