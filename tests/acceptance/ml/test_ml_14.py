"""ML-14: the power-and-duty list, versioned; its items are what dispatch uses."""

from __future__ import annotations

from pathlib import Path

from gongzhi.orders.models import DutyClause
from gongzhi.orders.selectors.desk.duty_versions import duty_difference, duty_versions
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles.services.apply_profile import apply_profile
from tests.orders.conftest import City, city, forget_all, qianan
from tests.orgs.town import town

__all__ = ["city", "qianan"]


def test_ml_14_versions_of_the_power_and_duty_list(city: City, tmp_path: Path) -> None:
    folder = town(tmp_path)
    path = folder / "orders/duties.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    head = next(n for n, line in enumerate(lines) if line.startswith("clause"))
    columns = lines[head].split(",")
    first = lines[head + 1].split(",")
    clause, lead = first[columns.index("clause")], first[columns.index("lead")]
    first[columns.index("lead")] = "SZ" if lead != "SZ" else "CG"
    lines[head + 1] = ",".join(first)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    apply_profile(folder)
    forget_all()
    versions = duty_versions()
    assert [(v.version, v.added, v.removed, v.changed) for v in versions[:1]] == [(2, 0, 0, 1)]
    assert len(versions) == 2
    [change] = duty_difference(1, 2)
    assert change.clause == clause
    assert change.before is not None
    assert change.after is not None
    assert change.before["lead"] != change.after["lead"]
    # Dispatch reads the version in force, and each item leads to a body.
    row = DutyClause.objects.get(clause=clause)
    assert row.lead == first[columns.index("lead")]
    assert orgs.body_by_code(row.lead) is not None
