"""The pages of field duties, on the phone and at the desk."""

from __future__ import annotations

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongzhi.accounts.models import User
from gongzhi.fieldwork.models import KeptCorrection, Need, Talk, Visit
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.registers.models import Person

from .conftest import PHONE, Estate


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_the_handbook_names_duties_with_steps_and_buttons(estate: Estate) -> None:
    page = text(browser(estate.worker), "/field/handbook/")
    for name in ("信息采集", "隐患排查", "约谈接访", "社区事务"):
        assert name in page
    for href in ("/field/visits/", "/field/rounds/", "/field/talk/", "/field/new/"):
        assert f'class="btn btn-block" href="{href}"' in page


def test_the_phone_keeps_the_pages_of_duties(estate: Estate) -> None:
    worker = text(Client(), "/field/sw.js")
    for path in ("/field/handbook/", "/field/visits/", "/field/rounds/", "/field/talk/"):
        assert path in worker
    page = text(browser(estate.worker), f"/field/visits/{estate.building.pk}/")
    kept = re.findall(r'href="(/field/visits/home/\d+/)" data-keep-page', page)
    assert kept == [f"/field/visits/home/{one.pk}/" for one in (estate.home, estate.other_home)]


def test_from_the_building_to_the_home(estate: Estate) -> None:
    client = browser(estate.worker)
    assert f"/field/visits/{estate.building.pk}/" in text(client, "/field/visits/")
    found = text(client, "/field/visits/?q=2-302")
    assert f"/field/visits/home/{estate.other_home.pk}/" in found
    estate.age()
    page = text(client, f"/field/visits/home/{estate.home.pk}/")
    assert "周小明" not in page
    assert PHONE not in page
    assert f'name="people-{estate.zhou.pk}-phone"' in page
    assert "号码换了就联系不上" in page
    estate.need()
    assert "楼道灯不亮" in text(client, f"/field/visits/home/{estate.home.pk}/")


def test_without_scripts_a_visit_is_an_ordinary_form(estate: Estate) -> None:
    client = browser(estate.worker)
    path = f"/field/visits/home/{estate.home.pk}/"
    form = {
        "client_key": str(uuid.uuid4()), "kind": "visit", "home": str(estate.home.pk),
        "met": "yes", "row": "", "text": "楼道灯不亮", "next": "/field/visits/", "page": path,
    }  # fmt: skip
    answer = client.post("/field/outbox", form, headers={"referer": f"http://testserver{path}"})
    assert (answer.status_code, answer["Location"]) == (302, "/field/visits/")
    client.post("/field/outbox", form)
    assert Need.reached.count() == 1


def test_rounds_and_their_page(estate: Estate) -> None:
    client = browser(estate.worker)
    page = text(client, "/field/rounds/")
    assert f"/field/rounds/stairs/{estate.grid.code}/" in page
    page = text(client, f"/field/rounds/stairs/{estate.grid.code}/")
    assert "看完了，没有别的问题" in page
    assert re.search(rf'<option value="{estate.building.pk}"\s*>\s*3号楼', page)


@pytest.mark.parametrize(
    "path",
    ["/field/visits/home/{home}/", "/field/visits/{building}/", "/field/rounds/stairs/{grid}/"],
)
def test_another_street_finds_nothing(estate: Estate, path: str) -> None:
    away, clerk_away = estate.elsewhere()
    filled = path.format(home=estate.home.pk, building=estate.building.pk, grid=estate.grid.code)
    for actor in (away, clerk_away):
        assert browser(actor).get(filled).status_code == 404
    assert "燕山大路" not in text(browser(away), "/field/visits/?q=燕山大路").replace(
        'value="燕山大路"', ""
    )


def test_the_desk_merges_orders_and_settles(estate: Estate) -> None:
    first = estate.need("楼道灯不亮", person=str(estate.zhou.pk), agreed="1")
    second, third = estate.need("楼道灯坏了"), estate.need("办居住证要带什么")
    client = browser(estate.clerk)
    page = text(client, "/desk/needs/")
    assert all(need.text in page for need in (first, second, third))
    assert "周××" in page
    assert "周小明" not in page
    client.post("/desk/needs/merge/", {"need": [first.pk, second.pk]})
    assert "楼道灯坏了" in text(client, f"/desk/needs/{first.pk}/")
    answer = client.post(f"/desk/needs/{first.pk}/order/", {"text": "", "category": ""})
    assert answer.status_code == 422
    client.post(f"/desk/needs/{first.pk}/order/", {"text": "楼道灯不亮", "category": "30205"})
    order = Order.reached.get()
    assert order.number in text(client, "/desk/needs/")
    assert client.post(f"/desk/needs/{third.pk}/settle/", {"answer": " "}).status_code == 422
    client.post(f"/desk/needs/{third.pk}/settle/", {"answer": "带身份证"})
    assert set(Need.reached.values_list("state", flat=True)) == {"ordered", "merged", "settled"}
    again = client.post(f"/desk/needs/{third.pk}/settle/", {"answer": "再答"})
    assert again.status_code == 409
    assert "已经" in again.content.decode() or "刚刚" in again.content.decode()


def test_the_resident_reads_that_it_came_from_the_visit(estate: Estate) -> None:
    need = estate.need(person=str(estate.zhou.pk), agreed="1")
    browser(estate.clerk).post(
        f"/desk/needs/{need.pk}/order/", {"text": "楼道灯不亮", "category": "30205"}
    )
    order = Order.reached.get()
    resident = estate.city.resident(PHONE)
    from tests.signing_in import sign_in

    page = text(sign_in(Client(), resident), f"/o/{order.number}/")
    assert "入户走访时您说的" in page


def test_a_kept_correction_is_cleared_at_the_desk(estate: Estate) -> None:
    estate.visit(moved="租客小王上月搬走了")
    client = browser(estate.clerk)
    assert "租客小王上月搬走了" in text(client, "/desk/needs/")
    client.post(f"/desk/needs/corrections/{KeptCorrection.reached.get().pk}/")
    assert "租客小王" not in text(client, "/desk/needs/")


def test_talks_at_the_desk(estate: Estate) -> None:
    client = browser(estate.clerk)
    page = text(client, "/desk/talks/new/")
    key = re.search(r'name="client_key" value="([^"]+)"', page)
    assert key is not None
    form = {"client_key": key[1], "said": "楼上漏水", "name": "赵大妈", "phone": "13900000008"}
    refused = client.post("/desk/talks/new/", {**form, "outcome": "answered"})
    assert refused.status_code == 422
    assert "楼上漏水" in refused.content.decode()
    client.post("/desk/talks/new/", {**form, "outcome": "answered", "answer": "已约物业"})
    talk = Talk.reached.get()
    listed = text(client, "/desk/talks/")
    assert "当场答复" in listed
    assert "赵" not in listed.replace("赵××", "赵")[listed.index("<table") :]
    page = text(client, f"/desk/talks/{talk.pk}/")
    assert "赵××" in page
    assert "赵大妈" not in page
    opened = client.post(f"/desk/talks/{talk.pk}/open/", {"purpose": "回电话"})
    assert "赵大妈" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store, private"


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        text(client, path)
    return len(seen)


def test_lists_cost_the_same_however_long(estate: Estate) -> None:
    worker, clerk = browser(estate.worker), browser(estate.clerk)
    paths = (
        (worker, f"/field/visits/{estate.building.pk}/"), (worker, "/field/visits/"),
        (worker, f"/field/visits/home/{estate.home.pk}/"), (worker, "/field/rounds/"),
        (clerk, "/desk/needs/"), (clerk, "/desk/talks/"),
    )  # fmt: skip
    estate.need("甲", person=str(estate.zhou.pk))
    estate.visit(moved="一")
    before = [queries(client, path) for client, path in paths]
    for number in range(5):
        estate.need(f"第{number}件", person=str(estate.zhou.pk))
        estate.visit(moved="又一")
        Person.reached.filter(pk=estate.wang.pk).update(home=estate.home)
        estate.send("talk", said="甲", outcome="answered", answer="乙")
    assert Visit.reached.count() > 10
    assert [queries(client, path) for client, path in paths] == before
