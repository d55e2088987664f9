"""Who sees which row of the bank: whoever shares the account, and the community's own desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedQuerySet
from gongzhi.points.reach import keeper_ids
from gongzhi.registers.querysets import NOBODY


class AccountQuerySet(ScopedQuerySet[Any]):
    """Accounts: of those who share one now, and of the keepers of its bank."""

    account = ""  # the way from a row to its account

    def scope_for(self, actor: Actor) -> Q:
        if actor.kind == "resident" and actor.resident_id is not None:
            reached: dict[str, Any] = {
                "members__resident_id": actor.resident_id,
                "members__left_at": None,
            }
        else:
            ids = keeper_ids(actor)
            if not ids:
                return NOBODY
            reached = {"bank__community_id__in": ids}
        way = {f"{self.account}{name}": value for name, value in reached.items()}
        # A subquery: a join would give a row once for each who shares the account.
        return Q(pk__in=self.model.reached.filter(**way).values("pk"))


class OfAccountQuerySet(AccountQuerySet):
    """Rows that belong to an account."""

    account = "account__"


class MovementQuerySet(AccountQuerySet):
    """Movements that touch an account within reach."""

    account = "entries__account__"
