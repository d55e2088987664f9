"""Reports that come in the same moment are written by one statement, each as if it were alone."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

import pytest
from django.db import DataError, transaction

from gongzhi.accounts.services.ensure_resident import resident_id_for
from gongzhi.kernel.groupcommit import GroupCommit
from gongzhi.kernel.scope import SYSTEM, Actor, unscoped
from gongzhi.orders.engine import jobs
from gongzhi.orders.intake import statement, writing
from gongzhi.orders.models import Order, OrderClock, OrderEvent, OrderParty
from gongzhi.orders.services.report import Draft, Receipt, report
from gongzhi.orders.services.verify_chains import verify_chains
from tests.kernel.test_groupcommit import wait_for_line
from tests.orders.conftest import City

from .test_two_at_once import at_once
from .test_two_at_once import city as city

pytestmark = pytest.mark.django_db(transaction=True)

PROGRAM = Actor(kind="api", user_id=None)
KNOWN, NEW = "19900007001", "19900007002"


def _draft(city: City, *, phone: str = "", key: uuid.UUID | None = None, text: str = "") -> Draft:
    return Draft(
        client_key=key or uuid.uuid4(), text=text or "路灯不亮", area_code=city.grid.code,
        source="hotline", phone=phone, category_code="10109",
    )  # fmt: skip


class Meeting(NamedTuple):
    """How many were written by each statement, and what each got."""

    sizes: list[int]
    results: list[Any]


class Held:
    """The statement; the group that has `first` in it waits until `others` more have come."""

    def __init__(self, first: uuid.UUID, others: int) -> None:
        self.first, self.others = first, others
        self.sizes: list[int] = []
        self.begun = threading.Event()
        self.group = GroupCommit(self.run)

    def run(self, reports: Sequence[statement.Rows]) -> list[statement.Outcome]:
        self.sizes.append(len(reports))
        if reports[0].order.client_key == self.first and len(self.sizes) == 1:
            self.begun.set()
            wait_for_line(self.group, self.others)
        return statement.run(reports)


def _at_once_after(monkeypatch: pytest.MonkeyPatch, city: City, drafts: list[Draft]) -> Meeting:
    """One report is being written while `drafts` come."""
    leading = _draft(city)
    held = Held(leading.client_key, len(drafts))
    monkeypatch.setattr(writing, "_grouped", held.group)

    def later(draft: Draft) -> Receipt:
        assert held.begun.wait(10)
        return report(actor=PROGRAM, draft=draft)

    first = partial(report, actor=PROGRAM, draft=leading)
    return Meeting(held.sizes, at_once(first, *(partial(later, draft) for draft in drafts)))


def test_each_of_a_group_is_taken_in_like_one_alone(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(actor=PROGRAM, draft=_draft(city, phone=KNOWN))
    twice = uuid.uuid4()
    drafts = [
        _draft(city, phone=KNOWN),
        _draft(city, phone=NEW),
        _draft(city, key=twice),
        _draft(city, key=twice),
        _draft(city, text="半个字\ud83d"),
    ]
    before = _counts()
    sizes, (first, known, new, one, again, wrong) = _at_once_after(monkeypatch, city, drafts)
    assert sizes[:2] == [1, 5]  # then each alone, for the half character
    assert isinstance(wrong, DataError)
    assert one.number == again.number
    assert {one.repeated, again.repeated} == {False, True}
    assert _order(first).reporter_id is None
    assert _order(known).reporter_id == resident_id_for(phone=KNOWN)
    assert _order(new).reporter_id == resident_id_for(phone=NEW)
    _four_as_if_alone(city, before)
    assert list(verify_chains()) == []


def test_a_group_without_a_fault_is_one_statement(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(actor=PROGRAM, draft=_draft(city, phone=KNOWN))
    _waiting()
    twice = uuid.uuid4()
    drafts = [_draft(city, phone=KNOWN), _draft(city, key=twice), _draft(city, key=twice)]
    sizes, receipts = _at_once_after(monkeypatch, city, drafts)
    assert sizes == [1, 3]
    assert len({receipt.number for receipt in receipts}) == 3
    written = {_order(receipt).pk for receipt in receipts}
    assert {order_id for order_id, _first, _last in _waiting()} == written
    for order_id in written:
        seqs = (
            OrderEvent.reached.filter(order=order_id).order_by("id").values_list("seq", flat=True)
        )
        assert list(seqs) == [1, 2]  # the younger event has the higher id
    assert list(verify_chains()) == []


def _waiting() -> list[jobs.Round]:
    """The rounds to tell about, which are then no longer in the queue."""
    found: list[jobs.Round] = []
    with transaction.atomic():
        while more := jobs.take_waiting():
            found += more
    return found


def _order(receipt: Receipt) -> Order:
    return Order.objects.visible_to(SYSTEM).get(number=receipt.number)


def _counts() -> list[int]:
    with unscoped("test"):
        return [m.objects.count() for m in (Order, OrderEvent, OrderParty, OrderClock)]


def _four_as_if_alone(city: City, before: list[int]) -> None:
    """The tables grew by four times what one more report makes them grow."""
    after = _counts()
    report(actor=PROGRAM, draft=_draft(city))
    each = [now - then for now, then in zip(_counts(), after, strict=True)]
    assert [now - then for now, then in zip(after, before, strict=True)] == [4 * n for n in each]
