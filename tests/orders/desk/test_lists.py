"""Lists beside the worklists, saved views, and the export."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from urllib.parse import unquote_plus

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from gongzhi.accounts.models import AccessLog
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import SavedView
from gongzhi.orders.selectors.desk.filters import Filters
from gongzhi.orders.services.export_orders import export_orders
from gongzhi.orders.services.save_view import MOST, drop_view, save_view
from gongzhi.orgs import selectors as orgs

from ..conftest import City
from .conftest import fresh, in_hand, to_dispatch, undecided, verified

Browser = Callable[[Actor], Client]


def cells(data: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()


def test_everything_in_my_scope(city: City, browser: Browser) -> None:
    orders = [city.report(), verified(city), undecided(city)]
    html = browser(city.dispatcher).get("/desk/all/").content.decode()
    assert all(order.number in html for order in orders)
    assert "共 3 件" in html
    html = browser(city.dispatcher).get("/desk/all/?state=returned").content.decode()
    assert "共 1 件" in html


def test_handled_and_first_taken(city: City, browser: Browser) -> None:
    mine, other = in_hand(city), verified(city)
    handler = Actor(
        "staff",
        user_id=fresh(mine).handler_id,
        postings=city.handler(mine).postings,
    )
    html = browser(handler).get("/desk/handled/").content.decode()
    assert mine.number in html
    assert other.number not in html
    worker = Actor("staff", user_id=fresh(mine).first_handler_id)
    assert mine.number in browser(worker).get("/desk/mine/").content.decode()


def test_filters_that_cannot_be_read_are_left_out(city: City, browser: Browser) -> None:
    to_dispatch(city)
    client = browser(city.dispatcher)
    query = (
        "lamp=purple&phase=x&since=yesterday&older=-1&finished=9999999999&after=junk&area=' OR 1"
    )
    assert client.get(f"/desk/all/?{query}").status_code == 200
    assert Filters.parse({"lamp": "purple", "since": "2026-02-30"}) == Filters()


def test_a_filter_without_a_select_is_shown_and_can_be_dropped(
    city: City, browser: Browser
) -> None:
    verified(city)
    html = browser(city.dispatcher).get("/desk/all/?holder=CG&reworked=1").content.decode()
    assert "在城管局手里" in html
    assert "返工过" in html


def test_saved_views(city: City, browser: Browser) -> None:
    actor = city.dispatcher
    client = browser(actor)
    client.post("/desk/views/", {"name": "超时的", "query": "tab=returned&lamp=red"})
    view = SavedView.objects.get(user_id=actor.user_id)
    assert client.get(f"/desk/views/{view.pk}/")["Location"] == "/desk/?tab=returned&lamp=red"
    assert "超时的" in client.get("/desk/").content.decode()
    with pytest.raises(NotFound):
        drop_view(actor=city.acceptor, view_id=view.pk)
    client.post(f"/desk/views/{view.pk}/forget/")
    assert not SavedView.objects.exists()


def test_views_have_names_and_a_limit(city: City) -> None:
    actor = city.dispatcher
    with pytest.raises(Invalid):
        save_view(actor=actor, name=" ", query="tab=returned")
    for n in range(MOST):
        save_view(actor=actor, name=f"视图{n}", query="tab=returned")
    save_view(actor=actor, name="视图0", query="tab=to_dispatch")
    with pytest.raises(Invalid):
        save_view(actor=actor, name="再一个", query="tab=returned")


def test_the_export_holds_the_list_and_is_logged(city: City, browser: Browser) -> None:
    order = undecided(
        city,
    )
    verified(city)
    actor = city.dispatcher
    response = browser(actor).get("/desk/export/?tab=returned")
    rows = cells(b"".join(response.streaming_content) if response.streaming else response.content)
    assert len(rows) == 2
    assert rows[1][0] == order.number
    assert rows[1][1] == "退回待定"
    log = AccessLog.objects.get(kind="export")
    assert log.user_id == actor.user_id
    assert log.purpose == "退回待定"  # as the tab is called, not by its key


@pytest.mark.parametrize("phone", ["13812345678", "138-1234-5678", "１３８ １２３４ ５６７８"])
def test_the_export_neutralises_formulas_and_hides_phones(city: City, phone: str) -> None:
    city.report(text=f"=HYPERLINK(1) 打我电话{phone}", place="+平安路")
    made = export_orders(actor=city.dispatcher, filters=Filters())
    assert cells(made.data)[1][5] == "'=HYPERLINK(1) 打我电话×××"


def test_a_tab_that_is_not_mine_is_not_exported(city: City) -> None:
    verified(city)
    with pytest.raises(Denied):
        export_orders(actor=city.dispatcher, filters=Filters(), tab="in_hand")
    assert not AccessLog.objects.exists()


def test_only_the_scope_is_exported(city: City) -> None:
    verified(city)
    nobody = city.staff("sysadmin", city.centre)
    assert export_orders(actor=nobody, filters=Filters()).count == 0


@pytest.mark.parametrize("path", ["/desk/?tab=returned&q={}", "/desk/all/?q={}"])
@pytest.mark.parametrize("q", ["19900000001", "199 0000 0001", "0001"])
def test_looking_for_a_phone_is_logged_on_every_list(
    city: City, browser: Browser, path: str, q: str
) -> None:
    actor = city.dispatcher
    client = browser(actor)
    client.get("/desk/?tab=returned&q=井盖")
    assert not AccessLog.objects.exists()
    client.get(path.format(q))
    log = AccessLog.objects.get()
    assert (log.kind, log.user_id) == ("search", actor.user_id)


@pytest.mark.parametrize("q", ["19900000001", "199-0000-0001", "１９９０００００００１"])
def test_the_log_of_an_export_holds_no_phone(city: City, browser: Browser, q: str) -> None:
    assert browser(city.dispatcher).get("/desk/export/", {"q": q}).status_code == 200
    purpose = unquote_plus(AccessLog.objects.get(kind="export").purpose)
    assert "199****0001" in purpose
    assert q not in purpose


@pytest.mark.parametrize("kind", ["a\r\nx", "nothing", ""])
def test_a_list_that_is_none_is_not_exported(city: City, browser: Browser, kind: str) -> None:
    verified(city)
    answer = browser(city.dispatcher).get("/desk/export/", {"kind": kind})
    assert answer.status_code == 422
    assert "没有这样的列表" in answer.content.decode()
    assert not AccessLog.objects.exists()


@pytest.mark.parametrize("name", ["process", "state", "category", "area", "holder", "lead", "q"])
def test_forged_values_find_nothing_and_break_nothing(
    city: City, browser: Browser, name: str
) -> None:
    city.report()
    client = browser(city.duty_officer)
    for value in ("\x00", "a\x00b", "' OR 1=1 --", "%", "会" * 500, "%(x)s{}", "[]", "\ud800"):
        sent = value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        answer = client.get("/desk/all/", {name: sent})
        assert answer.status_code == 200, (name, value)


def test_a_forged_process_counts_nobody_elses(city: City, browser: Browser) -> None:
    order = city.report()
    other = next(b for b in orgs.bodies_of_kind("street") if b.id != city.street.id and b.area_id)
    for actor, seen in ((city.duty_officer, True), (city.staff("street_director", other), False)):
        page = browser(actor).get("/desk/all/", {"process": "matter"})
        assert (order.number in page.content.decode()) == seen
        none = browser(actor).get("/desk/all/", {"process": "matter' --"})
        assert order.number not in none.content.decode()
