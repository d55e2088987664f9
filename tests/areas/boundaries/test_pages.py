"""The desk's pages of areas: look, search, the steps of a change, what each refusal says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from gongzhi.areas import selectors
from gongzhi.areas.models import BoundaryChange
from gongzhi.areas.reading import pages
from gongzhi.kernel.clock import today
from tests.insight.changed_city import Neighbours, file_orders, merge, neighbours
from tests.orders.conftest import City, city, qianan
from tests.signing_in import browser_of

__all__ = ["city", "qianan"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(city: City) -> Neighbours:
    return neighbours(city)


@pytest.fixture
def boss(city: City) -> Client:
    return browser_of(city.staff("sysadmin", city.centre))


def text(response: Any) -> str:
    return str(response.content.decode())


def form(found: Neighbours, **more: Any) -> dict[str, Any]:
    return {
        "kind": "merge",
        "area": [found.first.code, found.second.code],
        "effective_on": str(today()),
        "keeps": "new",
        "name": "合并社区",
        "code": "220723001901",
        "residual_back": found.first.id,
        "do": "preview",
    } | more


@pytest.mark.parametrize("asked", ["mf", "鸣凤", "220723001001", "Mingfeng"])
def test_a_search_finds_by_name_code_and_initials(city: City, asked: str) -> None:
    assert "220723001001" in [row.area.code for row in pages.search(asked)]


def test_a_search_for_nothing(boss: Client) -> None:
    assert pages.search("  ") == []
    assert "没有这样的区域" in text(boss.get("/desk/areas/?area_q=不存在的地方"))


def test_the_tree_is_read_a_level_at_a_time(
    boss: Client, city: City, django_assert_max_num_queries: Any
) -> None:
    boss.get("/desk/areas/")  # warm
    with django_assert_max_num_queries(12):
        page = text(boss.get("/desk/areas/"))
    assert city.street_area.name in page
    assert city.grid.code not in page


def test_areas_to_change_are_found_by_going_down(boss: Client, found: Neighbours) -> None:
    """Whoever knows no name or code starts at the top; nothing is a blank page."""
    start = text(boss.get("/desk/areas/changes/new/?kind=merge"))
    assert "从下面一级一级往下找" in start
    parent = selectors.ancestors(found.first.path)[-2]
    listed = text(boss.get(f"/desk/areas/changes/new/?kind=merge&under={parent.code}"))
    assert f"kind=merge&amp;pick=1&amp;area={found.first.code}" in listed
    lost = text(boss.get("/desk/areas/changes/new/?kind=merge&under=nowhere"))
    assert "从下面一级一级往下找" in lost


def test_a_change_from_the_first_step_to_the_last(boss: Client, found: Neighbours) -> None:
    file_orders(found.city, found.first)
    assert "拆分" in text(boss.get("/desk/areas/changes/new/"))
    pick = text(boss.get(f"/desk/areas/changes/new/?kind=merge&area={found.first.code}"))
    assert found.second.name in pick
    address = f"/desk/areas/changes/new/?kind=merge&area={found.first.code}"
    details = text(boss.get(f"{address}&area={found.second.code}"))
    assert "看看会动哪些" in details
    preview = boss.post("/desk/areas/changes/new/", form(found))
    assert preview.status_code == 200
    assert "在办工单" in text(preview)
    assert not BoundaryChange.objects.exists()
    done = boss.post("/desk/areas/changes/new/", form(found, do="save"), follow=True)
    assert "已经调整好" in text(done)
    new = selectors.area_by_code("220723001901")
    assert new is not None
    old = text(boss.get(f"/desk/areas/{found.first.id}/"))
    assert "已撤销" in old
    assert "合并社区" in old
    assert "由这些区域而来" in text(boss.get(f"/desk/areas/{new.id}/"))
    assert boss.get(f"/desk/areas/{found.first.id}/outline.json").json()["features"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "这里要填"),
        ({"code": "12"}, "6到20位数字"),
        ({"code": ""}, "新的区域要有编码"),
        ({"effective_on": "明天"}, "请填写日期"),
        ({"effective_on": "2100-01-01"}, "今后五年"),
        ({"effective_on": "2019-01-01"}, "不存在"),
        ({"keeps": "999999"}, "999999"),
    ],
)
def test_a_mistake_is_one_sentence_at_its_field(
    boss: Client, found: Neighbours, change: dict[str, str], sentence: str
) -> None:
    answer = boss.post("/desk/areas/changes/new/", form(found, **change))
    assert answer.status_code == 422
    assert sentence in text(answer) or "field-error" in text(answer)
    assert not BoundaryChange.objects.exists()


def test_a_split_by_a_line_through_the_form(boss: Client, found: Neighbours) -> None:
    grid = next(a for a in selectors.leaf_areas() if a.path.startswith(found.first.path))
    west, east = 0.0, 180.0
    values = {
        "kind": "split", "area": [grid.code], "effective_on": str(today()),
        "name_1": "南半", "code_1": "22072300190101", "name_2": "北半", "code_2": "22072300190102",
        "keeps": "0", "residual": "1", "do": "save",
        "line": f"{west},{grid.centre_lat} {east},{grid.centre_lat}",
    }  # fmt: skip
    assert boss.post("/desk/areas/changes/new/", values | {"line": "x"}).status_code == 422
    assert "至少要两个点" in text(boss.post("/desk/areas/changes/new/", values | {"line": "1,2"}))
    assert "请画出分界线" in text(boss.post("/desk/areas/changes/new/", values | {"line": ""}))
    bad = '{"type": "Point", "coordinates": [1, 2]}'
    answer = text(boss.post("/desk/areas/changes/new/", values | {"line": "", "shapes": bad}))
    assert "不是面" in answer
    assert boss.post("/desk/areas/changes/new/", values).status_code == 302
    assert selectors.area_by_code("22072300190102") is not None


def test_a_plan_is_shown_and_cancelled(boss: Client, found: Neighbours) -> None:
    change = merge(found, today() + timedelta(days=5))
    for address in ("/desk/areas/", "/desk/areas/changes/"):
        assert "合并社区" in text(boss.get(address))
    page = text(boss.get(f"/desk/areas/changes/{change.pk}/"))
    assert "取消这项调整" in page
    assert boss.post(f"/desk/areas/changes/{change.pk}/cancel/").status_code == 302
    change.refresh_from_db()
    assert change.status == "cancelled"


def test_the_pages_speak_english(boss: Client, found: Neighbours) -> None:
    merge(found, today())
    with translation.override("en"):
        boss.cookies["django_language"] = "en"
        for address in (
            "/desk/areas/", "/desk/areas/changes/", "/desk/areas/changes/new/",
            "/desk/areas/functional/", f"/desk/areas/{found.first.id}/",
        ):  # fmt: skip
            assert boss.get(address).status_code == 200
    assert "Abolished" in text(boss.get(f"/desk/areas/{found.first.id}/"))


def test_figures_of_then_and_now_on_one_page(found: Neighbours) -> None:
    file_orders(found.city, found.first)
    file_orders(found.city, found.second)
    director = browser_of(found.city.staff("commander", found.city.centre, selectors.root_area()))
    merge(found, today())
    address = f"/desk/areas/figures/?area={found.street.code}&first=2026-11-16&last={today()}"
    page = text(director.get(address))
    assert "对得上" in page
    assert found.first.name in page
    assert "合并社区" in page
    assert director.get("/desk/areas/figures/?first=x&day=y").status_code == 200
    clerk = browser_of(found.city.staff("community_clerk", found.city.community, found.third))
    assert clerk.get(address).status_code == 404
