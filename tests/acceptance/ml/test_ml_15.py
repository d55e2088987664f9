"""ML-15: five devolved powers, also for communities, as entries of the versioned register.

How a power is exercised (a workflow each) is not built yet.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.orgs.reading.power_versions import power_versions
from gongzhi.orgs.reading.structure import powers
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profiles_folder
from tests.acceptance.cities import city as folder
from tests.acceptance.relations import text
from tests.orders.conftest import City, forget_all
from tests.orgs.town import applied
from tests.signing_in import browser_of


def of_mile() -> str:
    return (profiles_folder() / "mile/orgs/powers.csv").read_text(encoding="utf-8")


def test_ml_15_part_five_powers_of_streets_and_communities() -> None:
    lines = folder("mile").documents["orgs/powers"]
    assert isinstance(lines, list)
    assert len(lines) == 5
    assert {line["holder_kind"] for line in lines} == {"street|community"}
    assert {"人事考核建议权", "征得同意权"} <= {line["name"] for line in lines}


@pytest.mark.django_db
def test_ml_15_part_the_register_keeps_its_versions(tmp_path: Path) -> None:
    target = applied(tmp_path, files={"orgs/powers.csv": of_mile()})
    [first] = power_versions()
    assert (first.version, first.count, len(first.added)) == (1, 5, 5)
    assert [len(power.holders) for power in powers()] == [2] * 5
    assert [power.held_by for power in powers()] == [3 + 7] * 5
    changed = of_mile().replace("plan,规划参与权,", "plan,规划参与和建议权,")
    lines = [line for line in changed.splitlines() if not line.startswith("manage,")]
    (target / "orgs/powers.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    apply_profile(target)
    forget_all()
    second = power_versions()[0]
    assert (second.version, second.count) == (2, 4)
    assert (second.added, second.removed) == ((), ("综合管理权",))
    assert second.changed == ("规划参与和建议权",)
    city = City()
    page = text(browser_of(city.staff("handler", city.street)), "/desk/party/structure/")
    assert "第2版" in page
    assert "综合管理权" in page  # in the history, no longer in the list
    forget_all()
