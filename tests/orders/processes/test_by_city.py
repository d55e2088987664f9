"""What a city has of the processes is data: left out, it is not there; limits and triage checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.profiles.services.check_profile import check_profile, read_profile
from tests.profiles.conftest import edit

from .mile import built

SERVICE = "../_standard/orders/processes/service_order.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return built(tmp_path, "220723")


def test_a_city_leaves_out_what_it_does_not_use(folder: Path) -> None:
    edit(
        folder / "orders/settings.yaml", "number_prefix: ML",
        "number_prefix: ML\nprocesses_left_out: [wish, errand]",
    )  # fmt: skip
    read = read_profile(folder)
    assert read.problems.sorted() == []
    there = read.context.documents["orders/processes"]
    assert not {"wish", "errand"} & set(there)
    assert {"matter", "service_order", "owner_request"} <= set(there)


@pytest.mark.parametrize(
    ("file", "old", "new", "field"),
    [
        (SERVICE, "  - key: expire", "  - key: expires", "residents"),
        ("orders/stage_limits.csv", "owner_receive,220723", "owner_recieve,220723", "stage"),
        ("orders/stage_limits.csv", "owner_receive,220723", "owner_receive,99", "area_code"),
        ("orders/stage_limits.csv", "220723,5,", "220723,0,", "amount"),
        ("orders/stage_limits.csv", "urgent_minute", "minutes", "unit"),
        ("orders/triage.yaml", "department: big", "department: huge", "by_duty.department"),
        ("orders/triage.yaml", '"30601": small', '"39999": small', "classes.39999"),
        ("orders/triage.yaml", "lead: kind:community", "lead: kind:mayor", "kinds.small.lead"),
    ],
)
def test_a_mistake_is_told_with_its_place(
    folder: Path, file: str, old: str, new: str, field: str
) -> None:
    edit(folder / file, old, new)
    problems = check_profile(folder)
    assert [one for one in problems if one.file.endswith(Path(file).name) and one.field == field], (
        problems
    )
