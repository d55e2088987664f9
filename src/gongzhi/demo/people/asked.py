"""What the made-up residents ask for at a counter: agreed hours, what recurs, tools, numbers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final

from gongzhi.areas import selectors as areas
from gongzhi.demo.people.cast import Cast
from gongzhi.kernel import clock
from gongzhi.kernel.copyrows import copy_rows
from gongzhi.kernel.scope import Actor
from gongzhi.offerings.catalogue import item_by_code
from gongzhi.offerings.ordering import AGREED
from gongzhi.offerings.reading.windows import free_windows
from gongzhi.offerings.services.order_item import EVERY_FIELD, order_item
from gongzhi.offerings.services.save_times import add_times
from gongzhi.orders.models import Order
from gongzhi.orders.process.current import current_processes
from gongzhi.orders.services.report import Draft
from gongzhi.venues.models import Loan, Queue, QueueDay, Station, Ticket, Tool

Resident = Callable[[int], Actor]
_CLERKS: Final = ("community_clerk", "community_secretary")
# Items with hours: weekdays, from, to, how many homes.
_HOURS: Final = (("D03", (2, 5), time(9), time(11), 3), ("D05", (1, 3), time(14), time(17), 4))
# Code, words, which resident, which free window, how often.
_ORDERED: Final = (
    ("D03", "老人腿脚不便，每周来理一次发（演示）", 1, 0, "week"),
    ("D03", "请上门给老人理发（演示）", 62, 0, ""),
    ("D05", "卫生间地漏堵了（演示）", 63, 1, ""),
)
_TOOLS: Final = (("电钻", 2), ("人字梯", 1), ("轮椅", 2), ("打气筒", 3))
_QUEUES: Final = (("A", "社保医保", "Insurance"), ("B", "户籍居住", "Residence"))
_DAYS, _SERVED = 6, 9


def fill_orders(cast: Cast, rng: Random, end: datetime, resident: Resident) -> list[int]:
    """Hours of the printed community and a few orders in them; ids of the orders."""
    if "service_order" not in current_processes():
        return []
    clerk, made = cast.one(cast.home.community.id, _CLERKS, rng), []
    grid = cast.home.team.area_id
    for code, weekdays, starts, ends, capacity in _HOURS:
        item = item_by_code(code)
        if item is None or item.provider != "community":
            continue
        add_times(
            actor=clerk, item=item, body=cast.home.community.code, weekdays=list(weekdays),
            starts=starts, ends=ends, capacity=capacity, at=end - timedelta(days=9),
        )  # fmt: skip
    area = areas.area_by_id(grid or 0)
    for code, words, index, window, every in _ORDERED:
        item = item_by_code(code)
        free = free_windows(item, area, now=end) if item and area else []
        if item is None or area is None or len(free) <= window:
            continue
        fields = {AGREED: free[window].value} | ({EVERY_FIELD: every} if every else {})
        draft = Draft(
            client_key=uuid.UUID(int=rng.getrandbits(128), version=4), text=words,
            area_code=area.code, place=f"{area.name}{index % 9 + 1}号楼", fields=fields,
        )  # fmt: skip
        at = end - timedelta(hours=2)
        number = order_item(actor=resident(index), item=item, draft=draft, at=at).number
        made.append(Order.reached.get(number=number).pk)
    return made


def fill_counters(cast: Cast, rng: Random, end: datetime, resident: Resident) -> None:
    """Tools with a ledger and a hall with numbers, at the first station of the printed community."""
    station = Station.objects.filter(body_id=cast.home.community.id, ended_on=None).first()
    if station is None or Tool.objects.exists():
        return
    _tools(station, end, resident)
    _hall(station, rng, end, resident)


def _tools(station: Station, end: datetime, resident: Resident) -> None:
    rows = [
        Tool(station=station, name=name, total=total, out=min(1, n % 3), is_demo=True)
        for n, (name, total) in enumerate(_TOOLS)
    ]
    copy_rows(rows)
    today = clock.local(end).date()
    loans = []
    for number, tool in enumerate(row for row in rows if row.out):
        days = 3 - 9 * number  # the first is due in three days, the next is late
        loans.append(_loan(tool, resident(1 if number == 0 else 64), end, today, days))
    done = _loan(rows[0], resident(65), end - timedelta(days=20), today, -14)
    done.closed_at, done.back = end - timedelta(days=15), 1
    copy_rows([*loans, done])


def _loan(tool: Tool, who: Actor, at: datetime, today: date, days: int) -> Loan:
    lent = min(at, at + timedelta(days=days - 5))
    return Loan(
        key=uuid.uuid5(uuid.NAMESPACE_OID, f"{tool.pk}:{who.resident_id}"), tool_id=tool.pk,
        resident_id=who.resident_id or 0, quantity=1, lent_at=lent,
        due_on=today + timedelta(days=days), is_demo=True,
    )  # fmt: skip


def _hall(station: Station, rng: Random, end: datetime, resident: Resident) -> None:
    queues = [
        Queue(station=station, letter=letter, name=name, name_en=english, is_demo=True)
        for letter, name, english in _QUEUES
    ]
    copy_rows(queues)
    tickets, days = [], []
    today = clock.local(end).date()
    for queue in queues:
        for ago in range(_DAYS):
            day = today - timedelta(days=ago)
            most = _SERVED + rng.randint(-3, 6)
            days.append(QueueDay(queue_id=queue.pk, day=day, last=most))
            tickets += [_ticket(queue, day, n, most, ago, end, rng) for n in range(1, most + 1)]
        tomorrow = today + timedelta(days=1)
        if queue is queues[0] and tomorrow.weekday() in station.weekdays:
            slot = datetime.combine(tomorrow, time(9, 30), clock.LOCAL_TZ)
            days.append(QueueDay(queue_id=queue.pk, day=tomorrow, last=1))
            tickets.append(
                Ticket(
                    key=uuid.UUID(int=rng.getrandbits(128), version=4), queue_id=queue.pk,
                    day=tomorrow, number=1, resident_id=resident(1).resident_id, slot_at=slot,
                    taken_at=end, is_demo=True,
                )
            )  # fmt: skip
    copy_rows(days)
    copy_rows(tickets)


def _ticket(
    queue: Queue, day: date, number: int, most: int, ago: int, end: datetime, rng: Random
) -> Ticket:  # fmt: skip
    """Days that are over are done; today two are called and the last four wait."""
    state = "served" if rng.random() > 0.1 else "missed"
    if not ago:
        state = "waiting" if number > most - 4 else "called" if number == most - 4 else state
    at = end - timedelta(days=ago, minutes=8 * (most - number))
    called = at + timedelta(minutes=5) if state != "waiting" else None
    return Ticket(
        key=uuid.UUID(int=rng.getrandbits(128), version=4), queue_id=queue.pk, day=day,
        number=number, state=state, taken_at=at, called_at=min(called, end) if called else None,
        counter=(1 + ord(queue.letter) % 2) if called else None, calls=1 if called else 0,
        ended_at=called if state in {"served", "missed"} else None, is_demo=True,
    )  # fmt: skip
