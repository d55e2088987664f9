"""The handbook as the field front shows it (QA-06)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from gongzhi.fieldwork.config import duties

PAGES: Final = {
    "visits": "/field/visits/", "rounds": "/field/rounds/", "talk": "/field/talk/",
    "new": "/field/new/",
}  # fmt: skip


@dataclass(frozen=True)
class DutyView:
    """One duty in the page's language."""

    key: str
    name: str
    what: str
    steps: list[str]
    button: str
    href: str


def handbook() -> list[DutyView]:
    """The duties in the order of the profile."""
    return [
        DutyView(
            one.key, one.name.said(), one.what.said(), [step.said() for step in one.steps],
            one.button.said(), PAGES[one.opens],
        )
        for one in duties()
    ]  # fmt: skip
