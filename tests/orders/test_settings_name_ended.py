"""Settings that name a body which ends: said before and after, and no new order goes to it."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.translation import override

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.office.names import names_of
from gongzhi.orders.dispatch import routing
from gongzhi.orders.models import Category, DutyClause, Order, OrderParty
from gongzhi.orders.services.act import act
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.ending.naming import settings_naming, stale_settings
from gongzhi.orgs.models import Body
from gongzhi.orgs.services.end_body import end_body
from gongzhi.orgs.services.take_back_ending import take_back_ending
from gongzhi.profiles.content import ProfileFiles
from gongzhi.profiles.models import ProfileRelease
from gongzhi.profiles.services.check_profile import check_profile
from gongzhi.profiles.source import profiles_folder
from tests.signing_in import browser_of

from .conftest import T0, City, forget_all


@pytest.fixture
def boss(city: City) -> Actor:
    return city.staff("sysadmin", city.centre)


def ended(boss: Actor, code: str) -> orgs.BodyRef:
    old = orgs.body_by_code(code)
    assert old is not None
    new = next(one for one in orgs.bodies_of_kind(old.kind) if one.id != old.id)
    end_body(actor=boss, code=code, successor=new.code, why="机构改革", at=T0)
    forget_all()
    return new


def test_the_preview_and_the_settings_pages_say_which(city: City, boss: Actor) -> None:
    browser = browser_of(boss)
    named = settings_naming({"CG"})
    assert len(named) == 1
    lines = set(named[0].items)
    assert lines >= set(DutyClause.objects.filter(lead="CG").values_list("clause", flat=True))
    preview = browser.get("/desk/bodies/CG/close/").content.decode()
    assert "这些设置写着它" in preview
    assert named[0].href.replace("&", "&amp;") in preview
    overview = browser.get("/desk/settings/").content.decode()
    assert "已经撤并" not in overview

    new = ended(boss, "CG")
    [first, *rest] = stale_settings()
    assert len(rest) + 1 == len(named)
    assert new.label() in first.said
    for address in ("/desk/settings/", "/desk/settings/table/duties/"):
        page = browser.get(address).content.decode()
        assert first.said in page
        assert first.place.href.replace("&", "&amp;") in page
    assert "已经撤并" not in browser.get("/desk/settings/table/limits/").content.decode()
    # The link leads to the lines, which call the old body by its name and say who acts.
    page = browser.get(first.place.href)
    assert page.status_code == 200
    old = Body.objects.get(code="CG")
    called = f"{old.short_name or old.name}（已撤并，现由{new.label()}接办）"
    assert called in page.content.decode()
    browser.cookies["django_language"] = "en"
    called = f"{old.name_en} (ended; now {new.label('en')})"
    assert called in browser.get(first.place.href).content.decode()
    browser.cookies["django_language"] = "zh-hans"
    assert browser.get("/desk/settings/draft/").status_code == 200
    take_back_ending(actor=boss, code="CG", why="退回", at=T0)
    forget_all()
    assert stale_settings() == []
    assert "已撤并" not in browser.get(first.place.href).content.decode()


def test_a_body_that_ended_without_successor_is_called_by_its_name(city: City) -> None:
    later = clock.now() + timedelta(days=1)
    Body.objects.filter(code="CG").update(active=False, updated_at=later)
    forget_all()
    release = ProfileRelease.objects.latest("version")
    files = ProfileFiles(release.key, release.files)
    say = names_of(files).body
    old = Body.objects.get(code="CG")
    assert say("CG") == f"{old.short_name or old.name}（已停用）"
    with override("en"):
        assert names_of(files).body("CG") == f"{old.name_en} (no longer in use)"
    assert say("NEVER") == "NEVER"


def test_no_new_order_goes_to_a_body_that_ended(city: City, boss: Actor) -> None:
    """By the catalogue, by triage or by place: for every class, in every grid of the community."""
    order = city.report()
    community = city.community
    before = {one.id for one in orgs.bodies_of_kind("department", "street", "community")}
    gone = []
    for code in ("CG", community.code, orgs.bodies_of_kind("street")[0].code):
        body = orgs.body_by_code(code)
        assert body is not None
        gone.append(body.id)
        ended(boss, code)
    assert set(gone) <= before
    grids = [one for one in areas.leaf_areas() if one.path.startswith(city.street_area.path)]
    assert grids
    named = 0
    for category in Category.objects.filter(active=True):
        for grid in (*grids[:3], city.grid):
            found = routing.propose(category, grid.path)
            bodies = [one for one in (found.lead, *found.supporting) if one is not None]
            named += len(bodies)
            assert not {one.id for one in bodies} & set(gone)
    assert named
    # One that was reported before, and one reported now, go through dispatch to bodies in use.
    for one in (order, city.report()):
        act(actor=city.grid_worker, number=one.number, action="verify_true",
            at=T0 + timedelta(minutes=3))  # fmt: skip
    assert Order.reached.exclude(lead_body_id=None).count() == 2
    assert not OrderParty.objects.filter(body_id__in=gone, open=True).exists()
    assert not Order.reached.filter(lead_body_id__in=gone).exists()
    assert not Order.reached.filter(holder_body_id__in=gone).exists()


def test_files_that_name_a_body_out_of_use_say_file_and_line(tmp_path: Path) -> None:
    """`profile check` needs no database: a line with active 0 in the same files is enough."""
    shutil.copytree(profiles_folder(), tmp_path / "profiles")
    folder = tmp_path / "profiles" / "qianan"
    path = folder / "orgs" / "bodies.csv"
    head, *lines = path.read_text("utf-8").splitlines()
    while head.startswith("#"):
        head, *lines = lines
    columns = head.split(",")
    if "active" not in columns:
        lines = [f"{line},{0 if line.startswith('CG,') else 1}" for line in lines]
        columns.append("active")
    else:
        at = columns.index("active")
        cells = [line.split(",") for line in lines]
        for one in cells:
            one[at] = "0" if one[0] == "CG" else one[at]
        lines = [",".join(one) for one in cells]
    path.write_text("\n".join([",".join(columns), *lines]) + "\n", "utf-8")
    said = [one for one in check_profile(folder) if "已经停用" in one.message]
    assert said
    assert {one.field for one in said} <= {"lead", "supporting"}
    assert all(one.file.endswith("orders/duties.csv") and one.line > 1 for one in said)
