"""Handing over a report as a plain form: words, photos, place, phone and code."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongzhi.kernel.quota import HourlyQuota
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Attachment, Order
from gongzhi.orders.services import report as report_service

from ..conftest import City
from .conftest import OTHER, PHONE, jpeg, last_code


def fields(city: City, **more: Any) -> dict[str, Any]:
    return {
        "client_key": str(uuid.uuid4()),
        "text": "路灯三天不亮了",
        "category": "10109",
        "lon": city.lon,
        "lat": city.lat,
        "address": "平安路12号",
        "public": "on",
    } | more


def photo(data: bytes, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def orders() -> list[Order]:
    return list(Order.objects.visible_to(SYSTEM))


def test_signed_in_report_leads_to_the_five_lines(
    city: City, sign_in: Callable[..., Client]
) -> None:
    client = sign_in()
    answer = client.post("/report/", fields(city, photos=photo(jpeg())))
    (order,) = orders()
    assert answer["Location"] == f"/o/{order.number}/receipt/"
    page = client.get(answer["Location"]).content.decode()
    assert order.number in page
    assert "正在确认由谁来办" in page
    assert "11月" in page
    assert Attachment.reached.filter(order=order, kind="report").count() == 1


def test_unverified_report_is_kept_until_the_code_comes(city: City) -> None:
    client = Client()
    answer = client.post("/report/", fields(city, phone=PHONE, photos=photo(jpeg())))
    (order,) = orders()
    assert order.state == "draft"
    assert answer["Location"] == f"/report/confirm/{order.number}/"
    page = client.get(answer["Location"]).content.decode()
    assert "199****0001" in page
    assert PHONE not in page
    wrong = client.post(answer["Location"], {"code": "000000"})
    assert wrong.status_code == 422
    done = client.post(answer["Location"], {"code": last_code()})
    assert done["Location"] == f"/o/{order.number}/receipt/"
    assert client.get(done["Location"]).status_code == 200
    assert orders()[0].state == "to_verify"
    assert Attachment.reached.filter(order=order).count() == 1


def test_confirm_page_is_only_for_the_browser_that_reported(city: City) -> None:
    Client().post("/report/", fields(city, phone=PHONE))
    (order,) = orders()
    assert Client().get(f"/report/confirm/{order.number}/").status_code == 404


def test_code_in_the_form_hands_over_at_once(city: City) -> None:
    client = Client()
    assert client.post("/code/", {"phone": PHONE}).json()["ok"] is True
    answer = client.post("/report/", fields(city, phone=PHONE, code=last_code()))
    (order,) = orders()
    assert order.state == "to_verify"
    assert client.get(answer["Location"]).status_code == 200


def test_wrong_code_still_saves_the_report(city: City) -> None:
    client = Client()
    client.post("/code/", {"phone": PHONE})
    answer = client.post("/report/", fields(city, phone=PHONE, code="000000"))
    (order,) = orders()
    assert order.state == "draft"
    assert "验证码" in client.get(answer["Location"]).content.decode()


def test_errors_keep_words_and_photos(city: City) -> None:
    client = Client()
    sent = fields(city, phone="123", photos=photo(jpeg()))
    answer = client.post("/report/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写11位手机号" in page
    assert "路灯三天不亮了" in page
    assert f"/report/photos/{sent['client_key']}/" in page
    assert orders() == []
    again = client.post(
        "/report/", fields(city, client_key=sent["client_key"], phone=PHONE), follow=True
    )
    assert again.status_code == 200
    assert Attachment.reached.filter(order=orders()[0]).count() == 1


def test_a_photo_can_be_taken_out_again(city: City) -> None:
    client = Client()
    sent = fields(city)
    client.post("/report/photos/", {"client_key": sent["client_key"], "photos": photo(jpeg())})
    (one,) = client.post("/report/photos/", {"client_key": sent["client_key"]}).json()["photos"]
    page = client.post("/report/", sent | {"drop": one["sha256"]}).content.decode()
    assert one["sha256"] not in page
    assert client.get(one["thumb_url"]).status_code == 404


def test_upload_twice_is_once_and_says_where_it_was_taken(city: City) -> None:
    client, key = Client(), str(uuid.uuid4())
    for _time in range(2):
        body = {"client_key": key, "photos": photo(jpeg(gps=True))}
        photos = client.post("/report/photos/", body).json()["photos"]
    assert len(photos) == 1
    assert photos[0]["place"] == pytest.approx([124.016667, 45.008333], abs=1e-5)
    thumb = client.get(photos[0]["thumb_url"])
    assert (thumb.status_code, b"Exif" in thumb.content) == (200, False)


@pytest.mark.parametrize("data", [b"not a photo", b"\xff\xd8\xff broken", b"<svg onload=x/>"])
def test_what_is_no_photo_is_refused(city: City, data: bytes) -> None:
    body = {"client_key": str(uuid.uuid4()), "photos": photo(data)}
    answer = Client().post("/report/photos/", body)
    assert answer.status_code == 422
    assert "照片" in answer.json()["message"]
    page = Client().post("/report/", fields(city, phone=PHONE, photos=photo(data)))
    assert (page.status_code, orders()) == (422, [])


def test_seven_photos_are_one_too_many(city: City) -> None:
    colours = ("red", "green", "blue", "black", "white", "grey", "pink")
    body = {"client_key": str(uuid.uuid4()), "photos": [photo(jpeg(c)) for c in colours]}
    answer = Client().post("/report/photos/", body)
    assert answer.status_code == 422
    assert "6" in answer.json()["message"]


def test_a_repeat_gets_the_first_answer(city: City, sign_in: Callable[..., Client]) -> None:
    client, sent = sign_in(), fields(city)
    first = client.post("/report/", sent)
    second = client.post("/report/", sent)
    assert first["Location"] == second["Location"]
    assert len(orders()) == 1


def test_somebody_elses_client_key_tells_nothing(
    city: City, sign_in: Callable[..., Client]
) -> None:
    sent = fields(city)
    sign_in().post("/report/", sent)
    answer = sign_in(OTHER).post("/report/", sent)
    assert answer.status_code == 403
    assert orders()[0].number not in answer.content.decode()


def test_the_island_gets_json(city: City, sign_in: Callable[..., Client]) -> None:
    client = sign_in()
    good = client.post("/report/", fields(city), headers={"Accept": "application/json"})
    assert good.json() == {"location": f"/o/{orders()[0].number}/receipt/"}
    bad = client.post("/report/", fields(city, text=""), headers={"Accept": "application/json"})
    assert (bad.status_code, bad.json()["field"]) == (422, "text")


def test_photos_of_the_island_replace_those_of_its_last_try(
    city: City, sign_in: Callable[..., Client]
) -> None:
    client, json = sign_in(), {"Accept": "application/json"}
    sent = fields(city, lon="", lat="", address="")
    client.post("/report/", sent | {"photos": [photo(jpeg("red"))]}, headers=json)
    assert orders() == []
    more = {"address": "3号楼", "photos": [photo(jpeg("blue"))]}
    client.post("/report/", sent | more, headers=json)
    assert Attachment.reached.filter(order=orders()[0]).count() == 1


def test_a_photo_alone_is_enough(city: City, sign_in: Callable[..., Client]) -> None:
    client = sign_in()
    client.post("/report/", fields(city, text="", photos=photo(jpeg())))
    assert orders()[0].text == "（见照片）"


def test_an_estate_chosen_from_the_list_is_a_place(
    city: City, sign_in: Callable[..., Client]
) -> None:
    place = {"lon": "", "lat": "", "address": "", "area": city.grid.code}
    sign_in().post("/report/", fields(city, **place))
    (order,) = orders()
    assert order.area_then_id == city.grid.id
    assert city.grid.name in order.place


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lon": "", "lat": "", "address": ""}, "请告诉我们在哪里"),
        ({"lon": "nan"}, "数"),
        ({"lon": 999}, "位置不对"),
        ({"category": "999999"}, "没有这个类别"),
        ({"text": "字" * 2001}, "2000"),
        ({"text": "", "category": ""}, "请写一句话"),
    ],
)
def test_bad_fields_are_said(
    city: City, sign_in: Callable[..., Client], change: dict[str, Any], sentence: str
) -> None:
    answer = sign_in().post("/report/", fields(city, **change))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert orders() == []


def test_scripts_are_shown_as_text(city: City, sign_in: Callable[..., Client]) -> None:
    client = sign_in()
    text = "<script>alert(1)</script>"
    client.post("/report/", fields(city, text=text))
    page = client.get(f"/o/{orders()[0].number}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_too_many_reports_from_one_phone_are_said(
    city: City, sign_in: Callable[..., Client]
) -> None:
    client = sign_in()
    for _number in range(20):
        client.post("/report/", fields(city))
    answer = client.post("/report/", fields(city))
    assert answer.status_code == 409
    assert "20件" in answer.content.decode()
    assert len(orders()) == 20


def test_emergencies_are_told_the_number_first(city: City, sign_in: Callable[..., Client]) -> None:
    client = sign_in()
    assert "119" in client.get("/report/").content.decode()
    client.post("/report/", fields(city, category="10101"))
    page = client.get(f"/o/{orders()[0].number}/receipt/").content.decode()
    assert "先打 120" in page


def test_what_a_stranger_typed_is_not_among_the_phone_owners_reports(
    city: City, sign_in: Callable[..., Client]
) -> None:
    stranger, owner = Client(), sign_in()
    stranger.post("/report/", fields(city, phone=PHONE, text="陌生人写的"))
    (order,) = orders()
    for page in ("/", "/mine/"):
        assert order.number not in owner.get(page).content.decode()
    for page in ("", "receipt/", "supplement/", "withdraw/"):
        assert owner.get(f"/o/{order.number}/{page}").status_code == 404
    assert stranger.get(f"/report/confirm/{order.number}/").status_code == 200


def test_unverified_reports_are_counted_by_address(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_service, "_UNVERIFIED", HourlyQuota(1))
    assert Client().post("/report/", fields(city, phone=PHONE)).status_code == 302
    answer = Client().post("/report/", fields(city, phone=OTHER))
    assert answer.status_code == 429
    assert "请先验证手机号再交" in answer.content.decode()
