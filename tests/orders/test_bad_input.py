"""What must not get in, or must not do harm: refused with a sentence, and nothing half-written."""

from __future__ import annotations

import io
import json
import struct
import uuid
import zlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from gongzhi.accounts import actor as accounts_actor
from gongzhi.accounts.models import User
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound, TooMany
from gongzhi.kernel.quota import HourlyQuota
from gongzhi.kernel.scope import PUBLIC, Actor
from gongzhi.orders.models import Attachment, Order, OrderEvent, Support
from gongzhi.orders.photos import draftphotos
from gongzhi.orders.services import attach as attach_service
from gongzhi.orders.services import report as report_service
from gongzhi.orders.services.act import act
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.open_contact import open_contact
from gongzhi.orders.services.report import Draft, report
from gongzhi.orders.services.support import support
from gongzhi.orders.settings import order_settings
from gongzhi.orgs import selectors as orgs
from tests.signing_in import browser_of

from .conftest import T0, City

SCRIPT = "<script>alert('x')</script>"
NO_ORDER = "QA000000000000"


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.MEDIA_ROOT = tmp_path
    accounts_actor.forget()
    with clock.frozen(T0):
        yield


def program(actor: Actor) -> Callable[..., Any]:
    """A POST of JSON with the key of a member of staff."""
    token = issue_api_key(user=User.objects.get(pk=actor.user_id), name="热线").token
    client = Client(HTTP_AUTHORIZATION=f"Bearer {token}")

    def send(path: str, body: Any, *, raw: bool = False) -> Any:
        text = body if raw else json.dumps(body)
        return client.post(f"/api/v1/{path}", text, content_type="application/json")

    return send


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((200, 150), 90).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 4096))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


# --- photos --------------------------------------------------------------------------------

BAD_PHOTOS = {
    "text": b"hello, this is no photo" * 50,
    "empty": b"",
    "script": SCRIPT.encode(),
    "pdf": b"%PDF-1.7\n" + b"0" * 500,
    "truncated": b"",  # filled in by the test: a real photo cut in half
    "bomb": b"",
}


@pytest.mark.parametrize("kind", sorted(BAD_PHOTOS))
def test_what_is_no_photo_leaves_nothing(city: City, kind: str, tmp_path: Any) -> None:
    made = {"truncated": jpeg()[: len(jpeg()) // 2], "bomb": bomb()}
    data = made.get(kind, BAD_PHOTOS[kind])
    order = city.report(me := city.resident())
    with pytest.raises(Invalid) as error:
        attach(actor=me, number=order.number, kind="report", blobs=[jpeg(), data])
    assert error.value.field == "photos"
    assert Attachment.reached.count() == 0
    assert not list(tmp_path.rglob("*.jpg"))


def test_what_is_no_photo_is_said_on_the_page(city: City) -> None:
    file = SimpleUploadedFile("a.jpg", b"no photo", "image/jpeg")
    answer = Client().post("/report/photos/", {"client_key": str(uuid.uuid4()), "photos": file})
    assert answer.status_code == 422
    assert "不是可以打开的照片" in answer.json()["message"]


def never(_data: bytes) -> Any:
    raise AssertionError("decoded")


def test_too_many_photos_are_counted_before_any_is_decoded(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (draftphotos, attach_service):
        monkeypatch.setattr(module, "clean_photo", never)
    most = order_settings().photos_max
    blobs = [jpeg() for _number in range(most + 1)]
    files = [SimpleUploadedFile(f"{n}.jpg", blob) for n, blob in enumerate(blobs)]
    answer = Client().post("/report/photos/", {"client_key": str(uuid.uuid4()), "photos": files})
    assert answer.status_code == 422
    assert f"照片最多{most}张" in answer.json()["message"]
    order = city.report(me := city.resident())
    with pytest.raises(Invalid, match="照片最多"):
        attach(actor=me, number=order.number, kind="report", blobs=blobs)


def test_an_unknown_address_brings_only_so_many_photos_an_hour(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draftphotos, "_UPLOADS", HourlyQuota(2))

    def upload(client: Client) -> int:
        file = SimpleUploadedFile("a.jpg", jpeg(), "image/jpeg")
        key = str(uuid.uuid4())
        return client.post("/report/photos/", {"client_key": key, "photos": file}).status_code

    stranger, other = Client(), Client(REMOTE_ADDR="203.0.113.5")
    assert [upload(stranger) for _time in range(3)] == [200, 200, 429]
    assert upload(other) == 200
    assert [upload(browser_of(city.resident())) for _time in range(3)] == [200, 200, 200]


def test_fifty_megabytes_are_refused_before_they_are_read(city: City) -> None:
    class Unread(io.BytesIO):
        def read(self, *_size: Any) -> bytes:
            raise AssertionError("the body must not be read")

    size = str(50 * 1000 * 1000)
    for path in ("/report/photos/", "/report/", "/field/outbox", "/api/v1/orders"):
        answer = Client().request(
            REQUEST_METHOD="POST", PATH_INFO=path, CONTENT_LENGTH=size,
            CONTENT_TYPE="multipart/form-data; boundary=x", **{"wsgi.input": Unread()},
        )  # fmt: skip
        assert answer.status_code == 413, path
        program = path.startswith("/api/")
        said = answer.json()["message"] if program else answer.content.decode()
        assert "一次最多上传40MB" in said


def test_a_request_with_a_length_that_is_none(city: City) -> None:
    answer = Client().request(
        REQUEST_METHOD="POST", PATH_INFO="/report/photos/", CONTENT_LENGTH="many",
        CONTENT_TYPE="multipart/form-data; boundary=x", **{"wsgi.input": io.BytesIO(b"")},
    )  # fmt: skip
    assert answer.status_code == 413


# --- places --------------------------------------------------------------------------------


def test_a_place_outside_the_city_is_kept_for_the_county(city: City) -> None:
    order = city.report(lon=116.4, lat=39.9, category_code="10109")
    assert order.outside
    assert (order.state, order.holder_body_id) == ("submitted", city.centre.id)


NO_PLACES = [
    (float("nan"), 45.0), (124.0, float("nan")), (float("inf"), 45.0), (124.0, float("-inf")),
    (181.0, 45.0), (124.0, 90.01), (124.0, None), (None, 45.0),
]  # fmt: skip


@pytest.mark.parametrize(("lon", "lat"), NO_PLACES)
def test_coordinates_that_are_none(city: City, lon: float | None, lat: float | None) -> None:
    with pytest.raises(Invalid) as error:
        city.report(lon=lon, lat=lat)
    assert error.value.field == "place"
    assert Order.reached.count() == 0


def test_nan_in_a_form_and_in_json(city: City) -> None:
    form = {"client_key": str(uuid.uuid4()), "text": "路灯不亮", "phone": "19900000001",
            "category": "10109", "lon": "nan", "lat": "nan"}  # fmt: skip
    assert Client().post("/report/", form).status_code == 422
    send = program(city.dispatcher)
    text = f'{{"client_key": "{uuid.uuid4()}", "text": "灯", "lon": NaN, "lat": NaN}}'
    assert send("orders", text, raw=True).status_code in {400, 422}
    assert Order.reached.count() == 0
    for path in ("near", "locate"):
        answer = Client().get(f"/report/{path}.json", {"lon": "nan", "lat": "inf"})
        assert answer.status_code in {200, 422}


# --- words ---------------------------------------------------------------------------------


def test_text_that_is_missing_too_long_or_unreadable(city: City) -> None:
    for text in ("", "   ", "字" * 2001, "灯\x00坏了"):
        with pytest.raises(Invalid) as error:
            city.report(text=text)
        assert error.value.field == "text"
    assert Order.reached.count() == 0


def test_nul_and_half_characters_never_break_a_page(city: City) -> None:
    """422 or 404 with a sentence, never 500; and nothing is written."""
    order = city.report()
    before = OrderEvent.reached.count()
    desk, send = browser_of(city.dispatcher), program(city.dispatcher)
    answers = [
        desk.get("/desk/orders/%00/"),
        desk.get("/desk/all/", {"q": "灯\x00"}),
        desk.get("/desk/", {"q": "灯\x00"}),
        desk.get("/field/orders/", {"q": "\x00"}),
        desk.get("/public/", {"area": "\x00"}),
        desk.post("/desk/new/caller/", {"phone": "1990000\x000001"}),
        send(f"orders/{order.number}/actions/note", {"payload": {"note": "a\x00b"}}),
        send(f"orders/{order.number}/actions/note", {"payload": {"note": "a\ud800b"}}),
        send(f"orders/{order.number}/actions/note", {"payload": {"note": "字" * 5000}}),
        send("orders", {"client_key": str(uuid.uuid4()), "text": "a\x00"}),
        send("orders", {"client_key": str(uuid.uuid4()), "text": "a\ud800"}),
        send("orders", {"client_key": str(uuid.uuid4()), "text": "灯", "category": "\x00"}),
        Client().get("/report/places.json", {"q": "\x00"}),
    ]
    assert [answer.status_code for answer in answers if answer.status_code >= 500] == []
    assert Order.reached.count() == 1
    assert OrderEvent.reached.count() == before


def test_numbers_beyond_all_bounds(city: City) -> None:
    desk = browser_of(city.dispatcher)
    huge = "9" * 30
    for path in (f"/media/photo/{huge}/full/", f"/desk/views/{huge}/", f"/public/?page={huge}",
                 "/messages/?page=²", "/mine/?page=-1"):  # fmt: skip
        assert desk.get(path).status_code < 500, path
    for body in ({"message": huge}, {"message": "²"}):
        assert desk.post("/messages/read/", body).status_code < 500


def test_scripts_are_words_on_every_page(city: City) -> None:
    me = city.resident()
    order = city.report(me, text=SCRIPT, place=SCRIPT, public=True)
    worker = city.grid_worker
    act(actor=worker, number=order.number, action="note", payload={"note": SCRIPT})
    act(actor=worker, number=order.number, action="verify_true", payload={"note": SCRIPT})
    handler = city.handler(order := Order.reached.get(pk=order.pk))
    act(actor=handler, number=order.number, action="return", payload={"reason": SCRIPT})
    n = order.number
    pages = {
        me: [f"/o/{n}/", f"/o/{n}/receipt/", "/mine/", "/", f"/o/{n}/supplement/"],
        worker: ["/field/", "/field/orders/", f"/field/orders/{n}/", "/field/today.json",
                 "/field/grid/points.json"],
        city.dispatcher: ["/desk/", f"/desk/orders/{n}/", "/desk/all/"],
        city.director: ["/desk/director/", "/command/", f"/command/orders/{n}/",
                        "/command/state.json"],
    }  # fmt: skip
    shown = 0
    for actor, paths in pages.items():
        client = browser_of(actor)
        for path in paths:
            answer = client.get(path)
            assert answer.status_code == 200, path
            text = answer.content.decode()
            if answer["Content-Type"].startswith("text/html"):
                assert "<script>alert" not in text, path
                shown += "&lt;script&gt;" in text
            else:
                assert answer["X-Content-Type-Options"] == "nosniff"
    for path in (f"/public/{n}/", "/public/"):
        assert "<script>alert" not in Client().get(path).content.decode()
    assert shown >= 4
    assert "script-src 'self'" in Client().get("/")["Content-Security-Policy"]


# --- forged changes ------------------------------------------------------------------------


def test_forged_actions(city: City) -> None:
    order = city.report()
    before = OrderEvent.reached.count()
    send = program(city.dispatcher)
    tries = {
        "fly": 422,  # no such action
        "sign": 409,  # of another state
        "finish": 409,
        "close_silent": 409,
        "confirm": 409,
        "verify_true": 403,  # of another post
        "withdraw": 403,  # the reporter's own
        "rate_solved": 409,
        "state": 422,
    }
    for action, status in tries.items():
        payload = {"reason": "x", "result": "x", "note": "x"}
        answer = send(f"orders/{order.number}/actions/{action}", {"payload": payload})
        assert answer.status_code == status, action
        assert answer.json()["message"]
    for extra in ({"lead": "CG"}, {"outbox": {"result": "done"}}, {"note": {"a": 1}},
                  {"bodies": [{"a": 1}]}, {"due": "2030-01-01"}):  # fmt: skip
        answer = send(f"orders/{order.number}/actions/note", {"payload": {"note": "x", **extra}})
        assert answer.status_code == 422, extra
    assert OrderEvent.reached.count() == before
    assert Order.reached.get(pk=order.pk).state == order.state


def test_a_body_that_is_no_json_or_of_another_kind(city: City) -> None:
    order, send = city.report(), program(city.dispatcher)
    for body in ("{", "[]", "null", '{"payload": "x"}', '{"client_key": "x"}'):
        answer = send(f"orders/{order.number}/actions/note", body, raw=True)
        assert answer.status_code in {400, 422}, body
    desk = browser_of(city.grid_worker)
    for entry in ("", "{", "[]", "1", '{"client_key": "x"}', "[" * 100_000):
        assert desk.post("/field/outbox", {"entry": entry}).status_code == 400


def test_the_same_key_twice_does_it_once(city: City) -> None:
    order, send, key = city.report(), program(city.dispatcher), str(uuid.uuid4())
    path, body = f"orders/{order.number}/actions/note", {"payload": {"note": "x"}}
    for _try in range(2):
        assert send(path, {**body, "client_key": key}).status_code == 200
    assert OrderEvent.reached.filter(order=order, action="note").count() == 1
    other = city.report(text="另一件")
    answer = send(f"orders/{other.number}/actions/note", {**body, "client_key": key})
    assert answer.status_code == 403
    assert OrderEvent.reached.filter(order=other, action="note").count() == 0


def test_the_key_of_somebody_elses_report_tells_nothing(city: City) -> None:
    key = uuid.uuid4()
    first = city.report(client_key=key)
    draft = Draft(client_key=key, text="路灯不亮", lon=city.lon, lat=city.lat)
    for other in (city.resident("19900000002"), city.dispatcher):
        with pytest.raises(Denied) as error:
            report(actor=other, draft=draft, at=T0)
        assert first.number not in str(error.value)
    assert Order.reached.count() == 1


# --- numbers of others ---------------------------------------------------------------------


def test_a_strangers_number_answers_like_none(city: City) -> None:
    order = city.report()
    stranger = city.resident("19900000002")
    for client in (browser_of(stranger), Client()):
        for path in ("/o/{}/", "/o/{}/receipt/", "/o/{}/rate/", "/o/{}/support/", "/public/{}/"):
            real, none = (client.get(path.format(n)) for n in (order.number, NO_ORDER))
            assert real.status_code == none.status_code, path
            assert _same(real, order.number) == _same(none, NO_ORDER), path
    with pytest.raises(NotFound):
        act(actor=stranger, number=order.number, action="nudge")


def _same(answer: Any, number: str) -> str:
    text = f"{answer.content.decode()}\n{answer.get('Location', '')}".replace(number, "N")
    return "\n".join(line for line in text.splitlines() if "csrf" not in line)


def test_nobody_follows_by_guessing_numbers(city: City) -> None:
    order = city.report()
    client = browser_of(city.resident("19900000002"))
    body = {"client_key": str(uuid.uuid4()), "supports": order.number}
    assert client.post("/report/", body).status_code == 404
    assert client.post(f"/o/{order.number}/support/").status_code == 404
    assert Support.objects.count() == 0


def test_a_follower_does_not_see_what_the_reporter_photographed(city: City) -> None:
    me, fan = city.resident(), city.resident("19900000002")
    order = city.report(me, public=True)
    worker = city.grid_worker
    [mine] = attach(actor=me, number=order.number, kind="report", blobs=[jpeg()])
    [done] = attach(actor=worker, number=order.number, kind="after", blobs=[jpeg()])
    support(actor=fan, number=order.number)
    statuses = {
        name: [
            browser_of(actor).get(f"/media/photo/{p.pk}/full/").status_code for p in (mine, done)
        ]
        for name, actor in (("me", me), ("fan", fan), ("worker", worker))
    }
    statuses["public"] = [
        Client().get(f"/media/photo/{p.pk}/full/").status_code for p in (mine, done)
    ]
    assert statuses == {
        "me": [200, 200], "fan": [404, 200], "worker": [200, 200], "public": [404, 404],
    }  # fmt: skip


def test_a_hidden_name_stays_hidden_from_those_who_handle(city: City) -> None:
    order = city.report(hide_name=True)
    act(actor=city.grid_worker, number=order.number, action="verify_true")
    order = Order.reached.get(pk=order.pk)
    co = order.parties.filter(role="co").first()
    bodies = [order.lead_body_id] + ([co.body_id] if co else [])
    actors = [city.staff("handler", orgs.body_by_id(body_id)) for body_id in bodies]  # type: ignore[arg-type]
    for actor in (*actors, city.grid_worker, city.director):
        with pytest.raises(Denied):
            open_contact(actor=actor, number=order.number, purpose="核实")
    assert open_contact(actor=city.duty_officer, number=order.number, purpose="核实").phone


# --- too many ------------------------------------------------------------------------------


def test_too_many_reports_from_one_phone(city: City) -> None:
    most = order_settings().per_phone_daily
    for _number in range(most):
        city.report()
    with pytest.raises(Conflict) as error:
        city.report()
    assert f"一天最多反映{most}件" in str(error.value)
    assert Order.reached.count() == most
    city.report(city.resident("19900000002"))


def test_strangers_cannot_use_up_somebodys_reports(city: City) -> None:
    """Reports typed under this phone that nobody confirmed count against their source alone."""
    phone, most = "19900000001", order_settings().per_phone_daily
    for _number in range(most + 1):
        city.report(PUBLIC, phone=phone, sent_from="198.51.100.7")
    assert city.report(PUBLIC, phone=phone, sent_from="203.0.113.9").state == "draft"
    assert city.report(city.resident(phone)).state != "draft"


def test_one_address_does_not_fill_the_desk_with_unverified_reports(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_service, "_UNVERIFIED", HourlyQuota(3))
    key, there = uuid.uuid4(), "198.51.100.7"
    for number in range(2):
        city.report(PUBLIC, phone=f"1990000000{number}", sent_from=there)
    draft = Draft(client_key=key, text="路灯不亮", phone="19900000003", sent_from=there)
    first = report(actor=PUBLIC, draft=draft, at=T0)
    with pytest.raises(TooMany):
        city.report(PUBLIC, phone="19900000004", sent_from=there)
    again = report(actor=PUBLIC, draft=draft, at=T0)
    assert (again.number, again.repeated) == (first.number, True)  # a repeat is no second report
    assert city.report(PUBLIC, phone="19900000004", sent_from="203.0.113.9").state == "draft"
    city.report(PUBLIC, phone="19900000004", sent_from=there, at=T0 + timedelta(hours=1))
