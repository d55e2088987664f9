"""Pure rules of accounts: who the three administrators are, what days overlap."""

from __future__ import annotations

from datetime import date
from typing import Final

SYSADMIN: Final = "sysadmin"
SECADMIN: Final = "secadmin"
AUDITADMIN: Final = "auditadmin"
# Three people, none of whom can act for another (MLPS level 3; domain rules, Privacy).
ADMIN_ROLES: Final = (AUDITADMIN, SECADMIN, SYSADMIN)


def is_admin(role: str) -> bool:
    """Whether a role is one of the three administrators."""
    return role in ADMIN_ROLES


def overlap(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two spans [from, to) share a day; no end means for ever."""
    return (one[1] is None or other[0] < one[1]) and (other[1] is None or one[0] < other[1])
