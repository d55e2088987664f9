"""Mobile numbers of the Chinese mainland."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.textindex import visible

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SEPARATORS = re.compile(r"[\s\-.()]+")


def clean_phone(text: str) -> str:
    """Eleven digits from what was typed (full width, spaces, +86 allowed). Invalid `phone`."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", visible(text or "")))
    for prefix in ("+86", "0086"):
        plain = plain.removeprefix(prefix)
    if not _MOBILE.fullmatch(plain):
        raise Invalid(_("请填写11位手机号。"), "phone")
    return plain
