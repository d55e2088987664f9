"""Changes of boundaries, imports and functional areas do not undo one another unseen."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.forms.change import SplitForm
from gongzhi.areas.models import AreaVersion, BoundaryChange
from gongzhi.areas.selectors import area_by_id
from gongzhi.areas.services.apply_change import make_change
from gongzhi.areas.services.apply_import import apply_import
from gongzhi.areas.services.cancel_change import cancel_change
from gongzhi.areas.services.keep_functional import Wanted, end_functional, keep_functional
from gongzhi.areas.services.stage_import import stage_file
from gongzhi.kernel.clock import today
from gongzhi.kernel.errors import Conflict, Invalid

from .conftest import BOSS, Town

CODES = {"B": "900000001002", "C": "900000001003"}


def renamed(tmp_path: Path, *codes: str) -> int:
    path = tmp_path / "a.csv"
    path.write_text("编码,名称\n" + "".join(f"{code},改名{code[-1]}\n" for code in codes), "utf-8")
    row = stage_file(actor=BOSS, path=path, name="a.csv", chosen_crs="WGS84", day=today())
    return int(row.pk)


def test_an_import_leaves_alone_what_a_planned_change_was_worked_out_on(
    town: Town, tmp_path: Path
) -> None:
    """The change keeps names and shapes as they were when it was planned: it would put them back."""
    later = today() + timedelta(days=3)
    asked = Asked("rename", later, (town["B"],), (Part("", "新B"),))
    staged_before = renamed(tmp_path, CODES["B"])
    change = make_change(actor=BOSS, asked=asked)
    for staged in (staged_before, renamed(tmp_path, CODES["B"], CODES["C"])):
        with pytest.raises(Invalid, match="什么都没有写入"):
            apply_import(actor=BOSS, import_id=staged)
    assert not AreaVersion.objects.filter(name__startswith="改名").exists()
    cancel_change(actor=BOSS, change_id=change.pk)
    apply_import(actor=BOSS, import_id=renamed(tmp_path, CODES["B"]))
    assert town.version("B").name == "改名2"


def test_a_part_without_a_name_takes_nothing(town: Town) -> None:
    """Children given to a part that is not filled in are not silently given to another."""
    area = area_by_id(town["A"])
    assert area is not None
    data = {
        "effective_on": str(today()), "name_1": "甲", "code_1": "900000001001", "name_2": "乙",
        "code_2": "900000001901", "keeps": "1", "residual": "1",
        f"child_{town['a1']}": "1", f"child_{town['a2']}": "3",
    }  # fmt: skip
    form = SplitForm([area], data)
    assert form.is_valid(), form.errors
    with pytest.raises(Invalid, match="第3部分"):
        form.asked()
    form = SplitForm([area], data | {f"child_{town['a2']}": "2", "keeps": "4"})
    assert form.is_valid()
    with pytest.raises(Invalid, match="沿用"):
        form.asked()
    assert not BoundaryChange.objects.exists()


def test_what_has_ended_stays_ended(town: Town) -> None:
    park = keep_functional(actor=BOSS, wanted=Wanted("P-1", "园区", "park", area_ids=(town["A"],)))
    park.valid = type(park.valid)(today() - timedelta(days=9), today() - timedelta(days=2))
    park.save()
    for act in (
        lambda: end_functional(actor=BOSS, functional_id=park.pk),
        lambda: keep_functional(
            actor=BOSS, functional_id=park.pk,
            wanted=Wanted("P-1", "改名", "park", area_ids=(town["B"],)),
        ),
    ):  # fmt: skip
        with pytest.raises(Conflict, match="已经停用"):
            act()
    park.refresh_from_db()
    assert (park.name, park.valid.upper) == ("园区", today() - timedelta(days=2))
