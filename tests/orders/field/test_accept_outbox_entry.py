"""The outbox: each entry once in effect, nothing lost when the order moved on, first answers."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.kernel import photos
from gongzhi.kernel.errors import Denied, TooMany
from gongzhi.kernel.scope import PUBLIC
from gongzhi.orders.models import Attachment, Call, Order, OrderEvent
from gongzhi.orders.selectors.field import first_handled
from gongzhi.orders.services.accept_outbox_entry import Entry, accept_outbox_entry
from gongzhi.orders.services.act import act
from gongzhi.orders.services.call_bodies import call

from ..conftest import T0, City
from .conftest import photo

LAMP = "10109"


def fresh(order: Order) -> Order:
    return Order.reached.get(pk=order.pk)


def events(order: Order) -> list[str]:
    rows = OrderEvent.reached.filter(order=order).order_by("seq")
    return [row.action for row in rows]


def entry(kind: str, order: Order | None = None, **fields: object) -> Entry:
    known = {"client_key", "seq", "photos", "before", "after"}
    given = {k: v for k, v in fields.items() if k in known}
    given.setdefault("client_key", uuid.uuid4())
    payload = {k: v for k, v in fields.items() if k not in known}
    number = order.number if order else ""
    return Entry(kind=kind, number=number, payload=payload, **given)  # type: ignore[arg-type]


def test_verify_true_files_and_passes_on(city: City) -> None:
    order = city.report(category_code=LAMP)
    worker = city.grid_worker
    said = entry("verify_true", order, seq=order.event_seq, photos=(photo(),))
    answer = accept_outbox_entry(actor=worker, entry=said)
    assert answer.result == "done"
    order = fresh(order)
    assert order.state == "to_sign"
    assert order.first_handler_id == worker.user_id
    assert Attachment.reached.get(order=order).kind == "before"


def test_a_repeat_gets_the_first_answer_and_does_nothing(city: City) -> None:
    order = city.report(category_code=LAMP)
    worker = city.grid_worker
    said = entry("verify_true", order)
    first = accept_outbox_entry(actor=worker, entry=said)
    before = events(order)
    assert accept_outbox_entry(actor=worker, entry=said) == first
    assert events(order) == before


def test_somebody_elses_key_tells_nothing(city: City) -> None:
    order = city.report(category_code=LAMP)
    said = entry("verify_true", order)
    accept_outbox_entry(actor=city.grid_worker, entry=said)
    other = accept_outbox_entry(actor=city.grid_worker, entry=said)
    assert other.result == "refused"


def test_verify_false_writes_the_chosen_sentence_to_the_resident(city: City) -> None:
    order = city.report(category_code=LAMP)
    said = entry("verify_false", order, why="not_found")
    assert accept_outbox_entry(actor=city.grid_worker, entry=said).result == "done"
    order = fresh(order)
    assert order.state == "to_rate"
    assert "没有看到" in order.result


def test_verify_false_without_a_reason_is_refused_and_changes_nothing(city: City) -> None:
    order = city.report(category_code=LAMP)
    before = events(order)
    answer = accept_outbox_entry(actor=city.grid_worker, entry=entry("verify_false", order))
    assert answer.result == "refused"
    assert "理由" in answer.message
    assert (fresh(order).state, events(order)) == ("to_verify", before)


def test_moved_on_becomes_a_note_that_says_who_and_when(city: City) -> None:
    order = city.report(category_code=LAMP)
    seq = order.event_seq
    act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0)
    late = entry("verify_true", order, seq=seq, note="路灯杆有编号36", photos=(photo(),))
    answer = accept_outbox_entry(actor=city.grid_worker, entry=late)
    assert answer.result == "noted"
    assert "10:00 已派给" in answer.message
    assert answer.message.endswith("您的记录已作为补充加上。")
    order = fresh(order)
    assert order.state == "to_sign"
    assert events(order)[-1] == "note"
    assert Attachment.reached.get(order=order).kind == "note"
    note = OrderEvent.reached.filter(order=order).last()
    assert note is not None
    assert "路灯杆有编号36" in (note.payload or {})["note"]
    assert accept_outbox_entry(actor=city.grid_worker, entry=late).result == "refused"


def test_a_check_of_an_earlier_round_does_not_pass_the_later_one(city: City) -> None:
    order = city.report(category_code=LAMP)
    worker = city.grid_worker
    act(actor=worker, number=order.number, action="verify_true")
    order = fresh(order)
    handler = city.handler(order)
    act(actor=handler, number=order.number, action="sign")
    done = {"result": "昨天下午到现场看了，灯泡坏了，电工当场换了新灯泡，现在亮了。"}
    act(actor=handler, number=order.number, action="finish", payload=done)
    seen = fresh(order).event_seq
    back = {"reason": "还是黑的"}
    act(actor=worker, number=order.number, action="check_back", payload=back)
    act(actor=handler, number=order.number, action="finish", payload=done)
    late = accept_outbox_entry(actor=worker, entry=entry("check_pass", order, seq=seen))
    assert late.result == "noted"
    assert fresh(order).state == "to_check"
    now = accept_outbox_entry(
        actor=worker, entry=entry("check_pass", order, seq=fresh(order).event_seq)
    )
    assert (now.result, fresh(order).state) == ("done", "to_rate")


def test_a_note_of_somebody_else_is_no_conflict(city: City) -> None:
    order = city.report(category_code=LAMP)
    seq = order.event_seq
    note = {"note": "居民又来电"}
    act(actor=city.grid_worker, number=order.number, action="note", payload=note)
    said = entry("verify_true", order, seq=seq)
    assert accept_outbox_entry(actor=city.grid_worker, entry=said).result == "done"


def test_settle_needs_the_photo_after(city: City) -> None:
    order = city.report(category_code=LAMP)
    words = {"result": "拧紧灯座，已亮"}
    worker = city.grid_worker
    answer = accept_outbox_entry(actor=worker, entry=entry("settle", order, **words))
    assert answer.result == "refused"
    assert fresh(order).state == "to_verify"
    said = entry("settle", order, photos=(photo("black"), photo("white")), **words)
    assert accept_outbox_entry(actor=worker, entry=said).result == "done"
    kinds = Attachment.reached.filter(order=order).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["before", "after"]
    assert fresh(order).state == "to_rate"


def test_settle_new_is_one_matter_in_three_taps(city: City) -> None:
    worker = city.grid_worker
    said = entry(
        "settle_new",
        text="路灯灯座松了，拧紧了",
        category=LAMP,
        lon=str(city.lon),
        lat=str(city.lat),
        photos=(photo("black"), photo("white")),
    )
    first = accept_outbox_entry(actor=worker, entry=said)
    assert first.result == "done"
    order = Order.reached.get(number=first.number)
    assert (order.state, order.source) == ("to_rate", "grid")
    assert order.first_handler_id == worker.user_id
    assert accept_outbox_entry(actor=worker, entry=said) == first
    assert Order.reached.count() == 1


def test_settle_new_without_the_photo_after_leaves_nothing(city: City) -> None:
    said = entry("settle_new", text="灯座松了", category=LAMP, lon=city.lon, lat=city.lat)
    assert accept_outbox_entry(actor=city.grid_worker, entry=said).result == "refused"
    assert Order.reached.count() == 0


def test_settle_new_of_an_emergency_is_reported_and_noted(city: City) -> None:
    said = entry(
        "settle_new",
        text="井盖没了，先围起来了",
        category="10101",
        lon=city.lon,
        lat=city.lat,
        photos=(photo("black"), photo("white")),
    )
    answer = accept_outbox_entry(actor=city.grid_worker, entry=said)
    assert answer.result == "noted"
    assert Order.reached.get().state == "to_sign"


def test_report_found_in_the_grid_goes_straight_to_the_body(city: City) -> None:
    worker = city.grid_worker
    said = entry("report", text="路灯不亮", category=LAMP, lon=city.lon, lat=city.lat)
    first = accept_outbox_entry(actor=worker, entry=said)
    assert first.result == "done"
    order = Order.reached.get(number=first.number)
    assert order.state == "to_sign"
    assert order.lead_body_id is not None
    assert accept_outbox_entry(actor=worker, entry=said) == first


def test_report_without_a_class_goes_to_the_centre(city: City) -> None:
    said = entry("report", text="有东西响", lon=city.lon, lat=city.lat, photos=(photo(),))
    first = accept_outbox_entry(actor=city.grid_worker, entry=said)
    assert first.result == "done"
    assert Order.reached.get().state == "submitted"
    assert Attachment.reached.get().kind == "report"


def test_a_bad_photo_refuses_the_whole_entry(city: City) -> None:
    said = entry("report", text="路灯不亮", category=LAMP, photos=(b"not a photo",))
    assert accept_outbox_entry(actor=city.grid_worker, entry=said).result == "refused"
    assert Order.reached.count() == 0


def test_an_order_outside_the_scope_is_not_there(city: City) -> None:
    order = city.report(category_code=LAMP)
    stranger = city.staff("handler", city.street)
    answer = accept_outbox_entry(actor=stranger, entry=entry("verify_true", order))
    assert answer.result == "refused"
    assert fresh(order).state == "to_verify"


def test_residents_and_the_public_have_no_outbox(city: City) -> None:
    for actor in (PUBLIC, city.resident()):
        with pytest.raises(Denied):
            accept_outbox_entry(actor=actor, entry=entry("report", text="x"))


def test_calls_are_received_arrived_and_fed_back_once(city: City) -> None:
    order = city.report(category_code=LAMP)
    commander = city.staff("commander", city.centre, city.street_area)
    (row,) = call(actor=commander, number=order.number, body_ids=[city.team.id], at=T0)
    worker = city.grid_worker
    steps = (("call_received", {}), ("call_arrived", {}), ("call_feedback", {"feedback": "已围好"}))
    for kind, words in steps:
        said = entry(kind, order, call=str(row.pk), **words)
        assert accept_outbox_entry(actor=worker, entry=said).result == "done"
        assert accept_outbox_entry(actor=worker, entry=said).result == "done"
    row = Call.objects.get(pk=row.pk)
    assert row.received_at == row.arrived_at == row.fed_back_at == T0
    assert [e for e in events(order) if e.startswith("call")] == [
        "call",
        "call_received",
        "call_arrived",
        "call_feedback",
    ]
    assert row.feedback_due > T0 + timedelta(minutes=1)


def test_a_strangers_call_is_not_there(city: City) -> None:
    order = city.report(category_code=LAMP)
    commander = city.staff("commander", city.centre, city.street_area)
    (row,) = call(actor=commander, number=order.number, body_ids=[city.team.id], at=T0)
    said = entry("call_received", order, call=str(row.pk))
    stranger = city.staff("handler", city.street)
    assert accept_outbox_entry(actor=stranger, entry=said).result == "refused"
    assert Call.objects.get(pk=row.pk).received_at is None


@pytest.mark.parametrize("kind", ["report", "settle_new"])
def test_posts_that_take_no_reports_register_none(city: City, kind: str) -> None:
    said = entry(kind, text="路灯不亮", category=LAMP, lon=city.lon, lat=city.lat,
                 photos=(photo("black"), photo("white")))  # fmt: skip
    for role, body in (
        ("handler", city.street),
        ("sysadmin", city.centre),
        ("commander", city.centre),
    ):
        answer = accept_outbox_entry(actor=city.staff(role, body), entry=said)
        assert answer.result == "refused"
        assert "不登记诉求" in answer.message
    assert Order.reached.count() == 0


def beyond(city: City) -> dict[str, tuple[float, float]]:
    """Points in another community, in no grid at all, and where phones are that know nothing."""
    away = next(a for a in areas.leaf_areas() if not a.path.startswith(city.street_area.path))
    assert away.centre_lon is not None
    assert away.centre_lat is not None
    return {"next": (away.centre_lon, away.centre_lat), "abroad": (2.35, 48.85), "zero": (0.0, 0.0)}


@pytest.mark.parametrize("where", ["next", "abroad", "zero"])
@pytest.mark.parametrize("kind", ["report", "settle_new"])
def test_what_is_found_beyond_my_area_is_kept(city: City, where: str, kind: str) -> None:
    lon, lat = beyond(city)[where]
    worker = city.grid_worker
    said = entry(kind, text="路灯不亮", category=LAMP, lon=lon, lat=lat,
                 photos=(photo("black"), photo("white")))  # fmt: skip
    first = accept_outbox_entry(actor=worker, entry=said)
    assert first.result == ("done" if kind == "report" else "noted"), first.message
    assert accept_outbox_entry(actor=worker, entry=said) == first
    order = Order.reached.get()
    assert order.outside == (where != "next")
    if order.outside:
        assert (order.state, order.holder_body_id) == ("submitted", city.centre.id)
    else:
        assert order.state == "to_verify"
        assert order.holder_body_id not in {city.team.id, city.centre.id}
    assert Attachment.reached.filter(order=order).count() == 2
    assert events(order)[-1] == "note"
    # Who found it sees it through; another worker of another team does not see it for that.
    assert Order.objects.visible_to(worker).filter(pk=order.pk).exists()
    assert order.number in [task.number for task in first_handled(worker)]


def test_busy_with_photos_is_said_to_the_phone_as_later(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "WAIT_SECONDS", 0.01)
    said = entry("report", text="路灯不亮", lon=city.lon, lat=city.lat, photos=(photo(),))
    with photos._DECODING, pytest.raises(TooMany):
        accept_outbox_entry(actor=city.grid_worker, entry=said)
    assert Order.reached.count() == 0
