"""XY-04: a pool of talent over villages and communities, each with consent, found by skill."""

from __future__ import annotations

from datetime import datetime

from gongzhi.areas import selectors as areas
from gongzhi.demo.people.members import fill_talent
from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.registers.models import TalentEntry
from gongzhi.registers.reading.find import find
from tests.acceptance.cities import city as folder
from tests.acceptance.relations import text
from tests.orgs.conftest import Party, city, party, qianan
from tests.signing_in import browser_of

__all__ = ["city", "party", "qianan"]

AT = datetime(2026, 11, 17, 9, 0, tzinfo=LOCAL_TZ)


def test_xy_04_pool_of_1570_people_found_by_skill(party: Party) -> None:
    xiangyun = folder("xiangyun")
    wanted = xiangyun.demo.talent
    assert wanted.total == 1570
    assert sum(area.kind in wanted.kinds for area in xiangyun.areas) == 139
    fill_talent("acceptance", AT, wanted)
    rows = TalentEntry.reached.all()
    assert rows.count() == 1570
    assert not rows.filter(agreed_on__gt=AT.date()).exists()
    assert not rows.exclude(is_demo=True).exists()
    root = areas.root_area()
    clerk = party.city.staff("party_clerk", party.body("SH"), root)
    (found,) = find(clerk, "果树修剪")
    assert found.more
    assert {hit.detail for hit in found.hits} == {"果树修剪"}
    page = text(browser_of(clerk), "/desk/registers/talent/?value=repair")
    assert "农机维修" in page or "家电维修" in page
