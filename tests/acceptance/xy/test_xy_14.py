"""XY-14: work is tagged by the grid's five functions, counted by grid and period, down to orders."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest

from gongzhi.accounts import actor as accounts_actor
from gongzhi.areas import selectors as areas
from gongzhi.fieldwork.models import HazardRound
from gongzhi.insight.figures.window import Span
from gongzhi.insight.selectors.functions import FunctionsPage, functions_page
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.services.check_profile import check_profile
from gongzhi.profiles.source import profiles_folder
from gongzhi.venues.models import Activity, Station
from tests.citydatabase import city_database
from tests.orders.conftest import T0, City, forget_all
from tests.orders.processes.conftest import start
from tests.signing_in import browser_of

FIVE = ["政策宣传", "文化惠民", "应急管理", "帮扶救助", "矛盾调解"]
TODAY = Span(clock.local(T0).date(), clock.local(T0).date())


def built(folder: Path) -> Path:
    """Qian'an's small city with what Xiangyun says of functions and posts."""
    for key in ("_standard", "qianan"):
        shutil.copytree(profiles_folder() / key, folder / key)
    for name in ("insight", "volunteering"):
        there = profiles_folder() / "xiangyun" / name
        shutil.copytree(there, folder / "qianan" / name, dirs_exist_ok=True)
    return folder / "qianan"


@pytest.fixture(scope="module")
def ways(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        forget_all()
        folder = tmp_path_factory.mktemp("profiles")
        with city_database("functions", lambda: apply_profile(built(folder))):
            forget_all()
            yield
    forget_all()


@pytest.fixture
def city(ways: None, db: None) -> Iterator[City]:
    forget_all()
    accounts_actor.forget()
    with clock.frozen(T0):
        yield City()
    forget_all()


def seen_by(actor: Actor, area: areas.AreaRef, span: Span = TODAY) -> dict[str, list[int]]:
    """Function → orders, posts, activities, visits and rounds."""
    return works(functions_page(actor=actor, area=area, span=span))


def works(page: FunctionsPage) -> dict[str, list[int]]:
    return {row.name: row.works for row in page.rows}


def some_work(city: City) -> None:
    clerk = city.staff("community_clerk", city.community, city.community_area)
    start(city, clerk, "emergency", text="河水漫上巷子", level="iv")  # by its process
    city.report(category_code="30501")  # by the group above its class
    city.report(category_code="30601")  # by its own class, not by the group
    city.report(category_code="30602")  # of that group, which no function names
    city.report(category_code="30701")
    HazardRound.objects.create(kind="stairs", area_id=city.grid.id, done_at=T0)
    station = Station.objects.create(
        body_id=city.community.id, kind="service_station", name="示例站", opens=time(9), closes=time(17), made_at=T0,
        address="示例路1号",
    )  # fmt: skip
    Activity.objects.create(
        key=uuid.uuid4(), body_id=city.community.id, station=station, title="讲政策", places=10,
        during=(T0 + timedelta(hours=1), T0 + timedelta(hours=2)), closes_at=T0, made_at=T0,
    )  # fmt: skip


def test_xy_14_every_piece_of_work_has_its_function_and_nobody_fills_it_in(city: City) -> None:
    some_work(city)
    found = seen_by(city.director, city.street_area)
    assert list(found)[:5] == FIVE
    assert found["应急管理"] == [2, 0, 0, 1]
    assert found["矛盾调解"] == [1, 0, 0, 0]
    assert found["政策宣传"] == [1, 0, 1, 0]
    assert found["文化惠民"] == [0, 0, 0, 0]
    assert found["不归哪一项"] == [1, 0, 0, 0]


def test_xy_14_counted_by_grid_and_period_down_to_the_orders(city: City) -> None:
    some_work(city)
    director = city.director
    page = functions_page(actor=director, area=city.street_area, span=TODAY)
    here = {line.area.id: dict(line.cells) for line in page.lines}[city.community_area.id]
    assert (here["emergencies"], here["mediation"], here["culture"]) == (2, 1, 0)
    assert seen_by(director, city.grid)["应急管理"] == [2, 0, 0, 1]
    before = Span(TODAY.first - timedelta(days=9), TODAY.first - timedelta(days=1))
    assert {tuple(row) for row in seen_by(director, city.street_area, before).values()} == {
        (0, 0, 0, 0)
    }
    browser = browser_of(director)
    text = browser.get("/desk/functions/").content.decode()
    assert all(name in text for name in FIVE)
    asked = {"area": city.community_area.code, "function": "emergencies"}
    listed = browser.get("/desk/functions/orders/", asked).content.decode()
    assert "共 2 件" in listed
    assert browser.get("/desk/functions/orders/", {"function": "nope"}).status_code == 404


def test_xy_14_counts_stop_at_the_own_area(city: City) -> None:
    some_work(city)
    elsewhere = next(
        one for one in areas.children(areas.ancestors(city.grid.path)[0].id)
        if one.id != city.street_area.id
    )  # fmt: skip
    with pytest.raises(NotFound):
        functions_page(actor=city.director, area=elsewhere, span=TODAY)
    handler = city.staff("handler", city.community)
    assert browser_of(handler).get("/desk/functions/").status_code == 403


def test_xy_14_a_mistake_is_told_with_its_place(tmp_path: Path) -> None:
    folder = built(tmp_path)
    path = folder / "insight/functions.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('"30601"', '"39999"').replace("[emergency, hazard]", "[wish, hazard]"),
        encoding="utf-8",
    )
    problems = [one for one in check_profile(folder) if one.file.endswith("functions.yaml")]
    assert {one.field for one in problems} == {
        "functions[4].classes[0]", "functions[3].processes[0]",
    }  # fmt: skip
    assert all(one.line for one in problems)


def test_xy_14_is_xiangyuns_own() -> None:
    assert (profiles_folder() / "xiangyun/insight/functions.yaml").exists()
    others = ("_standard", "qianan", "jinan", "mile", "qianjiang")
    assert not any((profiles_folder() / key / "insight/functions.yaml").exists() for key in others)
