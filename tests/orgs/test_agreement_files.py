"""Scans of agreements that no agreement names go after a day; lost ones are told to the IT office."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from gongzhi.kernel.errors import NotFound
from gongzhi.orders.photos import photostore
from gongzhi.orders.services import sweep_files as sweeping
from gongzhi.orders.services.sweep_files import sweep_files
from gongzhi.orgs import agreementfiles
from gongzhi.orgs.agreementfiles import Uploaded
from gongzhi.orgs.models import Agreement

from .conftest import Party
from .test_agreements import sign

DAY_AND_MORE = 25 * 3600
SCAN = Uploaded("协议.pdf", b"%PDF-1.4 signed")
LEFT = Uploaded("旧.png", b"\x89PNG\r\n\x1a\n of a try that was refused")


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    settings.DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def aged(root: Path) -> None:
    moment = time.time() - DAY_AND_MORE
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))


def test_a_scan_without_an_agreement_goes_after_a_day(party: Party, root: Path) -> None:
    kept = sign(party, file=SCAN).file
    left, _shown = agreementfiles.put(LEFT)
    half = root / "agreements" / "x.0f.part"
    half.write_bytes(b"half")
    foreign = root / "agreements" / "README"
    foreign.write_bytes(b"of somebody else")
    assert sweep_files()["deleted"] == 0  # a day has not passed
    aged(root)
    assert sweep_files() == {"deleted": 2, "missing": {}, "names": []}
    assert not (root / left).exists()
    assert not half.exists()
    assert foreign.exists()
    assert agreementfiles.read(kept) == (SCAN.data, "application/pdf")


def test_signed_again_while_the_sweep_looks_it_stays(
    party: Party, root: Path, monkeypatch: Any
) -> None:
    name, _shown = agreementfiles.put(SCAN)
    aged(root)
    asked = photostore.kept

    def meanwhile(names: list[str]) -> set[str]:
        found = asked(names)
        sign(party, file=SCAN)
        return found

    monkeypatch.setattr(sweeping.photostore, "kept", meanwhile)
    assert sweep_files()["deleted"] == 0
    assert Agreement.reached.get().file == name
    assert agreementfiles.read(name)[0] == SCAN.data
    assert not list(root.rglob("*.going"))


def test_a_scan_that_is_lost_is_counted_once(party: Party, root: Path) -> None:
    first = sign(party, file=SCAN)
    second = sign(party, title="另一份", file=SCAN)  # the same paper for two rows
    assert first.file == second.file
    (root / first.file).unlink()
    found = sweep_files()
    assert (found["missing"], found["names"]) == ({"agreements": 1}, [first.file])
    with pytest.raises(NotFound):
        agreementfiles.read(first.file)
