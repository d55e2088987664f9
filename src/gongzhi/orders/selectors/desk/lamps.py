"""The lamp of an order from its stored instants: the same rule in SQL and in Python."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.db.models import Q

RED, YELLOW, GREEN, PAUSED = "red", "yellow", "green", "paused"
LAMPS = (RED, YELLOW, GREEN, PAUSED)


class Clocked(Protocol):
    """What a lamp is read from."""

    phase: str
    due_at: datetime | None
    soon_at: datetime | None


def lamp_of(order: Clocked, now: datetime) -> str | None:
    """red over the limit, yellow due soon, green in time, paused; None without a clock."""
    if order.phase == "closed":
        return None
    if order.phase == "paused":
        return PAUSED
    if order.due_at is None:
        return None
    if order.due_at < now:
        return RED
    if order.soon_at is not None and order.soon_at <= now:
        return YELLOW
    return GREEN


def lamp_where(lamp: str, now: datetime) -> Q:
    """The rows whose `lamp_of` is `lamp`; everything when the name is unknown."""
    is_open = Q(phase="open")
    match lamp:
        case "red":
            return is_open & Q(due_at__lt=now)
        case "yellow":
            return is_open & Q(due_at__gte=now, soon_at__lte=now)
        case "green":
            return is_open & Q(due_at__gte=now) & (Q(soon_at=None) | Q(soon_at__gt=now))
        case "paused":
            return Q(phase="paused")
    return Q()
