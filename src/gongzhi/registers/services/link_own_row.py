"""A resident finds the own row of the register, by the phone that was proved and the name."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Resident
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.registers.models import Person
from gongzhi.registers.querysets import having_any
from gongzhi.registers.tokens import asked_tokens, fold

_MOST = 50  # people who registered one phone


def link_own_row(*, actor: Actor) -> int:
    """The id of the row. Denied without a verified phone, Invalid (`name`) without a name.

    NotFound unless exactly one standing row has this phone and this whole name: whether others
    have the phone is not told.
    """
    if actor.kind != "resident" or actor.resident_id is None:
        raise Denied
    with transaction.atomic():
        account = Resident.objects.visible_to(actor).get()
        if account.verified_at is None:
            raise Denied
        name = fold(open_(account.name_sealed)) if account.name_sealed else ""
        if not name:
            raise Invalid(_("请先在“我的”里写上您的姓名。"), "name")
        linked = Person.objects.visible_to(actor).values_list("id", flat=True).first()
        if linked is not None:
            return int(linked)
        phone = open_(account.phone_sealed)
        # The row is not the actor's before it is linked; phone and name are compared in full.
        rows = Person.reached.filter(having_any(asked_tokens(phone)), ended_on=None, account=None)
        found = [
            row.pk
            for row in rows.select_for_update()[:_MOST]
            if open_(row.phone_sealed or "") == phone and fold(open_(row.name_sealed)) == name
        ]
        if len(found) != 1:
            raise NotFound(_("没有找到手机号和姓名都一样的登记，请联系您的社区。"))
        Person.reached.filter(pk=found[0]).update(account=account)
        return int(found[0])
