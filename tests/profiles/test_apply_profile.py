"""Applying a profile: all or nothing, twice changes nothing, rows in use stay."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db.models import ProtectedError

from gongzhi.areas.models import Area, AreaVersion
from gongzhi.kernel.workcalendar import Limit
from gongzhi.orgs.models import Body
from gongzhi.profiles import registry, selectors
from gongzhi.profiles.errors import ProfileInvalidError
from gongzhi.profiles.models import ProfileRelease
from gongzhi.profiles.services.apply_profile import apply_profile, diff_profile
from gongzhi.profiles.services.export_profile import export_profile

from .conftest import edit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> None:
    selectors.forget()


def test_applying_twice_changes_nothing(folder: Path) -> None:
    first = apply_profile(folder)
    assert first.version == 1
    assert first.changes
    again = apply_profile(folder)
    assert (again.version, again.changes) == (1, ())
    assert ProfileRelease.objects.count() == 1
    assert diff_profile(folder) == []


def test_diff_tells_and_writes_nothing(folder: Path) -> None:
    apply_profile(folder)
    edit(folder / "orgs/bodies.csv", "乾安县司法局,司法局", "乾安县司法局,司法")
    edit(folder / "orders/settings.yaml", "number_prefix: QA", "number_prefix: QX")
    changes = {(change.section, change.key): change for change in diff_profile(folder)}
    assert changes["orgs", "SF"].detail == "short_name"
    assert changes["orders/settings", "number_prefix"].detail == '"QA" → "QX"'
    assert Body.objects.get(code="SF").short_name == "司法局"
    assert selectors.current().section("orders/settings")["number_prefix"] == "QA"

    applied = apply_profile(folder)
    assert applied.version == 2
    assert Body.objects.get(code="SF").short_name == "司法"
    assert selectors.current().section("orders/settings")["number_prefix"] == "QX"


def test_a_profile_with_a_problem_writes_nothing(folder: Path) -> None:
    edit(folder / "orgs/bodies.csv", "Justice Bureau,department", "Justice Bureau,bureau")
    with pytest.raises(ProfileInvalidError) as caught:
        apply_profile(folder)
    assert [problem.field for problem in caught.value.problems] == ["kind"]
    assert not Area.objects.exists()
    assert not Body.objects.exists()
    assert not ProfileRelease.objects.exists()


def test_a_refusal_at_the_end_rolls_everything_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(document: object, context: object, problems: object) -> list[registry.Change]:
        from gongzhi.profiles.problems import Place

        problems.add(Place("x", 1, "y"), "still in use")  # type: ignore[attr-defined]
        return []

    last = registry.Section("zz", 99, lambda *_: {}, refuse)
    monkeypatch.setattr(registry, "_sections", registry._sections | {"zz": last})
    with pytest.raises(ProfileInvalidError, match="still in use"):
        apply_profile(folder)
    assert not Area.objects.exists()
    assert not ProfileRelease.objects.exists()


def test_a_changed_name_makes_a_version_from_today(folder: Path) -> None:
    apply_profile(folder)
    edit(folder / "areas/areas.csv", "锦绣家园,Jinxiu", "锦绣新家园,Jinxiu")
    applied = apply_profile(folder)
    assert ("areas", "220723001001001") in {(c.section, c.key) for c in applied.changes}
    old, new = AreaVersion.objects.filter(code="220723001001001").order_by("valid")
    assert (old.name, old.valid.lower) == ("锦绣家园", date(2020, 1, 1))
    assert new.name == "锦绣新家园"
    assert old.valid.upper == new.valid.lower
    assert old.area_id == new.area_id
    assert new.valid.upper is None


def test_bodies_that_are_gone_are_removed(folder: Path) -> None:
    apply_profile(folder)
    path = folder / "orgs/bodies.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("PF-12,")), encoding="utf-8")
    applied = apply_profile(folder)
    assert ("remove", "PF-12") in {(c.kind, c.key) for c in applied.changes if c.section == "orgs"}
    assert not Body.objects.filter(code="PF-12").exists()


def test_a_body_in_use_is_not_removed(folder: Path) -> None:
    apply_profile(folder)
    from django.contrib.auth import get_user_model

    from gongzhi.accounts.models import Posting

    user = get_user_model().objects.create(username="somebody")
    body = Body.objects.get(code="PF-12")
    Posting.objects.create(user=user, body=body, role="handler", valid=(date(2026, 1, 1), None))
    path = folder / "orgs/bodies.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(x for x in lines if not x.startswith("PF-12,")), encoding="utf-8")
    with pytest.raises(ProfileInvalidError) as caught:
        apply_profile(folder)
    [problem] = caught.value.problems
    assert "PF-12" in problem.message
    assert Body.objects.filter(code="PF-12").exists()


def test_areas_are_never_deleted_under_their_versions(folder: Path) -> None:
    apply_profile(folder)
    with pytest.raises(ProtectedError):
        Area.objects.first().delete()  # type: ignore[union-attr]


def test_export_gives_the_files_back_and_applies_without_change(
    folder: Path, tmp_path: Path
) -> None:
    apply_profile(folder)
    target = tmp_path / "out"
    names = {str(path.relative_to(target)) for path in export_profile(target)}
    assert "qianan/areas/shapes.geojson" in names
    assert "_standard/orders/limits.csv" in names
    for name in names:
        assert (target / name).read_bytes() == (folder.parent / name).read_bytes()
    assert apply_profile(target / "qianan").changes == ()


def test_export_never_overwrites_something_else(folder: Path, tmp_path: Path) -> None:
    apply_profile(folder)
    target = tmp_path / "out"
    (target / "qianan").mkdir(parents=True)
    (target / "qianan/profile.yaml").write_text("mine: true\n", encoding="utf-8")
    with pytest.raises(ProfileInvalidError):
        export_profile(target)
    assert [path.name for path in target.rglob("*") if path.is_file()] == ["profile.yaml"]


def test_current_without_a_profile_says_so() -> None:
    with pytest.raises(selectors.NoProfileError):
        selectors.current()


def test_current_is_read_once_while_nothing_changes(
    folder: Path, django_assert_num_queries: object
) -> None:
    apply_profile(folder)
    selectors.current()
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert selectors.current().key == "qianan"


def test_another_process_release_is_seen_after_the_pause(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply_profile(folder)
    assert selectors.current().version == 1
    document = ProfileRelease.objects.get().document
    ProfileRelease.objects.create(key="qianan", version=2, document=document, digest="x")
    assert selectors.current().version == 1
    monkeypatch.setattr(selectors, "_seconds", lambda: 0.0)
    assert selectors.current().version == 2


def test_work_calendar_follows_the_profile(folder: Path) -> None:
    edit(folder.parent / "_standard/calendar.yaml", "extra_days: {}",
         "extra_days: {2026-03-10: false}")  # fmt: skip
    apply_profile(folder)
    calendar = selectors.work_calendar()
    shanghai = ZoneInfo("Asia/Shanghai")
    monday = datetime(2026, 3, 9, 17, 0, tzinfo=shanghai)
    # One hour on Monday, none on the day off, the second on Wednesday.
    due = calendar.add(monday, Limit(2, "working_hour"))
    assert due == datetime(2026, 3, 11, 9, 0, tzinfo=shanghai)
    assert selectors.work_calendar() is calendar
