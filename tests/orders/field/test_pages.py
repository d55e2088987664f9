"""Pages of the field front, and its outbox over HTTP."""

from __future__ import annotations

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.accounts.models import AccessLog
from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Attachment, Order
from gongzhi.orders.selectors.photo_steps import with_photos
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.call_bodies import call
from gongzhi.orders.words.wording import timeline

from ..conftest import T0, City
from .conftest import phone_of, photo, send

LAMP = "10109"
PAGES = ("", "grid/", "orders/", "new/", "first/", "calls/", "me/")


@pytest.mark.parametrize("page", PAGES)
def test_pages_open_for_a_grid_worker(city: City, page: str) -> None:
    city.report(category_code=LAMP)
    answer = phone_of(city.grid_worker).get(f"/field/{page}")
    assert answer.status_code == 200
    assert "style=" not in answer.content.decode()


def test_strangers_are_sent_to_log_in(city: City) -> None:
    assert Client().get("/field/").status_code == 302
    assert Client(HTTP_ACCEPT="application/json").post("/field/outbox").status_code == 401


def test_todays_list_counts_by_the_clock(city: City) -> None:
    order = city.report(category_code=LAMP)
    client = phone_of(city.grid_worker)
    body = client.get("/field/today.json").json()
    assert body["counts"] == {"red": 0, "yellow": 1, "other": 0}
    assert [item["number"] for item in body["items"]] == [order.number]
    assert body["items"][0]["kind"] == "核实"
    text = json.dumps(body)
    assert "1990000" not in text
    with clock.frozen(T0 + timedelta(days=3)):
        client = phone_of(city.grid_worker)  # the session of Tuesday has ended by itself
        page = client.get("/field/?show=overdue").content.decode()
        assert client.get("/field/today.json").json()["counts"]["red"] == 1
        link = f'class="ftask-main" href="/field/orders/{order.number}/"'
        assert link in page
        assert link not in client.get("/field/?show=today").content.decode()


def test_near_by_is_counted_from_a_place_i_choose(city: City) -> None:
    near = city.report(category_code=LAMP)
    client = phone_of(city.grid_worker)
    first = city.report(category_code="10101", lat=(city.lat or 0) + 0.001)
    far = city.report(category_code="10101", lat=(city.lat or 0) + 0.006)
    page = client.get(f"/field/?from={near.number}").content.decode()
    assert first.number in page
    assert far.number not in page


def test_an_order_shows_what_can_be_done_now(city: City) -> None:
    order = city.report(category_code=LAMP)
    worker = city.grid_worker
    attach(actor=worker, number=order.number, kind="report", blobs=[photo()])
    page = phone_of(worker).get(f"/field/orders/{order.number}/").content.decode()
    assert "属实" in page
    assert "没有找到" in page
    assert 'data-kind="check_pass"' not in page
    assert f'name="seq" value="{order.event_seq}"' in page


def test_a_strangers_order_is_not_there(city: City) -> None:
    order = city.report(category_code=LAMP)
    stranger = phone_of(city.staff("handler", city.street))
    assert stranger.get(f"/field/orders/{order.number}/").status_code == 404
    assert stranger.post(f"/field/orders/{order.number}/contact/").status_code == 403


def test_the_phone_number_is_shown_only_when_asked_and_logged(city: City) -> None:
    order = city.report(category_code=LAMP)
    client = phone_of(city.grid_worker)
    url = f"/field/orders/{order.number}/"
    assert "19900000001" not in client.get(url).content.decode()
    answer = client.post(f"{url}contact/", {"purpose": "问清楚地点"})
    assert "19900000001" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert AccessLog.objects.get(kind="contact").purpose == "问清楚地点"


@pytest.mark.parametrize("purpose", ["", "  "])
def test_no_phone_number_without_a_purpose(city: City, purpose: str) -> None:
    order = city.report(category_code=LAMP)
    url = f"/field/orders/{order.number}/contact/"
    answer = phone_of(city.grid_worker).post(url, {"purpose": purpose})
    assert answer.status_code == 422
    assert "请写明查看事由" in answer.json()["message"]
    for role in ("handler", "street_director", "duty_officer"):
        client = phone_of(city.staff(role, city.street, city.street_area))
        assert client.post(url, {"purpose": "问清楚地点"}).status_code in {403, 404}
    assert not AccessLog.objects.exists()


def test_outbox_over_http_gives_the_same_answer_twice(city: City) -> None:
    order = city.report(category_code=LAMP)
    client = phone_of(city.grid_worker)
    key = str(uuid.uuid4())
    first = send(client, "verify_true", order.number, client_key=key, seq=str(order.event_seq))
    assert (first["result"], first["order"]) == ("done", order.number)
    assert send(client, "verify_true", order.number, client_key=key) == first


def test_the_outbox_tells_before_and_after_by_the_files_names(city: City) -> None:
    client = phone_of(city.grid_worker)
    photos = (("after-a.jpg", photo("white")), ("before-b.jpg", photo("black")))
    answer = send(
        client, "report", do="settle_new", text="扫干净了", category=LAMP,
        lon=str(city.lon), lat=str(city.lat), photos=photos,
    )  # fmt: skip
    assert answer["result"] == "done"
    rows = Attachment.reached.order_by("id").values_list("kind", flat=True)
    assert list(rows) == ["report", "after"]


def test_another_persons_record_waits_for_that_person(city: City) -> None:
    client = phone_of(city.grid_worker)
    entry = {"client_key": str(uuid.uuid4()), "kind": "note", "user": "999999"}
    answer = client.post("/field/outbox", {"entry": json.dumps(entry)})
    assert answer.status_code == 401


@pytest.mark.parametrize("entry", ["", "[]", "{}", '{"client_key": "x"}', "[" * 5000, "null"])
def test_what_is_no_entry_is_400(city: City, entry: str) -> None:
    answer = phone_of(city.grid_worker).post("/field/outbox", {"entry": entry})
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_forms_work_without_scripts(city: City) -> None:
    order = city.report(category_code=LAMP)
    client = phone_of(city.grid_worker)
    fields = {
        "client_key": str(uuid.uuid4()),
        "kind": "verify_false",
        "number": order.number,
        "seq": str(order.event_seq),
        "why": "done_already",
    }
    answer = client.post("/field/outbox", fields)
    assert answer.status_code == 302
    assert Order.reached.get().state == "to_rate"
    assert client.post("/field/outbox", fields).status_code == 302
    refused = client.post(
        "/field/outbox", {"kind": "note"}, HTTP_REFERER="http://testserver/field/new/"
    )
    assert refused["Location"] == "http://testserver/field/new/"


def test_a_call_stands_on_top_of_today(city: City) -> None:
    order = city.report(category_code=LAMP)
    commander = city.staff("commander", city.centre, city.street_area)
    call(actor=commander, number=order.number, body_ids=[city.team.id], note="带锥桶", at=T0)
    page = phone_of(city.grid_worker).get("/field/").content.decode()
    assert "收到，马上去" in page
    assert "带锥桶" in page


def test_classes_are_suggested_from_the_words(city: City) -> None:
    page = phone_of(city.grid_worker).get("/field/new/suggest/?text=路灯不亮").content.decode()
    assert re.search(r'value="10109"\s+checked', page)


def test_the_map_shows_my_grids_only(city: City) -> None:
    city.report(category_code=LAMP)
    client = phone_of(city.grid_worker)
    areas = client.get("/field/grid/areas.json").json()
    codes = {f["properties"]["code"] for f in areas["features"]}
    assert codes
    assert all(code.startswith(city.community_area.code) for code in codes)
    assert sum(f["properties"]["value"] for f in areas["features"]) == 1
    assert len(client.get("/field/grid/points.json").json()["points"]) == 1


def test_searching_my_grid(city: City) -> None:
    order = city.report(category_code=LAMP)
    client = phone_of(city.grid_worker)
    assert order.number in client.get("/field/orders/?q=井盖").content.decode()
    assert order.number not in client.get("/field/orders/?q=暖气").content.decode()


def test_a_photo_stands_with_the_step_it_was_taken_at(city: City) -> None:
    """Not among the reporter's pictures, and the page says which event it shows."""
    order, client = city.report(), phone_of(city.grid_worker)
    send(client, "verify_true", order.number, photos=[("photos-1.jpg", photo())])
    page = client.get(f"/field/orders/{order.number}/").content.decode()
    said, record = page.split("流转记录")
    assert "来件照片" not in said
    assert 'alt="核实属实 1"' in record
    shown = re.search(r'data-steps-of="(\w+)" data-seq="(\d+)"', page)
    assert shown is not None
    assert (shown[1], int(shown[2]) > order.event_seq) == (order.number, True)


def test_photos_of_two_steps_in_one_minute_stay_apart(city: City) -> None:
    """By the event that they were taken for, not by who was near in time."""
    order, client = city.report(), phone_of(city.grid_worker)
    for nth, colour in enumerate(("red", "blue"), 1):
        send(client, "note", order.number, note=f"第{nth}次", photos=[("a.jpg", photo(colour))])
    placed, left = with_photos(
        timeline(order, city.grid_worker, "office"),
        list(Attachment.objects.visible_to(SYSTEM).filter(order=order)),
    )
    assert left == []
    assert [(line.text, len(line.photos)) for line in placed[-2:]] == [("第1次", 1), ("第2次", 1)]


def test_a_long_list_comes_by_twenties(city: City) -> None:
    for phone in ("19900000001", "19900000002"):
        for _ in range(12):
            city.report(city.resident(phone))
    client = phone_of(city.grid_worker)
    page = client.get("/field/orders/").content.decode()
    assert (page.count('class="card ftask'), "再看20件，还有4件" in page) == (20, True)
    page = client.get("/field/orders/?n=40").content.decode()
    assert (page.count('class="card ftask'), "再看20件" in page) == (24, False)
