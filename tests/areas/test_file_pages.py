"""The pages of import, export, map editor and plans, as the system administrator meets them."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongzhi.accounts import actor as accounts_actor
from gongzhi.accounts.models import Posting, User
from gongzhi.areas.models import AreaImport, AreaVersion, GridPlan
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orgs.models import Body
from tests.signing_in import sign_in

from .conftest import NOW, TODAY, collection, feature, square

pytestmark = pytest.mark.django_db
County = dict[str, AreaVersion]


@pytest.fixture
def office(county: County) -> Iterator[Client]:
    """A browser of the system administrator."""
    body = Body.objects.create(code="it", name="信息中心", kind="centre")
    body.path = f"{body.pk}."
    body.save()
    user = User.objects.create_user("sys", "Liu-Li-Qiao-2026", name="系统管理员")
    Posting.objects.create(user=user, role="sysadmin", body=body, valid=(date(2020, 1, 1), None))
    accounts_actor.forget()
    client = Client()
    with clock.frozen(NOW):
        sign_in(client, Actor("staff", user_id=user.pk))
        yield client
    accounts_actor.forget()


def upload(data: Any, name: str = "网格.geojson") -> SimpleUploadedFile:
    content = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    return SimpleUploadedFile(name, content)


def post_json(client: Client, path: str, data: Any) -> Any:
    return client.post(path, json.dumps(data), content_type="application/json",
                       headers={"Accept": "application/json"})  # fmt: skip


GRID = {"name": "甲格", "level": 3, "kind": "grid", "parent_code": "420000001001"}


def test_upload_look_apply(office: Client) -> None:
    data = collection(feature("420000001001001", square(113.0, 30.0), **GRID))
    answer = office.post("/desk/areas/import/", {"file": upload(data), "crs": "", "day": TODAY})
    row = AreaImport.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/areas/import/{row.pk}/")
    page = office.get(answer["Location"]).content.decode()
    assert "甲格" in page
    assert 'data-dialog="apply"' in page
    shapes = office.get(f"/desk/areas/import/{row.pk}/shapes.json").json()
    assert shapes["features"][0]["properties"]["value"] == 1
    done = office.post(f"/desk/areas/import/{row.pk}/apply/", follow=True)
    assert "已写入，共改动1个区域" in done.content.decode()
    assert AreaVersion.objects.filter(code="420000001001001").exists()
    again = office.post(f"/desk/areas/import/{row.pk}/apply/", follow=True).content.decode()
    assert "已有人处理" in again


def test_problems_on_the_map_and_in_the_table(office: Client) -> None:
    data = collection(feature("420000001001", square(113.0, 30.0, 0.01, 0.012)))
    office.post("/desk/areas/import/", {"file": upload(data), "crs": "", "day": TODAY})
    row = AreaImport.objects.get()
    page = office.get(f"/desk/areas/import/{row.pk}/").content.decode()
    assert "第1个图形" in page
    assert "与“第12社区”（420000001002）重叠约" in page
    assert 'data-dialog="apply"' not in page
    points = office.get(f"/desk/areas/import/{row.pk}/points.json").json()["points"]
    assert points[0]["tone"] == "bad"
    refused = office.post(f"/desk/areas/import/{row.pk}/apply/", follow=True).content.decode()
    assert "有1处要先改好，什么都没有写入" in refused
    put_aside = office.post(f"/desk/areas/import/{row.pk}/discard/", follow=True).content.decode()
    assert "已放弃，区域没有变化" in put_aside


def test_a_bad_file_is_said_at_its_field(office: Client) -> None:
    answer = office.post("/desk/areas/import/",
                         {"file": upload(b"{", "a.geojson"), "crs": "", "day": TODAY})  # fmt: skip
    assert answer.status_code == 422
    assert "不是有效的 JSON" in answer.content.decode()
    data = collection(feature("420000001001", None), crs=None)
    answer = office.post("/desk/areas/import/", {"file": upload(data), "crs": "", "day": TODAY})
    assert "没有写明坐标系" in answer.content.decode()
    answer = office.post("/desk/areas/import/", {"crs": "", "day": ""})
    assert "请选一个文件" in answer.content.decode()
    assert not AreaImport.objects.exists()


def test_the_whole_request_is_limited(office: Client) -> None:
    answer = office.post("/desk/areas/import/", {}, headers={"Content-Length": str(50 * 2**20)})
    assert answer.status_code == 413
    assert "最多上传40MB，请按街道分成几个文件" in answer.content.decode()


def test_download(office: Client) -> None:
    assert "示例县" in office.get("/desk/areas/export/").content.decode()
    asked = {"area": "420000", "day": TODAY, "file_format": "geojson", "crs": "GCJ02"}
    answer = office.get("/desk/areas/export/file/", asked)
    assert answer["Content-Disposition"] == (
        'attachment; filename="areas-420000-2026-11-17-gcj02.geojson"')  # fmt: skip
    assert len(json.loads(answer.content)["features"]) == 7
    assert office.get("/desk/areas/export/file/", asked | {"area": "9"}).status_code == 404
    assert office.get("/desk/areas/export/file/", asked | {"crs": "x"}).status_code == 422


def test_the_editor_draws_checks_and_saves(office: Client) -> None:
    assert "先选一个区域" in office.get("/desk/areas/edit/").content.decode()
    assert "areaedit" in office.get("/desk/areas/edit/?area=420000001").content.decode()
    shapes = office.get("/desk/areas/edit/shapes.json?area=420000001").json()
    assert [one["properties"]["code"] for one in shapes["features"]] == [
        "420000001001", "420000001002"]  # fmt: skip
    assert shapes["parents"] == [{"code": "420000001", "name": "第1街道", "next": "420000001003",
                                  "level": 2, "kind": "community"}]  # fmt: skip
    drawn = [feature("420000001001", square(113.0, 30.0, 0.01, 0.012))]
    answer = post_json(
        office, "/desk/areas/edit/check.json", {"day": str(TODAY), "features": drawn}
    )
    assert (answer.json()["errors"], answer.json()["problems"][0]["code"]) == (1, "420000001001")
    drawn.append(feature("420000001002", square(113.0, 30.012, 0.01, 0.008)))
    answer = post_json(
        office, "/desk/areas/edit/check.json", {"day": str(TODAY), "features": drawn}
    )
    assert answer.json() == {"changes": 2, "errors": 0, "problems": []}
    assert not AreaImport.objects.exists()
    answer = post_json(office, "/desk/areas/edit/save.json", {"day": str(TODAY), "features": drawn})
    row = AreaImport.objects.get()
    assert answer.json() == {"location": f"/desk/areas/import/{row.pk}/"}
    assert (row.source, row.status, row.found["reshaped"]) == ("editor", "staged", 2)


def test_what_the_editor_draws_moves_the_areas_above(office: Client) -> None:
    drawn = [feature("420000001001", square(113.0, 30.0, 0.012, 0.01)),
             feature("420000002001", square(113.012, 30.0, 0.008, 0.01))]  # fmt: skip
    answer = post_json(
        office, "/desk/areas/edit/check.json", {"day": str(TODAY), "features": drawn}
    )
    assert answer.json() == {"changes": 4, "errors": 0, "problems": []}


@pytest.mark.parametrize(
    "data", [{}, [], "x", {"day": "gestern", "features": []}, {"day": "2026-11-17", "features": 5},
             {"day": "2026-11-17", "features": []}, {"day": "2026-11-17", "features": [None]}],
)  # fmt: skip
def test_nonsense_from_a_script(office: Client, data: Any) -> None:
    answer = post_json(office, "/desk/areas/edit/save.json", data)
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert not AreaImport.objects.exists()


@pytest.fixture
def homes() -> Callable[..., bytes]:
    def make(count: int = 120, west: float = 113.0) -> bytes:
        chance = random.Random(2)
        out = io.StringIO()
        out.write("地址,经度,纬度,户数,小区,坐标系\n")
        for number in range(count):
            lon, lat = west + chance.random() * 0.0099, 30.00005 + chance.random() * 0.0099
            out.write(f"{number}栋,{lon:.6f},{lat:.6f},10,小区{number // 6},WGS84\n")
        return out.getvalue().encode("gbk")

    return make


def test_a_change_by_hand_is_taken_back(office: Client, homes: Callable[..., bytes]) -> None:
    office.post("/desk/areas/plan/", {**PLAN, "file": upload(homes(), "住户.csv")})
    plan = GridPlan.objects.get()
    address, before = f"/desk/areas/plan/{plan.pk}/", list(plan.assignment)
    nothing = office.post(f"{address}undo/", {"version": 1}, follow=True).content.decode()
    assert "没有可以撤回的调整" in nothing
    values = [part.split('"')[0] for part in office.get(address).content.decode().split(
        '<option value="')[1:]]  # fmt: skip
    for value in values:  # the first that does not tear a grid apart
        office.post(f"{address}move/", {"move": value, "version": 1})
        plan.refresh_from_db()
        if plan.version == 2:
            break
    assert plan.assignment != before
    assert len(plan.moves) == 1
    assert "撤回上一次调整" in office.get(address).content.decode()
    stale = office.post(f"{address}undo/", {"version": 1}, follow=True).content.decode()
    assert "已有人处理" in stale
    plan.refresh_from_db()
    assert plan.assignment != before
    office.post(f"{address}undo/", {"version": 2})
    plan.refresh_from_db()
    assert (plan.assignment, plan.moves, plan.version) == (before, [], 3)


PLAN = {"area": "420000001001", "crs": "", "lowest": 200, "highest": 400}


def test_a_plan_from_homes_to_grids(office: Client, homes: Callable[..., bytes]) -> None:
    answer = office.post("/desk/areas/plan/", {**PLAN, "file": upload(homes(), "住户.csv")})
    plan = GridPlan.objects.get()
    assert answer["Location"] == f"/desk/areas/plan/{plan.pk}/"
    page = office.get(answer["Location"]).content.decode()
    assert "每个网格" in page
    for name in ("shapes", "today"):
        assert office.get(f"/desk/areas/plan/{plan.pk}/{name}.json").json()
    value = page.split('<option value="')[1].split('"')[0]
    moved = office.post(f"/desk/areas/plan/{plan.pk}/move/", {"move": value, "version": 1},
                        follow=True).content.decode()  # fmt: skip
    plan.refresh_from_db()
    assert plan.version == (2 if "已移过去" in moved else 1)
    assert len(plan.moves) == plan.version - 1
    stale = office.post(f"/desk/areas/plan/{plan.pk}/accept/", {"day": TODAY, "version": 99},
                        follow=True).content.decode()  # fmt: skip
    assert "已有人处理" in stale
    done = office.post(f"/desk/areas/plan/{plan.pk}/accept/",
                       {"day": TODAY, "version": plan.version})  # fmt: skip
    row = AreaImport.objects.get()
    assert done["Location"] == f"/desk/areas/import/{row.pk}/"
    assert (row.source, row.found["errors"], row.found["added"]) == (
        "plan", 0, max(plan.assignment) + 1)  # fmt: skip
    office.post(f"/desk/areas/import/{row.pk}/apply/")
    grids = AreaVersion.objects.filter(code__startswith="420000001001", level__gt=2)
    assert grids.count() == max(plan.assignment) + 1
    # A second plan over the grids of now gives the same grids their codes.
    office.post("/desk/areas/plan/", {**PLAN, "file": upload(homes(), "住户.csv")})
    second = GridPlan.objects.latest("pk")
    page = office.get(f"/desk/areas/plan/{second.pk}/").content.decode()
    assert "第11社区第1网格" in page
    # Fewer grids than there are: that is a merger.
    office.post("/desk/areas/plan/", {**PLAN, "lowest": 900, "highest": 1500,
                                      "file": upload(homes(), "住户.csv")})  # fmt: skip
    third = GridPlan.objects.latest("pk")
    refused = office.post(f"/desk/areas/plan/{third.pk}/accept/", {"day": TODAY, "version": 1},
                          follow=True).content.decode()  # fmt: skip
    assert "撤并网格属于区划调整" in refused
    third.refresh_from_db()
    assert third.status == "staged"
    gone = office.post(f"/desk/areas/plan/{third.pk}/discard/", follow=True).content.decode()
    assert "住户数据已删除" in gone
    third.refresh_from_db()
    assert (third.status, third.homes) == ("discarded", [])
    assert office.get(f"/desk/areas/plan/{third.pk}/").status_code == 404


HEAD = "地址,经度,纬度,户数"
HOMES = [
    (f"{HEAD}\n1栋,113.001,30.001,5", "没有写明坐标系"),
    (f"{HEAD},坐标系\n1栋,113.5,30.001,5,WGS84", "第2行：“1栋”不在第11社区内"),
    (f"{HEAD},坐标系\n1栋,30.001,113.001,5,WGS84", "像是写反了"),
    (f"{HEAD},坐标系\n1栋,东,30.001,5,WGS84", "应为度数"),
    (f"{HEAD},坐标系\n1栋,113.001,30.001,五,WGS84\n,113,30,5,WGS84", "第2行：“户数”应为1到10000的整数；另有1处"),
    (f"{HEAD},坐标系\n1栋,113.001,30.001,0,WGS84", "户数"),
    (f"{HEAD},坐标系\n1栋,nan,30.001,5,WGS84", "应为度数"),
    (f"{HEAD},户主姓名\n1栋,113.001,30.001,5,甲", "不要上传姓名"),
    ("地址,经度,纬度\n1栋,113,30", "缺少“户数”一列"),
    (f"{HEAD}\n", "没有内容"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), HOMES, ids=range(len(HOMES)))
def test_bad_homes(office: Client, text: str, words: str) -> None:
    answer = office.post("/desk/areas/plan/", {**PLAN, "file": upload(text.encode(), "h.csv")})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not GridPlan.objects.exists()


def test_homes_as_points_and_bounds_the_wrong_way_round(office: Client) -> None:
    point = {"type": "Point", "coordinates": [113.001, 30.001]}
    data = collection({"type": "Feature", "geometry": point,
                       "properties": {"address": "1栋", "households": 20, "id": 5}})  # fmt: skip
    bad = office.post("/desk/areas/plan/", {**PLAN, "lowest": 500, "highest": 300,
                                            "file": upload(data)})  # fmt: skip
    assert "最多户数不能小于最少户数" in bad.content.decode()
    assert office.post("/desk/areas/plan/", {**PLAN, "file": upload(data)}).status_code == 302
    assert GridPlan.objects.get().assignment == [0]
