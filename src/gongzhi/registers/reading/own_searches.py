"""Which searches of the registers showed the own row, masked (PIPL art. 44, 45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from gongzhi.accounts.roles import role_names
from gongzhi.accounts.selectors import looks_by_log
from gongzhi.registers.models import SearchShown
from gongzhi.registers.reach import PEOPLE_ROLES

SHOWN: Final = 200


@dataclass(frozen=True)
class OwnSearch:
    """Somebody of this post looked something up that day, and the answer showed me, masked."""

    day: date
    office: str


def own_searches(row_id: int) -> list[OwnSearch]:
    """Newest first, one for each member of the staff and day; the post is told, nobody's name."""
    rows = SearchShown.objects.filter(people__contains=[row_id]).order_by("-log_id")[:SHOWN]
    # Two searches at the same moment may both have told: once is enough.
    once = {(row.user_id, row.day): row for row in rows}
    looks = looks_by_log(row.pk for row in once.values())
    return [OwnSearch(row.day, looks[row.pk].office) for row in once.values()]


def listing_posts() -> list[str]:
    """Names of the posts whose lists hold the masked rows of the people of their areas."""
    return [name for role, name in role_names().items() if role in PEOPLE_ROLES]
