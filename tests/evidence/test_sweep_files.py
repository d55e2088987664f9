"""Files that no row names go after a day; rows whose file is gone are told to the IT office."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from gongzhi.evidence.models import Picture
from gongzhi.kernel.photos import clean_photo
from gongzhi.kernel.videos import clean_video
from gongzhi.orders.models import Attachment
from gongzhi.orders.photos import photostore
from gongzhi.orders.services import sweep_files as sweeping
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.sweep_files import sweep_files
from gongzhi.platform.records import read_record
from tests.kernel.test_videos import mp4
from tests.orders.conftest import City, city, qianan
from tests.signing_in import browser_of

from .test_wall import Wall, evidence, photo

__all__ = ["city", "evidence", "qianan"]
HOURS = 3600


@pytest.fixture(autouse=True)
def _data(settings: Any, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def files(root: Path) -> set[str]:
    found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    return found - {"last_sweep.json"}


def aged(root: Path, hours: float) -> None:
    """All that is there was written so long ago."""
    moment = time.time() - hours * HOURS
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))


def test_what_no_row_names_goes_after_a_day(
    evidence: Wall, city: City, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    root = Path(settings.MEDIA_ROOT)
    order = city.report(me := city.resident())
    attach(actor=me, number=order.number, kind="report", blobs=[photo()])
    kept = files(root)
    # A process died before the row was written, another one in the middle of a file.
    left = [*photostore.put(clean_photo(photo("red"))), photostore.put_video(clean_video(mp4()))]
    (root / "photos" / "a1").mkdir(exist_ok=True)
    (root / "photos" / "a1" / "x.0f.part").write_bytes(b"half")
    (root / "registers").mkdir()
    (root / "registers" / "import").write_bytes(b"not of this store")
    assert sweep_files()["deleted"] == 0  # a day has not passed
    aged(root, 23)
    assert sweep_files()["deleted"] == 0
    aged(root, 25)
    found = sweep_files()
    assert found == {"deleted": len(left) + 1, "missing": {}, "names": []}
    assert files(root) == kept | {"registers/import"}
    assert sweep_files()["deleted"] == 0


def test_put_again_it_is_new(evidence: Wall, settings: Any, monkeypatch: Any) -> None:
    """Between the look at the rows and the deletion somebody uploads the same picture."""
    root, clean = Path(settings.MEDIA_ROOT), clean_photo(photo("blue"))
    full, _thumb = photostore.put(clean)
    aged(root, 25)
    asked = photostore.kept

    def meanwhile(names: list[str]) -> set[str]:
        found = asked(names)
        photostore.put(clean)
        return found

    monkeypatch.setattr(sweeping.photostore, "kept", meanwhile)
    assert sweep_files()["deleted"] == 0
    assert (root / full).read_bytes() == clean.jpeg_bytes
    assert not [name for name in files(root) if name.endswith(".going")]


def test_rows_whose_file_is_gone_are_told_to_the_it_office(
    evidence: Wall, city: City, settings: Any
) -> None:
    root = Path(settings.MEDIA_ROOT)
    order = city.report(me := city.resident())
    attach(actor=me, number=order.number, kind="report", blobs=[photo()])
    row = Attachment.reached.get()
    shown = evidence.hang(photo("red"))
    desk = browser_of(city.staff("sysadmin", city.community))
    assert "还没有核对过：每天早上四点" in desk.get("/desk/it/").content.decode()
    sweep_files()
    assert "有文件不见了" not in desk.get("/desk/it/").content.decode()
    (root / row.path).unlink()
    (root / Picture.reached.get(pk=shown.pk).path).unlink()
    found = sweep_files()
    assert found["missing"] == {"orders": 1, "wall": 1}
    assert row.path in found["names"]
    page = desk.get("/desk/it/").content.decode()
    for words in ("有文件不见了", "工单的照片", "晒单墙的照片和视频", row.path):
        assert words in page
    assert order.number not in page
    said = read_record(settings.DATA, "last_sweep")
    assert said is not None
    # Who opens one reads that it is not there; nothing breaks.
    assert browser_of(me).get(f"/media/photo/{row.pk}/full/").status_code == 404


def test_what_is_not_of_the_store_stays(evidence: Wall, settings: Any, tmp_path: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.jpg").write_bytes(b"of somebody else")
    folder = root / "photos"
    folder.mkdir(exist_ok=True)
    (folder / "linked").symlink_to(outside)
    (folder / "link.jpg").symlink_to(outside / "a.jpg")
    (folder / "lost.jpg").symlink_to(outside / "gone.jpg")
    (folder / "loop").symlink_to(folder)
    for name in (b".nfs0001", b"README", b"\xff\xfe.jpg"):
        (folder / os.fsdecode(name)).write_bytes(b"of the disk")
    before = {os.fsencode(path) for path in folder.rglob("*")}
    moment = time.time() - 25 * HOURS
    for path in (*folder.iterdir(), outside / "a.jpg"):
        if path.exists():
            os.utime(path, (moment, moment))
    assert sweep_files()["deleted"] == 0
    assert {os.fsencode(path) for path in folder.rglob("*")} == before
    assert (outside / "a.jpg").exists()


def test_a_file_that_goes_under_the_sweep_stops_nothing(
    evidence: Wall, settings: Any, monkeypatch: Any
) -> None:
    """An upload is finished (`.part` gets its name) between the look into the folder and at it."""
    root = Path(settings.MEDIA_ROOT)
    left, _thumb = photostore.put(clean_photo(photo("red")))
    (root / "photos" / "a.0f.part").write_bytes(b"half")
    aged(root, 25)
    look = Path.lstat

    def finished(path: Path) -> Any:
        if path.suffix == ".part":
            path.unlink(missing_ok=True)
        return look(path)

    monkeypatch.setattr(Path, "lstat", finished)
    assert sweep_files()["deleted"] == 2
    assert not (root / left).exists()


def test_a_folder_that_cannot_be_read_or_changed_stops_nothing(
    evidence: Wall, settings: Any, monkeypatch: Any
) -> None:
    root = Path(settings.MEDIA_ROOT)
    shown = Picture.reached.get(pk=evidence.hang(photo("red")).pk)
    photostore.put(clean_photo(photo("blue")))
    aged(root, 25)

    def refused(*_given: Any, **_options: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as shut:
        shut.setattr(Path, "rename", refused)
        assert sweep_files()["deleted"] == 0
    with monkeypatch.context() as shut:
        shut.setattr(Path, "is_file", refused)
        shut.setattr(Path, "lstat", refused)
        found = sweep_files()
    assert found["deleted"] == 0
    assert shown.path in found["names"]  # who wants to see it does not
    assert sweep_files()["deleted"] == 2


def test_a_sweep_that_was_killed_loses_nothing(evidence: Wall, settings: Any) -> None:
    """It had a file out of the way when it was killed, and a row names the file since."""
    root = Path(settings.MEDIA_ROOT)
    shown = Picture.reached.get(pk=evidence.hang(photo("red")).pk)
    (root / shown.path).rename(root / f"{shown.path}.going")
    aged(root, 25)
    found = sweep_files()
    assert (found["deleted"], found["missing"]) == (0, {})
    assert (root / shown.path).exists()
