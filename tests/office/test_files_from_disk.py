"""Files applied from disk, and a demo that starts again, keep what the desk changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gongzhi.cli import prepare
from gongzhi.cli.newprofile import new_profile
from gongzhi.cli.profile import _show_changes, apply_folder
from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import release_in_force
from gongzhi.office.edits import Edit
from gongzhi.office.services.change_settings import change_settings
from gongzhi.office.services.keep_edits import keep_edits
from gongzhi.platform.problems import PlatformError
from gongzhi.platform.records import keep_record, read_record
from gongzhi.profiles.services import apply_profile as apply_service
from gongzhi.profiles.services.apply_profile import desk_changes_lost
from gongzhi.profiles.services.check_profile import check_profile
from gongzhi.profiles.source import profile_path
from tests.orders.conftest import City

QIANAN = profile_path("qianan")


@pytest.fixture
def admin(city: City) -> Actor:
    return city.staff("sysadmin", city.centre)


def change(admin: Actor, days: int) -> int:
    keep_edits(actor=admin, edits=[Edit("set", "orders/settings.yaml", ("rating_days",), days)])
    base = release_in_force().version
    return change_settings(actor=admin, base_version=base, reason="试").version


def test_the_command_refuses_in_words_and_names_what_would_be_lost(admin: Actor) -> None:
    version = change(admin, 9)
    assert [one.path for one in desk_changes_lost(QIANAN)] == [("rating_days",)]
    with pytest.raises(PlatformError) as caught:
        apply_folder(QIANAN)
    for words in ("--over-desk-changes", "rating_days", "9 → 7", f"versions {version}"):
        assert words in str(caught.value)
    assert release_in_force().version == version
    assert apply_folder(QIANAN, over_desk_changes=True).version == version + 1
    assert desk_changes_lost(QIANAN) == []


def test_a_demo_that_starts_again_keeps_them(
    admin: Actor, settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA = tmp_path
    prepare.apply_profile("qianan")  # the files are in force already; the stamp is written
    version = change(admin, 9)
    prepare.apply_profile("qianan")
    assert "stays in force" in capsys.readouterr().out
    prepare.apply_profile("qianan")
    assert capsys.readouterr().out == ""
    assert release_in_force().version == version
    assert release_in_force().document["orders/settings"]["rating_days"] == 9


def test_a_demo_of_another_city_is_refused_in_one_sentence(city: City) -> None:
    prepare.refuse_other_city("qianan")
    with pytest.raises(PlatformError, match="holds the demo of qianan, not of mile"):
        prepare.refuse_other_city("mile")


def test_a_new_place_can_be_checked_and_applied(db: None, tmp_path: Path) -> None:
    said = new_profile(tmp_path / "mytown", QIANAN.parent / "_standard")
    assert "with a copy of _standard beside it" in said
    assert check_profile(tmp_path / "mytown") == []
    for name in ("Mytown", "1town", "my-town", "t" * 41):
        with pytest.raises(PlatformError):
            new_profile(tmp_path / name, QIANAN)
        assert not (tmp_path / name).exists()
    with pytest.raises(PlatformError):
        new_profile(tmp_path / "mytown", QIANAN)
    new_profile(tmp_path / "copy", QIANAN)
    assert check_profile(tmp_path / "copy") == []


def test_records_are_kept_and_damaged_ones_are_none(tmp_path: Path) -> None:
    keep_record(tmp_path, "last_check", {"count": 0})
    found = read_record(tmp_path, "last_check")
    assert found is not None
    assert found["count"] == 0
    assert found["at"].endswith("Z")
    (tmp_path / "last_check.json").write_text("{", encoding="utf-8")
    assert read_record(tmp_path, "last_check") is None
    assert read_record(tmp_path, "never") is None
    keep_record(tmp_path / "nowhere", "last_check", {})


def test_what_changes_is_shown_before_it_is_applied(
    admin: Actor, capsys: pytest.CaptureFixture[str]
) -> None:
    change(admin, 9)
    version = release_in_force().version

    def stopped(changes: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):  # Ctrl-C while it is being shown
        apply_folder(QIANAN, over_desk_changes=True, show=stopped)
    assert release_in_force().version == version
    apply_folder(QIANAN, over_desk_changes=True, show=_show_changes)
    assert "orders" in capsys.readouterr().out
    assert release_in_force().version == version + 1
    apply_folder(QIANAN, over_desk_changes=True, show=_show_changes)
    assert capsys.readouterr().out == ""


def test_the_changes_that_were_shown_are_those_applied_from_one_reading(
    admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(admin, 9)
    read, shown = [], []
    whole = apply_service.read_profile

    def counted(path: Path) -> object:
        read.append(path)
        return whole(path)

    monkeypatch.setattr(apply_service, "read_profile", counted)
    applied = apply_folder(QIANAN, over_desk_changes=True, show=shown.append)
    assert shown == [applied.changes]
    assert applied.changes
    assert len(read) == 1
