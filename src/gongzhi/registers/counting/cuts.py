"""The cuts of the census of the Party (XY-02): attributes that overlap, no partition.

Age is the year less the year of birth. 以下 and 以上 include the number (Civil Code art. 1259), so
"under 35" of the digest is 35 or younger, "over 60" is 60 or older.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

YOUNG, OLD = 35, 60


@dataclass(frozen=True)
class Cut:
    """`condition(year)`: which rows belong to it in a year."""

    key: str
    title: str | Promise
    condition: Callable[[int], Q]


CUTS: Final = (
    Cut("retired", _("离退休"), lambda year: Q(retired=True)),
    Cut("new_sector", _("两新组织"), lambda year: Q(new_sector=True)),
    Cut("young", _("35岁以下"), lambda year: Q(birth_year__gte=year - YOUNG)),
    Cut("old", _("60岁以上"), lambda year: Q(birth_year__lte=year - OLD)),
    Cut(
        "college",
        _("大专以上"),
        lambda year: Q(education__in=("college", "bachelor", "master")),
    ),
)
