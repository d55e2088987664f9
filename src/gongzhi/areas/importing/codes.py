"""Division codes (GB/T 10114 as the statistics bureau extends it; rules of the product).

12 digits = 6 county + 3 street or town + 3 community; grids add their own behind, up to 20.
"""

from __future__ import annotations

import re
from typing import Final

# 001–099 streets, 100–199 towns, 200–399 townships, 400–599 places on an equal footing.
_TOWNS: Final = range(1, 600)
# 001–199 residents' committees, 200–399 villagers' committees.
_COMMUNITIES: Final = range(1, 400)


def code_fault(code: str) -> tuple[str, str] | None:
    """(key of the sentence, what it names) of the first thing wrong with a new code, or None."""
    if not re.fullmatch(r"[0-9]{6}|[0-9]{9}|[0-9]{12,20}", code):
        return "code_form", code
    if len(code) >= 9 and int(code[6:9]) not in _TOWNS:
        return "code_street", code[6:9]
    whole_street = len(code) == 12 and code.endswith("000")
    if len(code) >= 12 and not whole_street and int(code[9:12]) not in _COMMUNITIES:
        return "code_community", code[9:12]
    return None


def significant(code: str) -> str:
    """A code without the zeros that fill a street's or county's up to twelve digits."""
    if len(code) != 12 or not code.endswith("000"):
        return code
    return code[:6] if code.endswith("000000") else code[:9]


def next_code(parent: str, taken: set[str], *, width: int = 3) -> str:
    """The lowest free code below a parent (grids: digits that follow the parent's)."""
    stem = significant(parent)
    for number in range(1, 10**width):
        code = f"{stem}{number:0{width}d}"
        if code not in taken:
            return code
    return next_code(parent, taken, width=width + 1)
