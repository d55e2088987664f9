"""XY-02: a census of Party organisations and of their members, counted from records."""

from __future__ import annotations

from datetime import datetime

from gongzhi.areas import selectors as areas
from gongzhi.demo.people.members import fill_members
from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body
from gongzhi.orgs.reach import EVERYWHERE, reach_of
from gongzhi.orgs.reading.census import census
from gongzhi.orgs.services.fill_post import fill_post
from gongzhi.registers.counting.cuts import CUTS
from gongzhi.registers.models import PartyMember
from gongzhi.registers.reading.census import census as members_of
from tests.acceptance.cities import city as folder
from tests.acceptance.relations import DAY, clerk, text
from tests.orgs.conftest import SINCE, Party, city, party, qianan
from tests.signing_in import browser_of

__all__ = ["city", "party", "qianan"]

AT = datetime(2026, 11, 17, 9, 0, tzinfo=LOCAL_TZ)


def test_xy_02_part_one_committee_seven_general_branches_68_branches() -> None:
    xiangyun = folder("xiangyun")
    kinds = xiangyun.body_kinds()
    assert (kinds["party_committee"], kinds["party_general_branch"], kinds["party_branch"]) == (
        1, 7, 68,
    )  # fmt: skip
    names = xiangyun.documents["orgs"]["kinds"]  # type: ignore[index]
    assert names["party_branch"]["zh"] == "居民小组党支部"
    # Every urban community has one: coverage 100 %.
    communities = {a.code for a in xiangyun.areas if a.kind == "community"}
    assert {b.area_code for b in xiangyun.bodies if b.kind == "party_general_branch"} == communities


def test_xy_02_part_counts_by_kind_and_area_from_records(party: Party) -> None:
    root = areas.root_area()
    assert root is not None
    fill_post(
        actor=party.clerk, body=party.general_branch, post="secretary", holder_name="王三",
        since=SINCE,
    )  # fmt: skip
    found = census(root, EVERYWHERE, DAY)
    lines = {line.kind: (line.count, line.linked, line.led) for line in found.lines}
    assert lines["party_general_branch"] == (7, 7, 1)
    assert lines["party_branch"] == (122, 122, 0)
    assert (found.total, sum(part.total for part in found.parts)) == (2782, 2782)
    assert (len(found.communities.covered), found.communities.rate) == (7, 1)
    # A branch that closes is gone from every count, and a community without one is named.
    Body.objects.filter(code=party.general_branch).update(active=False)
    orgs.forget()
    below = census(party.street_area, EVERYWHERE, DAY)
    assert {line.kind: line.count for line in below.lines}["party_general_branch"] == 2
    assert below.communities.missing == (party.city.community.id,)
    page = text(clerk(party), f"/desk/party/census/?area={party.street_area.code}")
    assert "没有党组织的社区" in page
    assert party.city.community.short_name in page
    # Another street's clerk counts nothing here.
    assert census(party.street_area, reach_of(party.elsewhere), DAY).total == 0


def test_xy_02_members_counted_from_their_rows_by_cuts_that_overlap(party: Party) -> None:
    wanted = folder("xiangyun").demo.members
    assert wanted.total == 1352
    fill_members("acceptance", AT, wanted)
    root = city_clerk(party)
    found = members_of(root, AT.date())
    assert found.total.members == 1352
    cuts = dict(zip([cut.key for cut in CUTS], found.total.cuts, strict=True))
    assert cuts == {"retired": 462, "new_sector": 73, "young": 169, "old": 509, "college": 402}
    # Attributes, no partition: they do not add up to the whole, and some have several.
    assert sum(cuts.values()) != 1352
    assert PartyMember.reached.filter(retired=True, birth_year__lte=AT.year - 60).exists()
    # Nobody typed a number: a member who retires is counted so at once, one who left is gone.
    row = PartyMember.reached.filter(retired=False).order_by("id")[0]
    PartyMember.reached.filter(pk=row.pk).update(retired=True)
    assert members_of(root, AT.date()).total.cuts[0] == 463
    PartyMember.reached.filter(pk=row.pk).update(ended_on=AT.date())
    assert members_of(root, AT.date()).total.members == 1351
    # By organisation, down to the branches; every urban community has an organisation.
    assert sum(line.members for line in found.lines) == 1352
    assert found.communities.rate == 1
    page = text(browser_of(root), "/desk/registers/census/")
    assert "各项相加不等于总数" in page
    assert not PartyMember.reached.exclude(is_demo=True).exists()


def city_clerk(party: Party) -> Actor:
    root = areas.root_area()
    assert root is not None
    return party.city.staff("party_clerk", party.body("SH"), root)
