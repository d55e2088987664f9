"""QJ-02: 9 temporary general branches and 267 branches, 11,764 in service and 546 returned."""

from __future__ import annotations

from gongzhi.kernel import clock
from gongzhi.orgs.models import Body
from gongzhi.orgs.reach import EVERYWHERE
from gongzhi.orgs.reading.party_home import members_of, open_branches
from tests.acceptance.relations import DAY, fill, text
from tests.orders.conftest import T0
from tests.orgs.conftest import Party, city, party, qianan
from tests.signing_in import browser_of

__all__ = ["city", "party", "qianan"]


def test_qj_02_temporary_branches_while_members_keep_their_home(party: Party) -> None:
    homes = Body.objects.filter(kind="unit").count()
    fill(temporary={"general_branches": 9, "branches": 267, "in_service": 11764, "returned": 546})
    kinds = ("party_temporary_general_branch", "party_temporary_branch")
    assert [Body.objects.filter(kind=kind).count() for kind in kinds] == [9, 267]
    branches = open_branches(EVERYWHERE, DAY)
    assert members_of(branches.values("pk"), DAY) == (11764, 546)
    assert Body.objects.filter(kind="unit", active=True).count() == homes
    with clock.frozen(T0):
        page = text(browser_of(party.sysadmin), "/desk/party/temporary/")
    assert "正在运行 276 个，在职党员 11764 人，返乡党员 546 人" in page
