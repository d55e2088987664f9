"""QJ-18: no department passes its duty to a community, and no target is addressed to one."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.kernel.errors import Invalid
from gongzhi.orders.models import Order
from gongzhi.profiles.services.check_profile import read_profile
from gongzhi.profiles.source import profiles_folder
from tests.orders.conftest import City, city, qianan
from tests.orders.processes.test_admission import ask
from tests.orders.test_guards import Case, by_dispatch, by_reassigning, by_ruling

__all__ = ["city", "qianan"]


def test_qj_18_a_departments_duty_stays_with_it_by_every_door(city: City) -> None:
    case = Case(city)
    for door in (by_dispatch, by_reassigning, by_ruling):
        with pytest.raises(Invalid) as refused:
            door(case, city.community.code)
        assert "职责" in str(refused.value)
        assert Order.reached.latest("id").lead_body_id != city.community.id


def test_qj_18_no_target_is_addressed_to_a_community(city: City, tmp_path: Path) -> None:
    before = Order.reached.count()
    with pytest.raises(Invalid) as refused:
        ask(city, text="请社区完成反诈APP注册率九成")
    assert "注册率" in str(refused.value)
    assert Order.reached.count() == before
    # Nor in a profile: neither in a process that a community leads, nor as its duty.
    for name, old, new, where in (
        ("orders/processes/admission.yaml", "zh: 随事给的权限", "zh: 任务数", "fields[6].name"),
        ("orders/duties.csv", "", "T-1,{category},kind:community,department\n", "lead"),
    ):
        folder = _copy(tmp_path / name.replace("/", "-"))
        path = folder / "qianjiang" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if old:
            text = (folder / "_standard" / name).read_text(encoding="utf-8")
            path.write_text(text.replace(old, new), encoding="utf-8")
        else:
            category = (folder / "_standard" / "orders/categories.csv").read_text(encoding="utf-8")
            code = category.splitlines()[-1].split(",")[0]
            head = "clause,category_code,lead,legal_duty_of\n"
            path.write_text(head + new.format(category=code), encoding="utf-8")
        problems = read_profile(folder / "qianjiang").problems.sorted()
        assert len(problems) == 1, problems
        assert name in str(problems[0])
        assert where in str(problems[0])


def _copy(folder: Path) -> Path:
    """The standard and the city, to be spoilt."""
    import shutil

    for key in ("_standard", "qianjiang"):
        shutil.copytree(profiles_folder() / key, folder / key)
    return folder
