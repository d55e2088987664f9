"""What counts as a burden of a community (ML-18)."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, str | Promise]] = {
    "plaque": _("牌子"),
    "meeting": _("会议"),
    "ledger": _("台账"),
    "form": _("表格"),
}
EVERYWHERE: Final = "*"  # of every community that one may ask, in place of a code
NAME_MOST: Final = 80
BASIS_MOST: Final = 200
YEAR_MOST: Final = 366
