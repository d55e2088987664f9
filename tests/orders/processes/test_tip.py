"""Protected tips (QA-18): written and followed by a code, and nothing says who wrote."""

from __future__ import annotations

import io
import json
import logging
import re
import uuid
import zipfile
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from gongzhi.accounts.models import Resident, User
from gongzhi.kernel.errors import Denied, Invalid, NotFound, TooMany
from gongzhi.orders.models import Attachment, Order, OrderParty, WriterCode
from gongzhi.orders.privacy.secretcode import new_code
from gongzhi.orders.services import write_tip as service
from gongzhi.orders.views.resident import tips as pages
from gongzhi.orgs import selectors as orgs
from tests.orders.field.conftest import photo

from ..conftest import City
from .conftest import fresh, payload_of, step

ADDRESS = "203.0.113.77"
AGENT = "OldPhone/1.0 writer-browser"
PHONE = "19912345678"
TABLES = (
    "orders_%",
    "accounts_%",
    "notify_%",
    "axes_%",
    "procrastinate_%",
    "django_session",
    "registers_%",
)


@pytest.fixture(autouse=True)
def plenty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each test with quotas of its own."""
    for module, name in ((pages, "_WRITTEN"), (pages, "_LOOKED"), (service, "_WRONG")):
        old = getattr(module, name)
        monkeypatch.setattr(module, name, type(old)(old.most))


def writer(city: City, *, logged_in: str = "") -> Client:
    client = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=AGENT)
    if logged_in == "staff":
        client.force_login(User.objects.get(pk=city.grid_worker.user_id))
    elif logged_in:
        session = client.session
        session["resident_id"] = city.resident(PHONE).resident_id
        session.save()
        client.cookies["sessionid"] = session.session_key
    return client


def write(client: Client, **values: Any) -> tuple[Order, str]:
    """Through the page; the order, and its code as the page showed it."""
    page = client.get("/tips/").content.decode()
    hidden = dict(re.findall(r'name="(client_key|code)" value="([^"]+)"', page))
    data = {"text": "某队长收钱放行渣土车", **hidden, **values}
    answer = client.post("/tips/", data)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    done = answer.content.decode()
    number = re.search(r"data-number>([^<]+)<", done)
    code = re.search(r"data-code>([^<]+)<", done)
    assert number
    assert code
    return Order.reached.get(number=number[1]), code[1]


def follow(client: Client, order: Order, code: str, **more: str) -> Any:
    return client.post("/tips/follow/", {"number": order.number, "code": code, **more})


def clerk(city: City) -> Any:
    return city.staff("street_clerk", city.street, city.street_area)


def test_written_asked_answered_and_judged(city: City) -> None:
    client = writer(city)
    order, code = write(client, area=city.street_area.code, photos=picture())
    assert (order.state, order.confined, order.source) == ("tip_new", True, "tip")
    assert order.lead_body_id == order.holder_body_id == city.street.id
    assert (order.reporter_id, order.entered_by_id, order.lon) == (None, None, None)
    street = clerk(city)
    step(order, street, "tip_accept")
    step(order, street, "tip_ask", note="哪一天的事？")
    page = follow(client, order, code).content.decode()
    assert "哪一天的事？" in page
    follow(client, order, code, step="tip_reply", note="上周三晚上")
    assert fresh(order).state == "tip_in_hand"
    assert payload_of(order, "tip_reply")["note"] == "上周三晚上"
    follow(client, order, code, step="tip_add", note="还有一辆白色的车")
    step(order, street, "tip_answer", result="已去现场查看，移交纪检组，当事人停职。")
    page = follow(client, order, code).content.decode()
    assert "当事人停职" in page
    follow(client, order, code, step="tip_judge", tip_verdict="unsolved")
    assert fresh(order).state == "tip_in_hand"
    step(order, street, "tip_answer", result="已去现场查看，又查了一遍，处理决定已公布。")
    follow(client, order, code, step="tip_judge", tip_verdict="solved")
    assert (fresh(order).state, fresh(order).phase) == ("tip_judged", "closed")


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_writer_19912345678.jpg", photo(), "image/jpeg")


def test_a_tip_about_the_street_goes_one_level_higher(city: City) -> None:
    order, _code = write(writer(city), area=city.street_area.code, kept_from=["street"])
    assert order.lead_body_id == city.centre.id
    assert payload_of(order, "report")["kept_from"] == city.street.name
    assert not Order.objects.visible_to(clerk(city)).filter(pk=order.pk).exists()
    officer = city.duty_officer
    step(order, officer, "tip_accept")
    for body in (city.street, city.community):
        with pytest.raises(Invalid) as refused:
            step(order, officer, "tip_pass", body=body.code, reason="归它管")
        assert refused.value.field == "body"
    other = orgs.bodies_of_kind("department")[0]
    step(order, officer, "tip_pass", body=other.code, reason="归它管")
    assert (fresh(order).state, fresh(order).lead_body_id) == ("tip_new", other.id)


def test_nobody_is_left_when_all_are_kept_out(city: City) -> None:
    before = Order.reached.count()
    with pytest.raises(Invalid) as refused:
        service.write_tip(tip(kept_from=["street", "centre"]))
    assert refused.value.field == "kept_from"
    assert Order.reached.count() == before


def tip(**values: Any) -> service.Tip:
    return service.Tip(
        **{"client_key": uuid.uuid4(), "code": new_code(), "text": "乱收费"} | values
    )


def test_the_same_form_again_shows_the_same_tip_and_a_strange_key_nothing(city: City) -> None:
    mine = tip()
    order = service.write_tip(mine)
    assert service.write_tip(mine).pk == order.pk
    assert WriterCode.objects.count() == 1
    with pytest.raises(Denied):
        service.write_tip(tip(client_key=mine.client_key))
    ordinary = city.report()
    with pytest.raises(Denied):
        service.write_tip(tip(client_key=ordinary.client_key))
    assert WriterCode.objects.count() == 1


def test_the_code_is_kept_as_a_slow_hash_and_guessing_is_stopped(city: City) -> None:
    mine = tip()
    order = service.write_tip(mine)
    row = WriterCode.objects.get(order=order)
    plain = mine.code.replace(" ", "")
    assert plain not in row.digest
    assert len(row.digest) == 64
    found, actor = service.writer_of(order.number.lower(), plain)
    assert (found.pk, actor.order_id, actor.resident_id, actor.user_id) == (
        order.pk, order.pk, None, None,
    )  # fmt: skip
    for number in (order.number, city.report().number, "NONE"):
        with pytest.raises(NotFound) as refused:
            service.writer_of(number, new_code())
        assert "密码" in str(refused.value)
    service._WRONG.most = 2
    with pytest.raises(NotFound):
        service.writer_of(order.number, "1234")
    with pytest.raises(TooMany):
        service.writer_of(order.number, new_code())
    assert service.writer_of(order.number, mine.code)[0].pk == order.pk


@pytest.mark.parametrize("logged_in", ["", "resident", "staff"])
def test_nothing_that_a_handler_can_read_ties_it_to_its_writer(
    city: City, logged_in: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Everything that is kept, and every page of a handler, before and after: no session, no
    address, no browser, no account and no phone stands anywhere near the tip.
    """
    caplog.set_level(logging.DEBUG)
    client = writer(city, logged_in=logged_in)
    resident = Resident.reached.get(pk=city.resident(PHONE).resident_id)
    before = everything_kept()
    sessions = sorted(Session.objects.values_list("session_key", "session_data", "expire_date"))
    order, code = write(client, area=city.street_area.code, photos=picture())
    follow(client, order, code, step="tip_add", note="补充一句", photos=picture())
    street = clerk(city)
    step(order, street, "tip_accept")
    # The session of whoever wrote is untouched, to the moment of its last use.
    kept = sorted(Session.objects.values_list("session_key", "session_data", "expire_date"))
    assert kept == sessions
    secrets = [ADDRESS, AGENT, PHONE, code, code.replace(" ", ""), "IMG_writer", "writer-browser"]
    secrets += [key for key, _data, _day in sessions]
    secrets += [cookie.value for cookie in client.cookies.values()]
    new = everything_kept() - before
    assert any(order.number in row for row in new)
    for secret in filter(None, secrets):
        assert not [row for row in new if secret in row], secret
    # By account: no column that names a resident or a user holds one for what the writer did.
    assert fresh(order).reporter_id is None
    assert not Attachment.reached.filter(order=order).exclude(resident=None, user=None).exists()
    assert not order.events.filter(actor_kind="writer").exclude(resident=None, user=None).exists()
    names = [json.loads(row) for row in new if '"resident_id"' in row]
    assert not [row for row in names if row["resident_id"] == resident.pk]
    for text in (*pages_of(street, order), caplog.text):
        for secret in filter(None, [*secrets, resident.phone_sealed]):
            assert secret not in text, secret


def everything_kept() -> set[str]:
    """Every row of every table in question, as JSON."""
    found: set[str] = set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename LIKE ANY (%s) ORDER BY 1",
            [list(TABLES)],
        )
        tables = [row[0] for row in cursor.fetchall()]
        assert {"orders_order", "accounts_accesslog"} <= set(tables)
        for table in tables:
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" AS t')
            found |= {row[0] for row in cursor.fetchall()}
    return found


def pages_of(actor: Any, order: Order) -> list[str]:
    """What a handler reads: the page, lists, searches, the export, messages."""
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    found = []
    for path in (
        f"/desk/orders/{order.number}/", "/desk/", "/desk/?queue=tip_in_hand", "/desk/all/",
        f"/desk/all/?q={order.number}", "/desk/handled/", "/messages/",
    ):  # fmt: skip
        answer = client.get(path, follow=True)
        assert answer.status_code == 200, path
        found.append(answer.content.decode())
    assert order.number in found[0]
    export = client.get("/desk/export/?list=all")
    body = b"".join(export) if export.streaming else export.content
    found.append(text_of_sheet(body))
    return found


def text_of_sheet(body: bytes) -> str:
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        return "".join(book.read(name).decode(errors="replace") for name in book.namelist())


def test_only_bodies_with_a_part_see_it(city: City) -> None:
    order, _code = write(writer(city), area=city.street_area.code)
    parts = set(OrderParty.objects.filter(order=order).values_list("body_id", flat=True))
    assert parts == {city.street.id}
    for actor in (
        city.dispatcher, city.duty_officer, city.grid_worker, city.resident(PHONE),
        city.staff("community_clerk", city.community, city.community_area),
    ):  # fmt: skip
        assert not Order.objects.visible_to(actor).filter(pk=order.pk).exists()
