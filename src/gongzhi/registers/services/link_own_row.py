"""A resident finds the own row of the register, by the phone that was proved and the name."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Denied, Invalid, NotFound, TooMany
from gongzhi.kernel.quota import HourlyQuota
from gongzhi.kernel.scope import Actor
from gongzhi.registers.models import Person
from gongzhi.registers.querysets import having_any
from gongzhi.registers.tokens import asked_tokens, fold

_MOST: Final = 50  # people who registered one phone
# Whose name goes with the phone is not to be guessed.
_TRIES: Final = HourlyQuota(10)


def link_own_row(*, actor: Actor) -> int:
    """The id of the row. Denied without a verified phone, Invalid (`name`) without a name.

    NotFound unless exactly one standing row has this phone and this whole name: whether others
    have the phone is not told. TooMany after ten tries an hour.
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
        linked = Person.objects.visible_to(actor).select_for_update().first()
        if linked is not None and linked.ended_on is None:
            return int(linked.pk)
        if not _TRIES.take(str(actor.resident_id), 1, now=clock.now()):
            raise TooMany(_("试得太多了，请过一小时再试，或者联系您的社区。"))
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
        if linked is not None:  # somebody who moved: the row that stands is the own one
            Person.reached.filter(pk=linked.pk).update(account=None)
        Person.reached.filter(pk=found[0]).update(account=account)
        return int(found[0])
