"""QJ-01: a programme with its plan, its leading group and three task areas."""

from __future__ import annotations

from datetime import date

import pytest

from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.orgs.models import Programme
from gongzhi.orgs.services.start_programme import start_programme
from tests.acceptance.relations import text
from tests.orgs.conftest import Party, city, party, qianan
from tests.signing_in import browser_of

__all__ = ["city", "party", "qianan"]


def test_qj_01_programme_with_tasks_and_leading_group(party: Party) -> None:
    values = {
        "group": "LX-220723-001", "name": "双报到双服务", "basis": "潜组发〔2026〕1号（示例）",
        "starts_on": date(2026, 1, 1), "ends_on": None, "tasks": ["报到", "服务", "评价"],
    }  # fmt: skip
    with pytest.raises(Denied):
        start_programme(actor=party.clerk, **values)  # type: ignore[arg-type]
    for more in ({"basis": " "}, {"tasks": [" "]}, {"group": party.alliance}):
        with pytest.raises(Invalid):
            start_programme(actor=party.sysadmin, **(values | more))  # type: ignore[arg-type]
    assert not Programme.objects.exists()
    row = start_programme(actor=party.sysadmin, **values)  # type: ignore[arg-type]
    assert row.tasks.count() == 3
    page = text(browser_of(party.sysadmin), "/desk/party/levels/")
    assert "双报到双服务" in page
    assert "评价" in page
