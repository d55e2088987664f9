"""Worklists over `order_party`: what each part of a body in orders costs to ask, without the page.

For each part the body that has most of it open is asked for the first page of its open orders by
their clock, and for how many there are and how many are late: the two questions of a worklist.
The bulk loader makes holders and leads only; the other parts are given to one body in as many
orders as the busiest lead has, in a transaction that is undone.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from .stats import percentiles

GIVEN: Final = ("co", "caller", "called", "supervisor")
ROLES: Final = ("holder", "lead", *GIVEN)
TIMES: Final = 60
ROWS: Final = 50


def measure_worklists() -> dict[str, dict[str, Any]]:
    """part → rows of the busiest body, and milliseconds of the first page and of the counts.

    Works on the database that Django of this process is connected to, and leaves it as it was.
    """
    from django.db import transaction

    from gongzhi.kernel.scope import unscoped

    with unscoped("benchmark: worklists"), transaction.atomic():
        _give()
        found = {role: _measured(role) for role in ROLES}
        transaction.set_rollback(True)
    return found


def _give() -> None:
    """The busiest lead gets the other parts in orders that it does not lead."""
    from django.db import connection

    body_id, rows = _busiest("lead")
    with connection.cursor() as cursor:
        for role in GIVEN:
            cursor.execute(
                "INSERT INTO orders_orderparty"
                " (order_id, body_id, role, open, state, since, due_at, answer)"
                " SELECT id, %s, %s, true, '', reported_at, due_at, '' FROM orders_order"
                " WHERE phase <> 'closed' AND lead_body_id IS DISTINCT FROM %s"
                " ORDER BY id DESC LIMIT %s ON CONFLICT DO NOTHING",
                [body_id, role, body_id, rows],
            )
        cursor.execute("ANALYZE orders_orderparty")


def _busiest(role: str) -> tuple[int, int]:
    from django.db.models import Count

    from gongzhi.orders.models import OrderParty

    parts = OrderParty.objects.filter(role=role, open=True).values("body_id")
    first = parts.annotate(n=Count("pk")).order_by("-n").first()
    if first is None:
        raise RuntimeError(f"The database holds no open part of a {role}.")
    return first["body_id"], first["n"]


def _measured(role: str) -> dict[str, Any]:
    from django.db.models import Count, Q

    from gongzhi.kernel import clock
    from gongzhi.orders.models import Order
    from gongzhi.orders.selectors.desk.rows import COLUMNS

    body_id, rows = _busiest(role)
    part = Q(parties__role=role, parties__open=True, parties__body_id=body_id)
    # Who has to act stands on the order too, and worklists read it there.
    mine = Order.objects.open().filter(Q(holder_body_id=body_id) if role == "holder" else part)
    page = mine.order_by("due_at", "pk").only(*COLUMNS)[:ROWS]
    late = Count("pk", filter=Q(due_at__lt=clock.now()))
    return {
        "rows": rows,
        "first page": _timed(lambda: list(page.all())),
        "counts": _timed(lambda: mine.aggregate(n=Count("pk"), late=late)),
    }


def _timed(ask: Callable[[], object]) -> dict[str, float]:
    ask()
    seconds = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        ask()
        seconds.append(time.perf_counter() - begun)
    return percentiles(seconds)
