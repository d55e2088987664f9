"""kill -9 in the middle of an apply, an import, a change of boundaries: nothing was done, and it
goes through afterwards.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from gongzhi.areas.models import Area, AreaImport, AreaVersion, BoundaryChange, BoundaryLink
from gongzhi.areas.services.apply_import import apply_import
from gongzhi.areas.services.stage_import import stage_file
from gongzhi.kernel import clock
from gongzhi.orders.models import CategoryLimit, DutyClause, Order, OrderMapping, Process
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orgs.models import Body, BodyArea
from gongzhi.profiles import selectors as profiles
from gongzhi.profiles.models import ProfileRelease
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profile_path
from tests.insight.changed_city import NEW, Neighbours, file_orders, merge, neighbours
from tests.orders.conftest import City, forget_all

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def city(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[City]:
    settings.MEDIA_ROOT = tmp_path
    forget_all()
    apply_profile(profile_path("qianan"))
    forget_all()
    yield City()
    forget_all()


def everything() -> list[Any]:
    """All that one of the three could have written."""
    return [
        list(AreaVersion.objects.order_by("id").values_list("id", "code", "name", "path", "valid")),
        list(AreaImport.objects.order_by("id").values_list("id", "status")),
        list(Order.reached.order_by("id").values_list("id", "area_path", "event_seq")),
        list(Body.objects.order_by("id").values_list("id", "name", "area_id", "active")),
        list(BodyArea.objects.order_by("id").values_list("body_id", "area_id")),
        list(CategoryLimit.objects.order_by("id").values_list("id", "amount")),
        list(ProfileRelease.objects.order_by("id").values_list("version", "change_count")),
        *(
            model.objects.count()
            for model in (Area, BoundaryChange, BoundaryLink, OrderMapping, Process, DutyClause)
        ),
    ]


def killed(scene: str, **asked: Any) -> None:
    """Run the scene in a process of its own, which does not live to see its end."""
    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    database = {key: connection.settings_dict[key] for key in keys}
    wanted = json.dumps({"database": database, "scene": scene, **asked})
    ended = subprocess.run(
        [sys.executable, "-m", "tests.durability.killed_child", wanted],
        cwd=ROOT, env={**os.environ, "DJANGO_SETTINGS_MODULE": "gongzhi.config.settings.test"},
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip
    assert ended.returncode == -signal.SIGKILL, ended.stderr[-2000:]


def test_killed_halfway(city: City, tmp_path: Path) -> None:
    """All scenes in one city, since applying the profile costs more than all of them."""
    an_import(city, tmp_path)
    found = neighbours(city)
    for area in (found.first, found.second):
        file_orders(city, area)
    a_change(city, found)
    a_profile(tmp_path)


def an_import(city: City, folder: Path) -> None:
    boss, path = city.staff("sysadmin", city.centre), folder / "a.csv"
    path.write_text(f"编码,名称\n{city.grid.code},改名小区\n", "utf-8")
    row = stage_file(actor=boss, path=path, name="a.csv", chosen_crs="WGS84", day=clock.today())
    before = everything()
    killed("import", user_id=boss.user_id, import_id=row.pk)
    assert everything() == before
    apply_import(actor=boss, import_id=row.pk)
    now = AreaVersion.objects.get(code=city.grid.code, valid__contains=clock.today())
    assert now.name == "改名小区"


def a_change(city: City, found: Neighbours) -> None:
    boss = city.staff("sysadmin", city.centre)
    before = everything()
    ids = [found.first.id, found.second.id]
    killed("change", user_id=boss.user_id, area_ids=ids, code=NEW, name="合并社区")
    assert everything() == before
    change = merge(found, clock.today())
    assert change.status == BoundaryChange.Status.APPLIED
    paths = set(Order.reached.values_list("area_path", flat=True))
    assert not any(path.startswith((found.first.path, found.second.path)) for path in paths)
    assert OrderMapping.objects.count() == Order.reached.count()
    assert list(verify_chains()) == []


def a_profile(folder: Path) -> None:
    for name in ("_standard", "qianan"):
        shutil.copytree(ROOT / "profiles" / name, folder / name)
    settings = folder / "qianan" / "orders" / "settings.yaml"
    settings.write_text(settings.read_text("utf-8") + "rating_days: 9\n", "utf-8")
    before = everything()
    killed("profile", folder=str(folder / "qianan"))
    assert everything() == before
    profiles.forget()
    assert profiles.current().section("orders/settings")["rating_days"] != 9
    apply_profile(folder / "qianan")
    profiles.forget()
    assert profiles.current().section("orders/settings")["rating_days"] == 9
