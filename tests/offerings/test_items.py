"""The catalogue: found by words and initials, available in a grid, ordered with one button."""

from __future__ import annotations

import shutil
import uuid
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC
from gongzhi.offerings import catalogue
from gongzhi.offerings.catalogue import Item, item_by_code, provider_at, search
from gongzhi.offerings.models import ClosedDay, ItemOrder
from gongzhi.offerings.services.order_item import order_item, order_item_at_desk
from gongzhi.orders.models import Order
from gongzhi.orders.services.opening import Opening
from gongzhi.orders.services.report import Draft
from gongzhi.profiles.services.check_profile import read_profile
from gongzhi.profiles.source import profile_path
from gongzhi.web.words import date_text
from tests.acceptance.cities import city as city_of
from tests.orders.conftest import T0, City, city, qianan
from tests.orders.processes.conftest import payload_of
from tests.orders.processes.residents import clerk
from tests.signing_in import browser_of

__all__ = ["city", "qianan"]


@pytest.fixture(autouse=True)
def _fresh(city: City) -> None:
    catalogue.forget()


def item(code: str) -> Item:
    found = item_by_code(code)
    assert found is not None
    return found


def draft(city: City, **values: Any) -> Draft:
    return Draft(**{
        "client_key": uuid.uuid4(), "text": "老人走不动，想请人来", "area_code": city.grid.code,
    } | values)  # fmt: skip


def test_words_initials_other_names_and_text_find_it(city: City) -> None:
    for asked, name in (
        ("老人理发", "老人理发"), ("lrlf", "老人理发"), ("剪头", "老人理发"),
        ("暂住证", "居住证申领（暂住证）"), ("haircut for", "老人理发"), ("低保", "最低生活保障申请"),
    ):  # fmt: skip
        assert search(asked)[0].name == name, asked
    assert "代取药品" in [one.name for one in search("处方")]  # stands among its papers
    assert search("没有这样的服务啊") == []
    # Its English name has these letters only across two words ("meal for").
    assert all("A festive meal for" not in one.name_en for one in search("lf"))
    assert {one.kind for one in search("", kind="shared")} == {"shared"}


def test_searching_asks_the_database_nothing(
    city: City, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    search("", area=city.grid)
    with django_assert_num_queries(0):
        for asked in ("养老", "yl", "医保", "居住证", "a", "扫", "身份证 照片", "xyz"):
            search(asked, area=city.grid)


def test_available_where_somebody_provides_it(city: City) -> None:
    one = item("D03")
    provider = provider_at(one, city.grid)
    assert provider is not None
    assert provider.kind == one.provider
    elsewhere = next(
        a for a in areas.current_areas() if a.level == 1 and a.id != city.street_area.id
    )
    limited = Item(**{**one.__dict__, "areas": (elsewhere.code,)})
    assert provider_at(limited, city.grid) is None
    assert provider_at(limited, elsewhere) == provider_at(one, elsewhere)
    with pytest.raises(Invalid) as refused:
        order_item(actor=city.resident(), item=limited, draft=draft(city), at=T0)
    assert refused.value.field == "area"
    assert not Order.reached.exists()


def test_what_is_closed_today_is_not_there_today(city: City) -> None:
    one, today = item("D03"), clock.today()
    body = provider_at(one, city.grid)
    assert body is not None

    def here(day: date) -> set[str]:
        return {found.code for found in search("", area=city.grid, day=day)}

    before = here(today)
    assert one.code in before
    ClosedDay.objects.create(body_id=body.id, code=one.code, day=today, made_at=clock.now())
    assert here(today) == before - {one.code}
    assert here(today + timedelta(days=1)) == before
    person = browser_of(city.resident())
    person.post("/here/", {"area": city.grid.code})
    page = person.get(f"/services/items/{one.code}/").content.decode()
    assert f"今天没有，下次{date_text(today + timedelta(days=1))}" in page


def test_ordering_keeps_the_item_once(city: City) -> None:
    key = uuid.uuid4()
    me = city.resident()
    first = order_item(actor=me, item=item("D03"), draft=draft(city, client_key=key), at=T0)
    again = order_item(actor=me, item=item("D03"), draft=draft(city, client_key=key), at=T0)
    assert (again.number, again.repeated) == (first.number, True)
    order = Order.reached.get()
    kept = payload_of(order, "report")
    assert (kept["listed_item"], kept["service"]) == ("D03 老人理发", "haircut")
    assert ItemOrder.objects.get(order=order).code == "D03"
    with pytest.raises(Conflict):
        order_item(actor=me, item=item("G01"), draft=draft(city), at=T0)
    assert Order.reached.count() == 1


def test_any_clerk_takes_any_item_and_strangers_none(city: City) -> None:
    opening = Opening(
        process="", client_key=uuid.uuid4(), text="替老人办低保", phone="19900000007",
        source="window", area_code=city.grid.code,
    )  # fmt: skip
    order = order_item_at_desk(actor=clerk(city), item=item("Y25"), opening=opening, at=T0)
    assert payload_of(order, "report")["listed_item"] == "Y25 最低生活保障申请"
    assert order.lead_body_id == city.community.id  # routed behind the window
    for actor in (PUBLIC, city.acceptor):
        with pytest.raises((Denied, NotFound)):
            order_item_at_desk(actor=actor, item=item("Y25"), opening=opening, at=T0)
    assert Order.reached.count() == ItemOrder.objects.count() == 1


def test_the_pages(city: City) -> None:
    page = Client().get("/services/").content.decode()
    assert "服务事项目录" in page
    assert "老人理发" in Client().get("/services/items/?q=lrlf").content.decode()
    assert Client().get("/services/items/?q=%00&kind=no").status_code == 200
    assert "点这项服务" in Client().get("/services/items/D03/").content.decode()
    assert "到点就能用" in Client().get("/services/items/G01/").content.decode()
    assert Client().get("/services/items/G01/order/").status_code == 404
    assert Client().get("/services/items/none/").status_code == 404
    form = Client().get("/services/items/D03/order/").content.decode()
    assert 'name="service"' not in form
    assert 'name="listed_item"' not in form
    sent = Client().post(
        "/services/items/D03/order/",
        {"text": "请来理发", "area": city.grid.code, "phone": "19900000009"},
    )
    assert sent.status_code == 302
    browser = browser_of(clerk(city))
    words = {"client_key": uuid.uuid4(), "text": "理发", "source": "window",
             "phone": "19900000008", "area": ""}  # fmt: skip
    assert browser.post("/desk/items/D03/", words | {"text": ""}).status_code == 422
    assert browser.post("/desk/items/D03/", words).status_code == 302
    desk = browser.get("/desk/items/?q=lrlf").content.decode()
    assert "点了 1 件" in desk  # the draft that owes its code is not counted
    assert ItemOrder.objects.count() == 2


def test_mistakes_of_a_catalogue_are_told_with_their_line(tmp_path: Path) -> None:
    folder = tmp_path / "qianan"
    shutil.copytree(profile_path("qianan"), folder)
    shutil.copytree(profile_path("qianan").parent / "_standard", tmp_path / "_standard")
    head = "code,kind,class,name,name_en,channel,provider,process,preset,areas\n"
    (folder / "offerings" / "items.csv").write_text(
        head
        + "Z01,order,nothing,洗头,Hair wash,errand,community,service_order,service=haircut,\n"
        + "Z02,order,care,洗头,Hair wash,errand,nobody,service_order,service=haircut,\n"
        + "Z03,order,care,洗头,Hair wash,errand,community,matters,,\n"
        + "Z04,order,care,洗头,Hair wash,errand,community,service_order,service=song,\n"
        + "Z05,order,care,洗头,Hair wash,errand,community,wish,,\n"
        + "Z06,order,care,洗头,Hair wash,errand,community,,,000\n"
        + "Z07,song,care,洗头,Hair wash,errand,community,,,\n",
        encoding="utf-8",
    )
    found = {
        (one.line, one.field)
        for one in read_profile(folder).problems.sorted()
        if one.file.endswith("items.csv")
    }
    assert found == {
        (2, "class"), (3, "provider"), (4, "process"), (5, "preset"), (6, "process"), (7, "areas"),
        (8, "kind"),
    }  # fmt: skip


@pytest.mark.parametrize("key", ["qianan", "jinan", "mile", "xiangyun", "qianjiang"])
def test_every_word_of_a_catalogue_has_its_english(key: str) -> None:
    documents: Any = city_of(key).documents
    words = documents["offerings/lists"]["words"]
    for row in documents["offerings/items"]:
        said = [*row["materials"].split("、"), *row["steps"].split("；")]
        for one in {*said, row["standard"], row["basis"]} - {""}:
            assert one in words, (row["code"], one)


def test_english_pages_read_materials_and_steps_in_english(city: City) -> None:
    with translation.override("en"):
        one = item("Y01")
        assert one.materials_said == "ID card"
        assert one.steps_said[0] == "told at the window, once"
    assert item("Y01").materials_said == "身份证"
