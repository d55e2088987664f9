"""What time does to orders by itself: silence closes, drafts expire, suspensions end."""

from __future__ import annotations

from datetime import datetime, timedelta

from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import GongzhiError
from gongzhi.kernel.scope import SYSTEM

from ..models import Order, Process
from ..process.spec import spec_of
from ..settings import order_settings
from .act import act

BATCH = 500


def close_silent(*, at: datetime | None = None) -> dict[str, int]:
    """Close what nobody rated in time, void drafts never confirmed, lift suspensions that are due.

    Returns how many of each action were done. Running twice does nothing more.
    """
    at = at or wall.now()
    settings = order_settings()
    today = wall.local(at).date()
    orders = Order.objects.visible_to(SYSTEM)
    due = {
        "close_silent": orders.filter(
            state__in=_silent_states(), finished_at__lte=at - timedelta(days=settings.rating_days)
        ),
        "expire": orders.filter(
            state="draft", reported_at__lte=at - timedelta(minutes=settings.unverified_minutes)
        ),
        "lift": orders.filter(state="suspended", answer_on__lte=today),
    }
    return {action: _each(action, rows, at) for action, rows in due.items()}


def _silent_states() -> set[str]:
    """States, of any process version, that silence closes."""
    specs = [spec_of(pk) for pk in Process.objects.values_list("id", flat=True)]
    actions = [spec.actions["close_silent"] for spec in specs if "close_silent" in spec.actions]
    return {state for action in actions for state in action.sources}


def _each(action: str, rows, at: datetime) -> int:
    done = 0
    for number in list(rows.values_list("number", flat=True)[:BATCH]):
        try:
            act(actor=SYSTEM, number=number, action=action, at=at)
            done += 1
        except GongzhiError:
            continue  # somebody acted in between, or its process has no such step: both are logged
    return done
