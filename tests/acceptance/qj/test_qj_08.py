"""QJ-08: ten kinds of posts that members take in communities, as configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.orgs.reading.structure import service_posts
from gongzhi.profiles.services.check_profile import check_profile
from gongzhi.profiles.source import profiles_folder
from tests.acceptance.cities import city as folder
from tests.acceptance.relations import text
from tests.orders.conftest import City, forget_all
from tests.orgs.town import applied, town
from tests.signing_in import browser_of


def of_qianjiang() -> str:
    return (profiles_folder() / "qianjiang/orgs/service_posts.csv").read_text(encoding="utf-8")


def test_qj_08_ten_kinds_of_posts() -> None:
    lines = folder("qianjiang").documents["orgs/service_posts"]
    assert isinstance(lines, list)
    assert [line["name"] for line in lines] == [
        "基层党建引领岗", "疫情常态防控岗", "政策法规宣传岗", "生活便民服务岗", "公共文体娱乐岗",
        "社情民意收集岗", "邻里矛盾调解岗", "创文创卫活动岗", "邻里守望帮扶岗", "中心任务推进岗",
    ]  # fmt: skip
    assert all(line["name_en"] for line in lines)


@pytest.mark.django_db
def test_qj_08_they_stand_in_the_desk(tmp_path: Path) -> None:
    applied(tmp_path, files={"orgs/service_posts.csv": of_qianjiang()})
    assert len(service_posts()) == 10
    city = City()
    page = text(browser_of(city.staff("handler", city.street)), "/desk/party/structure/")
    assert "邻里守望帮扶岗" in page
    assert "10类" in page
    forget_all()


def test_qj_08_a_mistake_names_file_line_and_field(tmp_path: Path) -> None:
    bad = "key,name,name_en\nParty,党建岗,Party\nlaw,宣传岗,Law\nlaws,宣传岗,Law\n"
    problems = check_profile(town(tmp_path, files={"orgs/service_posts.csv": bad}))
    assert {(p.file, p.line, p.field) for p in problems} == {
        ("qianan/orgs/service_posts.csv", 2, "key"),
        ("qianan/orgs/service_posts.csv", 4, "name"),
    }


@pytest.mark.django_db
def test_qj_08_a_post_is_published_under_one_of_them(tmp_path: Path) -> None:
    applied(tmp_path, files={"orgs/service_posts.csv": of_qianjiang()})
    city = City()
    clerk = city.staff("community_clerk", city.community, city.community_area)
    page = text(browser_of(clerk), "/desk/volunteers/posts/new/")
    assert page.count("岗</option>") == 10
    forget_all()
