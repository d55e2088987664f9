"""A fill of some days: everything in it must be what the engine itself would have made, and there
are a few of everything that is not an ordinary matter."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import Count, F

from gongzhi.accounts.actor import actor_of_key, actor_of_user
from gongzhi.accounts.models import Posting, User
from gongzhi.demo.fill import fill_demo
from gongzhi.demo.lives.plan import OTHER_EVENT
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.notify.models import Message
from gongzhi.orders.models import (
    Attachment,
    Call,
    CallRating,
    CheckPlace,
    Exemption,
    Gathered,
    Order,
    OrderClock,
    OrderEvent,
    OrderParty,
    Process,
    Visit,
)
from gongzhi.orders.process.current import current_processes
from gongzhi.orders.selectors.desk.calls import calls_part
from gongzhi.orders.selectors.desk.filters import Filters
from gongzhi.orders.selectors.desk.membership import CALLED
from gongzhi.orders.selectors.desk.order_page import order_page
from gongzhi.orders.selectors.desk.worklist import orders_in, queues_of
from gongzhi.orders.services.verify_chains import verify_chains

# A Thursday, 16:20 in Qian'an.
AT = datetime(2026, 11, 19, 8, 20, tzinfo=UTC)
LEADING = {"to_sign", "in_hand", "extension_asked", "suspension_asked", "suspended", "to_check"}
SHOWN = {
    "draft", "submitted", "to_verify", "to_dispatch", "to_sign", "in_hand", "extension_asked",
    "suspension_asked", "suspended", "returned", "arbitration", "to_check", "to_rate",
}  # fmt: skip


@pytest.fixture(scope="module")
def told(qianan: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Filled once; each test runs in a savepoint of it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill_demo(progress=lambda text: None, at=AT, days=12)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _told_first(told: dict[str, Any], db: None) -> None:
    """The savepoint lies inside."""


def test_everything_holds(told: dict[str, Any]) -> None:
    orders = Order.reached.all()
    assert 350 <= orders.count() <= 1000
    assert not orders.filter(is_demo=False).exists()
    assert not orders.filter(reported_at__gt=AT).exists()
    assert not OrderEvent.reached.filter(at__gt=AT).exists()
    assert list(verify_chains()) == []
    assert set(orders.values_list("state", flat=True)) >= SHOWN
    assert not orders.filter(state__in=LEADING, lead_body=None).exists()
    _parties_match()
    _clocks_match()
    assert Message.objects.exists()
    _calls_wait()


def _calls_wait() -> None:
    """Street calls and emergencies, some over and judged, some with an answer still to come."""
    kinds = Order.reached.filter(process__key__in=("street_call", "emergency"))
    assert Counter(kinds.values_list("process__key", "phase")) == {
        ("street_call", "open"): 1, ("street_call", "closed"): 1,
        ("emergency", "open"): 1, ("emergency", "closed"): 1,
    }  # fmt: skip
    waiting = Call.objects.filter(fed_back_at=None, cancelled_at=None)
    assert waiting.filter(received_at=None).count() >= 2
    assert CallRating.objects.exists()


def _parties_match() -> None:
    holders = OrderParty.objects.filter(role="holder")
    assert not holders.exclude(body_id=F("order__holder_body_id")).exists()
    assert not holders.exclude(state=F("order__state")).exists()
    held = Order.reached.exclude(holder_body=None).exclude(phase="closed")
    assert held.count() == holders.count()
    leads = OrderParty.objects.filter(role="lead")
    assert not leads.exclude(body_id=F("order__lead_body_id")).exists()
    assert leads.count() == Order.reached.exclude(lead_body=None).count()


def _clocks_match() -> None:
    assert not OrderClock.objects.filter(order__phase="closed", stopped_at=None).exists()
    process = Process.objects.get(key="matter", current=True)
    staged = {s["key"] for s in process.spec["states"] if s.get("stage")}
    waiting = Order.reached.filter(state__in=staged, unknown_year=None)
    assert not waiting.filter(due_at=None).exists()
    events = OrderEvent.reached.values("order").annotate(n=Count("id"))
    assert dict(events.values_list("order", "n")) == dict(
        Order.reached.values_list("id", "event_seq")
    )


def test_printed_people_belong_together(told: dict[str, Any]) -> None:
    by_role = {row["role"]: row for row in told["accounts"]}
    # Every post that this city has, and the resident.
    assert len(by_role) == 21
    for role, row in by_role.items():
        if role != "resident":
            user = User.objects.get(username=row["username"])
            assert check_password(row["password"], user.password)
            assert row["role_name"]
            assert row["name"]
    worker, director = (
        Posting.objects.get(user__username=by_role[role]["username"])
        for role in ("grid_worker", "street_director")
    )
    team, street = (actor_of_user(p.user).postings[0] for p in (worker, director))
    assert team.area_path.startswith(street.area_path)
    mine = OrderParty.objects.filter(role="holder", open=True)
    for posting in (team, street):
        assert mine.filter(body_id=posting.body_id).exists()
    handler = User.objects.get(username=by_role["handler"]["username"])
    assert mine.filter(body_id=actor_of_user(handler).postings[0].body_id).exists()
    others = User.objects.exclude(username__startswith="demo-")
    assert not others.exclude(password__startswith="!").exists()


def test_worklists_hold_what_one_can_do_next(told: dict[str, Any]) -> None:
    # A worklist and the order's page ask one source: whatever is on a list has a next step.
    seen: dict[str, set[str]] = {}
    with clock.frozen(AT):
        for row in told["accounts"]:
            if row["role"] == "resident":
                continue
            me = actor_of_user(User.objects.get(username=row["username"]))
            for queue in queues_of(me, now=AT):
                orders = orders_in(me, queue.key, Filters(), now=AT)
                assert orders is not None
                assert orders.count() == queue.count
                for order in orders[:12]:
                    page = order_page(me, order.number, now=AT)
                    calls = calls_part(me, order, now=AT)
                    answers = queue.key == CALLED and calls is not None and calls.mine
                    assert page.main or answers, (row["role"], queue.key, order.number)
                    seen.setdefault(row["role"], set()).add(queue.key)
    assert seen["dispatcher"] <= {"to_file", "to_dispatch", "returned"}
    assert {"submitted", "to_rate"} <= seen["acceptor"]
    assert {"to_sign", "in_hand"} <= seen["handler"]


def test_hardly_anything_is_left_without_its_class(told: dict[str, Any]) -> None:
    left = Order.reached.filter(category__code=OTHER_EVENT).count()
    assert left <= 0.05 * Order.reached.count()


def test_keys_work(told: dict[str, Any]) -> None:
    centre, handler = (actor_of_key(key["token"]) for key in told["api_keys"])
    assert centre is not None
    assert handler is not None
    assert centre.roles >= {"acceptor", "dispatcher", "duty_officer"}
    assert handler.roles == {"handler"}


def test_photos_are_shared_files(told: dict[str, Any]) -> None:
    rows = Attachment.reached.all()
    assert rows.count() > rows.values("sha256").distinct().count()
    for name in rows.values_list("path", flat=True).distinct():
        assert (Path(settings.MEDIA_ROOT) / name).is_file()


def test_a_second_run_returns_what_is_stored(told: dict[str, Any]) -> None:
    count = Order.reached.count()
    path = Path(settings.DATA) / "demo.json"
    with pytest.raises(Conflict):
        fill_demo(progress=lambda text: None, at=AT)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told), encoding="utf-8")
    try:
        assert fill_demo(progress=lambda text: None, at=AT) == told
    finally:
        path.unlink()
    assert Order.reached.count() == count


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
