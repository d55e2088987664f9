"""Who sees which row of the bank: whoever shares the account, and the community's own desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedQuerySet
from gongzhi.registers.querysets import NOBODY


class AccountQuerySet(ScopedQuerySet[Any]):
    """Accounts: of those who share one now, and of the keepers of its bank."""

    prefix = ""

    def scope_for(self, actor: Actor) -> Q:
        from gongzhi.points import reach

        if actor.kind == "resident" and actor.resident_id is not None:
            mine = self._shared(actor.resident_id)
            return Q(**{f"{self.prefix}pk__in": mine})
        ids = reach.keeper_ids(actor)
        return Q(**{f"{self.prefix}bank__community_id__in": ids}) if ids else NOBODY

    @staticmethod
    def _shared(resident_id: int) -> Any:
        from gongzhi.points.models import Member

        rows = Member.objects.marked().filter(resident_id=resident_id, left_at=None)
        return rows.values("account_id")


class OfAccountQuerySet(AccountQuerySet):
    """Rows that belong to an account."""

    prefix = "account__"


class MovementQuerySet(ScopedQuerySet[Any]):
    """Movements that touch an account within reach."""

    def scope_for(self, actor: Actor) -> Q:
        from gongzhi.points.models import Entry

        return Q(pk__in=Entry.objects.visible_to(actor).values("movement_id"))
