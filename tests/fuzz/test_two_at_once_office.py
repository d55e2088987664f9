"""Two administrators press in the same moment: one wins, the other reads a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.models import AreaVersion, BoundaryChange
from gongzhi.areas.services.apply_change import make_change
from gongzhi.areas.services.apply_import import apply_import
from gongzhi.areas.services.keep_functional import Wanted, keep_functional
from gongzhi.areas.services.stage_import import stage_file
from gongzhi.kernel.clock import today
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body, BodyEnding
from gongzhi.orgs.services.end_body import end_body
from tests.orders.conftest import City

from .test_two_at_once import at_once, split
from .test_two_at_once import city as city

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_two_wins(city: City, tmp_path: Path) -> None:
    """All scenes in one city, since applying the profile costs more than all of them."""
    boss = city.staff("sysadmin", city.centre)
    import_twice(city, boss, tmp_path)
    change_and_import(city, boss, tmp_path)
    same_code(city, boss)
    bodies_into_each_other(boss)


def staged(boss: Actor, folder: Path, code: str, name: str) -> int:
    path = folder / "a.csv"
    path.write_text(f"编码,名称\n{code},{name}\n", "utf-8")
    return int(stage_file(actor=boss, path=path, name="a.csv", chosen_crs="WGS84", day=today()).pk)


def import_twice(city: City, boss: Actor, folder: Path) -> None:
    one = staged(boss, folder, city.grid.code, "一次")
    done, refused = split(at_once(*(lambda: apply_import(actor=boss, import_id=one),) * 3))
    assert (len(done), len(refused)) == (1, 2)
    now = AreaVersion.objects.filter(code=city.grid.code, valid__contains=today())
    assert [row.name for row in now] == ["一次"]


def change_and_import(city: City, boss: Actor, folder: Path) -> None:
    """Whichever is second sees what the first has written: neither undoes the other."""
    code = city.community_area.code
    one = staged(boss, folder, code, "导入的名")
    asked = Asked("rename", today(), (city.community_area.id,), (Part("", "调整的名", "Changed"),))
    done, refused = split(
        at_once(
            lambda: apply_import(actor=boss, import_id=one),
            lambda: make_change(actor=boss, asked=asked),
        )
    )
    assert len(done) >= 1
    [row] = AreaVersion.objects.filter(code=code, valid__contains=today())
    changed = BoundaryChange.objects.filter(status="applied").count()
    assert row.name == ("调整的名" if changed else "导入的名")
    assert len(done) + len(refused) == 2


def same_code(city: City, boss: Actor) -> None:
    park = Wanted("P-77", "园区", "park", area_ids=(city.grid.id,))
    done, refused = split(at_once(*(lambda: keep_functional(actor=boss, wanted=park),) * 3))
    assert (len(done), len(refused)) == (1, 2)


def bodies_into_each_other(boss: Actor) -> None:
    one, two = (body.code for body in orgs.bodies_of_kind("department")[:2])
    done, refused = split(
        at_once(
            lambda: end_body(actor=boss, code=one, successor=two, why="x"),
            lambda: end_body(actor=boss, code=two, successor=one, why="x"),
            lambda: end_body(actor=boss, code=one, successor=two, why="x"),
        )
    )
    assert (len(done), len(refused)) == (1, 2)
    assert BodyEnding.objects.count() == 1
    assert Body.objects.filter(code__in=(one, two), active=True).count() == 1
