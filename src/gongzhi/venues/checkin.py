"""The code of the day that stands at a room or is told at an activity, and what it proves.

It is made from the place and the day, so nothing is stored. It only shows that somebody was told
it that day; the keeper's word does the same, and nothing else follows from it.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from gongzhi.kernel.crypto import blind
from gongzhi.kernel.errors import Invalid

_PURPOSE: Final = "venue-code"
_OLD_DAYS: Final = 7
_DIGITS: Final = 6


def code_of(place: str, day: date) -> str:
    """Six digits for a place (`room:5`, `activity:7`) on a day."""
    number = int(blind(f"{place}:{day.isoformat()}", _PURPOSE)[:12], 16)
    return f"{number % 10**_DIGITS:0{_DIGITS}d}"


def check_code(place: str, said: str, today: date) -> None:
    """Invalid `code` with a sentence: one of the last days, or none of this place."""
    plain = "".join(said.split())
    if plain == code_of(place, today):
        return
    for ago in range(1, _OLD_DAYS + 1):
        if plain == code_of(place, today - timedelta(days=ago)):
            raise Invalid(_("这个码过期了，请看门口今天的码，或请工作人员帮您签到。"), "code")
    raise Invalid(_("码不对，请看门口今天的码，或请工作人员帮您签到。"), "code")
