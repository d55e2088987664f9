"""The list of a community's affairs (社区工作事项名录, ML-17), and finding an affair in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.textindex import normalise
from gongzhi.profiles.selectors import current

from .profile_section import SECTION

KINDS: dict[str, str | Promise] = {
    "own": _("社区自己的事"),
    "assist": _("依法协助的事"),
    "forbidden": _("不得要求社区做的事"),
}
_SHORTEST_INSIDE = 4  # a shorter name stands in other affairs' names by chance


@dataclass(frozen=True)
class Affair:
    code: str
    name: str
    name_en: str
    kind: str
    basis: str
    aliases: str
    basis_en: str = ""

    @property
    def label(self) -> str:
        return self.name_en if _in_english() and self.name_en else self.name

    @property
    def basis_said(self) -> str:
        return self.basis_en if _in_english() and self.basis_en else self.basis

    @property
    def kind_name(self) -> str:
        return str(KINDS[self.kind])

    @property
    def names(self) -> list[str]:
        return [plain(name) for name in (self.name, *re.split(r"[、,，\s]+", self.aliases)) if name]


def _in_english() -> bool:
    return (get_language() or "zh").startswith("en")


def affairs() -> list[Affair]:
    """The list in force, in the profile's order."""
    rows: list[dict[str, Any]] = current().section(SECTION) or []
    return [Affair(**row) for row in rows]


def plain(name: str) -> str:
    """A name to compare by: without spaces, marks and the forms of letters."""
    return re.sub(r"[\W_]+", "", normalise(name))


def find(name: str, listed: Iterable[Affair]) -> Affair | None:
    """The affair that a name means: the same name or alias, else one that stands in it whole."""
    asked = plain(name)
    inside = None
    for affair in listed:
        for known in affair.names:
            if known == asked:
                return affair
            if inside is None and len(known) >= _SHORTEST_INSIDE and known in asked:
                inside = affair
    return inside


def number_of(name: str) -> int:
    """A number for an affair, the same for the same plain name; 63 bits."""
    digest = blake2b(plain(name).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
