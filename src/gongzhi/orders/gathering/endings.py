"""What keeps a file or a campaign from ending, known before anybody tries: the button is grey."""

from __future__ import annotations

from collections.abc import Collection

from ..models import Order
from .campaigns import places_refusal
from .files import orders_refusal


def ending_refusal(order: Order, effects: Collection[str]) -> str:
    """What the effects `all_places_checked` and `all_closed` of an action refuse, in words."""
    left = places_refusal(order) if "all_places_checked" in effects else ""
    return left or (orders_refusal(order) if "all_closed" in effects else "")
