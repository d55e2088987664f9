"""The demo has a few of everything that is not an ordinary matter: calls back, appeals, files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from gongzhi.demo.fill import fill_demo
from gongzhi.orders.intake import current_processes
from gongzhi.orders.models import CheckPlace, Exemption, Gathered, Order, Visit
from gongzhi.orders.services.verify_chains import verify_chains

AT = datetime(2026, 11, 19, 8, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def _filled(qianan: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        fill_demo(progress=lambda _text: None, at=AT, days=12)
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _filled_first(_filled: None, db: None) -> None:
    """The savepoint lies inside."""


def test_reporters_were_called_back_and_late_bodies_appealed() -> None:
    visits = Visit.objects.all()
    assert visits.filter(reached=True, solved=True).exists()
    assert visits.filter(reached=False).exists()
    assert visits.count() < Order.reached.count() / 5
    appeals = Order.reached.filter(process__key="timeout_appeal")
    assert {"second_review", "exemption_granted"} & set(appeals.values_list("state", flat=True))
    assert Exemption.objects.count() == appeals.filter(state="exemption_granted").count()
    late = {row.order.on_time for row in Exemption.objects.select_related("order")}
    assert late <= {False}


def test_a_file_a_campaign_and_rectifications() -> None:
    file = Order.reached.get(process__key="long_file")
    assert (file.state, file.answer_on is not None) == ("file_going", True)
    assert 1 <= Gathered.objects.filter(file=file).count() <= 4
    places = CheckPlace.objects.all()
    assert places.filter(checked_at=None).exists()
    assert places.exclude(found=None).count() == 3
    states = Order.reached.filter(process__key="rectification").values_list("state", flat=True)
    assert Counter(states) == {"to_rectify": 1, "to_recheck": 1, "rectified": 1}


def test_every_process_has_examples() -> None:
    """What people start: a request under the privacy law has its own page and its own tests."""
    there = set(Order.reached.values_list("process__key", flat=True))
    assert set(current_processes()) - there <= {"data_request"}
    assert not Order.reached.filter(is_demo=False).exists()
    assert list(verify_chains()) == []
