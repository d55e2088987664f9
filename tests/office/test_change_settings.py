"""Settings changed in the desk: a release like any other, and nothing when it cannot be."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.areas.models import AreaImport
from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import draft_of, release_in_force
from gongzhi.office.edits import Edit, place_of
from gongzhi.office.models import SettingsDraft
from gongzhi.office.selectors.left_alone import areas_left_alone
from gongzhi.office.services.change_settings import change_settings, preview
from gongzhi.office.services.discard_edits import discard_edits
from gongzhi.office.services.go_back import go_back, preview_back
from gongzhi.office.services.keep_edits import keep_edits
from gongzhi.office.services.renew_draft import renew_draft
from gongzhi.office.services.zip_files import zip_files
from gongzhi.orders.models import Category, CategoryLimit, DutyClause
from gongzhi.profiles import selectors as profiles
from gongzhi.profiles.deskchanges import DeskChangesError
from gongzhi.profiles.errors import ProfileInvalidError
from gongzhi.profiles.models import DESK, ProfileRelease
from gongzhi.profiles.services.apply_profile import apply_profile, diff_profile
from gongzhi.profiles.services.export_profile import export_profile
from gongzhi.profiles.source import profile_path
from tests.orders.conftest import T0, City

SETTINGS = "orders/settings.yaml"


def rating(days: object) -> Edit:
    return Edit("set", SETTINGS, ("rating_days",), days)


@pytest.fixture
def admin(city: City) -> Actor:
    return city.staff("sysadmin", city.centre)


def make(actor: Actor, *edits: Edit, reason: str = "试一试") -> int:
    keep_edits(actor=actor, edits=edits)
    return change_settings(
        actor=actor, base_version=release_in_force().version, reason=reason
    ).version


def test_a_change_is_a_numbered_release_with_who_and_why(admin: Actor) -> None:
    before = release_in_force()
    assert make(admin, rating(9), reason=" 评价期  延长 ") == before.version + 1
    release = release_in_force()
    assert (release.source, release.made_by, release.made_by_name, release.reason) == (
        DESK, admin.user_id, admin.name, "评价期 延长",
    )  # fmt: skip
    assert release.change_count == 1
    assert profiles.current().section("orders/settings")["rating_days"] == 9
    assert not SettingsDraft.objects.exists()


def test_comments_of_the_files_survive_and_standard_is_not_touched(admin: Actor) -> None:
    before = release_in_force().files
    limit = Edit("row", "orders/limits.csv", ("10101", "gone"), values={"amount": "1"})
    make(admin, rating(9), limit)
    after = release_in_force().files
    own = after["qianan/orders/settings.yaml"]
    for line in before["qianan/orders/settings.yaml"].splitlines():
        assert line in own
    assert own.endswith("rating_days: 9\n")
    assert after["qianan/orders/limits.csv"].splitlines()[-1].startswith("10101,gone,")
    assert {n: t for n, t in after.items() if n.startswith("_standard/")} == {
        n: t for n, t in before.items() if n.startswith("_standard/")
    }
    assert CategoryLimit.objects.get(category__code="10101", condition_key="gone").amount == 1
    first = CategoryLimit.objects.filter(category__code="10101").order_by("position").first()
    assert first is not None
    assert first.condition_key == "gone"  # still the default


def test_several_pages_are_applied_at_once(admin: Actor) -> None:
    keep_edits(actor=admin, edits=[rating(9)])
    keep_edits(actor=admin, edits=[Edit("set", SETTINGS, ("stages", "accept", "amount"), 20)])
    keep_edits(actor=admin, edits=[rating(10)])
    draft = draft_of(admin)
    assert [edit.value for edit in draft.edits] == [20, 10]
    shown = preview(draft.release, draft.files())
    assert {(c.key, c.detail) for c in shown.changes} == {
        ("rating_days", "7 → 10"), ("stages.accept.amount", "15 → 20"),
    }  # fmt: skip
    assert release_in_force().version == draft.base_version
    assert discard_edits(actor=admin, place=place_of(draft.edits[0])) == 1
    assert discard_edits(actor=admin) == 0
    assert not SettingsDraft.objects.exists()


@pytest.mark.parametrize(
    ("edit", "field", "allowed"),
    [
        (rating(0), "rating_days", False),
        (rating("soon"), "rating_days", False),
        (Edit("set", SETTINGS, ("stages", "accept", "unit"), "year"), "stages.accept.unit", True),
        (Edit("row", "orders/limits.csv", ("10101", "gone"), values={"unit": "year"}), "unit", True),
        (Edit("add", "orders/limits.csv", ("999", "x"),
              values={"condition": "a", "amount": "1", "unit": "urgent_hour"}),
         "category_code", True),
        (Edit("set", "notify.yaml", ("texts", "code", "zh"), "{cod}"), "texts.code.zh", True),
        (Edit("set", "orgs/roles.yaml", ("roles", "handler", "en"), None), "roles.handler.en",
         False),
        (Edit("drop", "orders/categories.csv", ("10101",)), "category_code", True),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_field_and_nothing_is_kept(
    admin: Actor, edit: Edit, field: str, allowed: bool
) -> None:
    with pytest.raises(ProfileInvalidError) as caught:
        keep_edits(actor=admin, edits=[edit])
    problem = next(p for p in caught.value.problems if p.field == field)
    assert problem.file.endswith(edit.file) or edit.kind == "drop"
    assert bool(problem.allowed) == allowed
    assert not SettingsDraft.objects.exists()


def test_a_change_that_fits_no_longer_is_refused(admin: Actor) -> None:
    for edit in (
        Edit("row", "orders/duties.csv", ("none",), values={"basis": "x"}),
        Edit("add", "orders/duties.csv", ("1",), values={"basis": "x"}),
        Edit("drop", "orders/duties.csv", ("none",)),
        Edit("add", "orders/duties.csv", ("#1",), values={"category_code": "10101"}),
    ):
        with pytest.raises(Invalid):
            keep_edits(actor=admin, edits=[edit])
    assert not SettingsDraft.objects.exists()


def test_without_a_reason_nothing_is_applied(admin: Actor) -> None:
    keep_edits(actor=admin, edits=[rating(9)])
    version = release_in_force().version
    for reason in ("", "  ", "因" * 201):
        with pytest.raises(Invalid) as caught:
            change_settings(actor=admin, base_version=version, reason=reason)
        assert caught.value.field == "reason"
    assert release_in_force().version == version
    assert SettingsDraft.objects.count() == 1


def test_somebody_was_first_and_nothing_is_lost(admin: Actor, city: City) -> None:
    other = city.staff("sysadmin", city.centre)
    keep_edits(actor=admin, edits=[rating(9)])
    seen = release_in_force().version
    make(other, Edit("set", SETTINGS, ("photos_max",), 4))
    for base in (seen, seen + 1):  # with the page as it was, and with a newer one
        with pytest.raises(Conflict) as caught:
            change_settings(actor=admin, base_version=base, reason="晚了一步")
        assert other.name in str(caught.value.message)
    assert [edit.value for edit in draft_of(admin).edits] == [9]
    assert renew_draft(actor=admin) == seen + 1
    change_settings(actor=admin, base_version=seen + 1, reason="看过了")
    settings = profiles.current().section("orders/settings")
    assert (settings["rating_days"], settings["photos_max"]) == (9, 4)


@pytest.mark.parametrize("role", ["handler", "secadmin", "auditadmin", "commander"])
def test_others_may_not(city: City, role: str) -> None:
    actor = city.staff(role, city.centre)
    version = release_in_force().version
    for call in (
        lambda: keep_edits(actor=actor, edits=[rating(9)]),
        lambda: change_settings(actor=actor, base_version=version, reason="x"),
        lambda: go_back(actor=actor, version=version, base_version=version, reason="x"),
        lambda: discard_edits(actor=actor),
        lambda: renew_draft(actor=actor),
    ):
        with pytest.raises(Denied):
            call()
    assert release_in_force().version == version
    assert not SettingsDraft.objects.exists()


def test_undo_takes_the_old_files_up_again(admin: Actor) -> None:
    first = release_in_force()
    make(
        admin,
        rating(9),
        Edit("row", "orders/limits.csv", ("10101", "gone"), values={"amount": "1"}),
    )
    changed = release_in_force()
    assert preview_back(first.version).changes
    applied = go_back(
        actor=admin, version=first.version, base_version=changed.version, reason="改错了"
    )
    release = release_in_force()
    assert (release.version, release.back_to) == (applied.version, first.version)
    assert release.files == first.files
    assert release.digest == first.digest
    assert CategoryLimit.objects.get(category__code="10101", condition_key="gone").amount == 2
    with pytest.raises(Invalid):
        go_back(actor=admin, version=first.version, base_version=release.version, reason="再退")
    with pytest.raises(Conflict):
        go_back(actor=admin, version=changed.version, base_version=changed.version, reason="旧")
    assert release_in_force().version == release.version


def test_going_back_says_which_areas_it_leaves_alone(admin: Actor) -> None:
    """What an import wrote is newer than any file: the page of going back names it."""
    first = release_in_force()
    files = dict(first.files)
    name = next(one for one in files if one.endswith("qianan/areas/levels.yaml"))
    second = ProfileRelease(
        key=first.key, files=files | {name: files[name].replace("大网格", "一级网格")}
    )
    assert areas_left_alone(second, first) == []  # nothing was changed outside of the files
    area = areas.leaf_areas()[0]
    AreaImport.objects.create(
        status="applied", crs="WGS84", digest="0" * 64, day=date(2026, 11, 1), rows=[], found={},
        written=[area.code, "999999"], made_at=T0, decided_at=T0,
    )  # fmt: skip
    assert areas_left_alone(second, first) == [area.name, "999999"]
    # The same files of areas: nothing to say.
    assert areas_left_alone(first, first) == []


def test_an_item_is_added_switched_off_and_ordered(admin: Actor) -> None:
    values = {"parent_code": "101", "name": "智能信包箱", "name_en": "Parcel lockers", "kind": "item",
              "nature": "facility", "aliases": "快递柜|丰巢", "order": "1"}  # fmt: skip
    make(
        admin,
        Edit("add", "orders/categories.csv", ("10199",), values=values),
        Edit("row", "orders/categories.csv", ("10102",), values={"active": "0"}),
    )
    added = Category.objects.get(code="10199")
    assert added.aliases == "快递柜|丰巢"
    assert added.parent is not None
    siblings = Category.objects.filter(parent=added.parent).order_by("position")
    assert siblings[0] == added
    assert not Category.objects.get(code="10102").active
    make(admin, Edit("row", "orders/categories.csv", ("10102",), values={"active": "1"}))
    assert Category.objects.get(code="10102").active


def test_a_duty_is_dropped_and_taken_up_again(admin: Actor) -> None:
    key = ("1",)
    make(admin, Edit("drop", "orders/duties.csv", key))
    assert not DutyClause.objects.get(clause="1").active
    values = {"category_code": "10101", "lead": "SZ", "supporting": "CG", "basis": "新"}
    make(admin, Edit("add", "orders/duties.csv", key, values=values))
    row = DutyClause.objects.get(clause="1")
    assert (row.active, row.supporting, row.basis) == (True, ["CG"], "新")


def test_a_lead_that_is_no_body_is_refused_with_its_field(admin: Actor) -> None:
    edit = Edit("row", "orders/duties.csv", ("1",), values={"lead": "NOBODY"})
    version = release_in_force().version
    keep_edits(actor=admin, edits=[edit])
    draft = draft_of(admin)
    shown = preview(draft.release, draft.files())
    assert [p.field for p in shown.problems] == ["lead"]
    with pytest.raises(ProfileInvalidError):
        change_settings(actor=admin, base_version=version, reason="试")
    assert release_in_force().version == version


def test_export_is_applied_again_without_change(admin: Actor, tmp_path: Path) -> None:
    make(admin, rating(9), Edit("set", "calendar.yaml", ("extra_days", "2026-03-10"), False))
    release = release_in_force()
    with zipfile.ZipFile(io.BytesIO(zip_files(release))) as archive:
        archive.extractall(tmp_path / "zip")
    export_profile(tmp_path / "folder")
    for folder in ("zip", "folder"):
        assert diff_profile(tmp_path / folder / "qianan") == []
        assert apply_profile(tmp_path / folder / "qianan").version == release.version


def test_files_from_disk_do_not_undo_what_the_desk_changed(admin: Actor, tmp_path: Path) -> None:
    make(admin, rating(9))
    last = release_in_force()
    with pytest.raises(DeskChangesError) as caught:
        apply_profile(profile_path("qianan"))
    [lost] = caught.value.lost
    assert (lost.file, lost.path, lost.before, lost.after) == (SETTINGS, ("rating_days",), 9, 7)
    assert release_in_force() == last
    # The exported files with a further change keep what the desk changed: they may be applied.
    export_profile(tmp_path)
    path = tmp_path / "qianan/profile.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("乾安基层", "乾安县基层"), "utf-8")
    assert apply_profile(tmp_path / "qianan").version == last.version + 1
    assert profiles.current().section("orders/settings")["rating_days"] == 9
    applied = apply_profile(profile_path("qianan"))  # now the files said it last
    assert applied.version == last.version + 2


def test_desk_changes_can_be_left_behind_on_purpose(admin: Actor) -> None:
    make(admin, rating(9))
    apply_profile(profile_path("qianan"), over_desk_changes=True)
    assert profiles.current().section("orders/settings")["rating_days"] == 7
    assert release_in_force().source == "files"


def test_a_large_citys_grids_are_not_drawn_again(
    admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongzhi.profiles import registry

    def no(*_: object) -> None:
        raise AssertionError("not needed")

    for key in ("areas", "orgs"):
        old = registry._sections[key]
        monkeypatch.setitem(
            registry._sections, key,
            registry.Section(key, old.order, no, no, old.owns, old.reads),  # type: ignore[arg-type]
        )  # fmt: skip
    make(admin, rating(9))
    assert (
        profiles.current().section("areas")
        == ProfileRelease.objects.earliest("version").document["areas"]
    )


def test_a_level_is_renamed(admin: Actor) -> None:
    make(admin, Edit("set", "areas/levels.yaml", ("levels", 3, "zh"), "住宅小区"))
    assert profiles.current().section("areas")["levels"][3]["zh"] == "住宅小区"
    text = release_in_force().files["qianan/areas/levels.yaml"]
    assert "size_zh: 小网格" in text
    assert "# 四级网格" in text
    assert os.linesep in text
