"""The roll of members: one organisation at a time, for the post of Party affairs alone (XY-02)."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest

from gongzhi.accounts.models import AccessLog
from gongzhi.areas import selectors as areas
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.kernel.sheetin import read_sheet
from gongzhi.orgs.ending.parts import endings
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import PartyMember, RegisterEvent
from gongzhi.registers.reading.census import census
from gongzhi.registers.reading.find import find
from gongzhi.registers.reading.listing import Within
from gongzhi.registers.services.apply_import import apply_import, ask_to_apply
from gongzhi.registers.services.check_import import check_import
from gongzhi.registers.services.export_register import export_register
from gongzhi.registers.services.save_row import RowRefused, save_row
from gongzhi.registers.services.stage_import import stage_import
from tests.orgs.conftest import Party, city, party, qianan
from tests.registers.conftest import workbook
from tests.signing_in import browser_of

__all__ = ["city", "party", "qianan"]

BORN = r"(?<!\d)1980(?!\d)"  # the year alone: ids have digits too

DAY = date(2026, 11, 17)
MEMBERS = REGISTERS["members"]
BASE = "/desk/registers/"


def member(party: Party, number: int, **words: str) -> dict[str, str]:
    return {"body": party.branch, "number": f"{number:03d}", "birth_year": "1980", **words}


def enrol(party: Party, *rows: dict[str, str]) -> None:
    for words in rows:
        save_row(actor=party.clerk, register=MEMBERS, words=words)


def outsiders(party: Party) -> dict[str, Actor]:
    staff, root = party.city.staff, areas.root_area()
    return {
        "secretary": party.secretary, "handler": party.handler, "sysadmin": party.sysadmin,
        "commander": staff("commander", party.city.centre, root),
        "director": staff("street_director", party.city.street, party.street_area),
        "auditadmin": staff("auditadmin", party.city.centre),
    }  # fmt: skip


def test_nobody_but_the_post_of_party_affairs_sees_a_member_or_a_count(party: Party) -> None:
    enrol(party, member(party, 1, name="周小明"))
    row = PartyMember.reached.get()
    paths = ("census/", f"members/?body={party.branch}", f"members/{row.pk}/", "members/export/",
             "members/import/", "members/new/")  # fmt: skip
    for name, actor in outsiders(party).items():
        browser = browser_of(actor)
        for path in paths:
            assert browser.get(BASE + path).status_code == 403, (name, path)
        with guarded():
            assert not PartyMember.objects.visible_to(actor).exists(), name
            assert not any(one.register == "members" for one in find(actor, "周小明")), name
            events = RegisterEvent.objects.visible_to(actor).filter(register="members")
            assert not events.exists(), name
        with pytest.raises(Denied):
            save_row(actor=actor, register=MEMBERS, words=member(party, 2))
    assert PartyMember.reached.count() == 1
    away = browser_of(party.elsewhere)
    assert away.get(f"{BASE}members/{row.pk}/").status_code == 404
    assert away.get(f"{BASE}census/?body={party.branch}").status_code == 404
    page = away.get(f"{BASE}members/?body={party.branch}").content.decode()
    assert f"members/{row.pk}/" not in page
    with pytest.raises(RowRefused, match="不归您的岗位管"):
        save_row(actor=party.elsewhere, register=MEMBERS, words=member(party, 2))


def test_a_system_administrator_with_a_party_post_elsewhere_gains_nothing(party: Party) -> None:
    enrol(party, member(party, 1))
    both = Actor("staff", user_id=1, postings=(*party.sysadmin.postings, *party.elsewhere.postings))
    with guarded():
        assert not PartyMember.objects.visible_to(both).exists()


def test_there_is_no_list_without_one_organisation(party: Party) -> None:
    enrol(party, member(party, 1, name="周小明"), member(party, 2))
    browser = browser_of(party.clerk)
    answer = browser.get(f"{BASE}members/")
    assert (answer.status_code, answer["Location"]) == (302, f"{BASE}census/")
    page = browser.get(f"{BASE}members/?body={party.branch}&area=&value=retired").content.decode()
    assert "001 周××" in page
    assert "周小明" not in page
    above = browser.get(f"{BASE}members/?body={party.general_branch}").content.decode()
    assert "周××" not in above  # its own roll, not those below it
    with pytest.raises(Invalid, match="先选一个党组织"):
        export_register(
            actor=party.clerk, register=MEMBERS, file=BytesIO(), purpose="核对", personal=True
        )


def test_the_roll_keeps_what_the_census_cuts_by_and_tells_no_value_in_its_history(
    party: Party,
) -> None:
    enrol(party, member(party, 1, name="周小明", retired="是", education="本科"))
    row = PartyMember.reached.get()
    assert open_(row.name_sealed) == "周小明"
    assert (row.retired, row.new_sector, row.education) == (True, False, "bachelor")
    save_row(
        actor=party.clerk, register=MEMBERS, row_id=row.pk, version=1,
        words=member(party, 1, retired="否", education="本科", left_on="2026-05-01"),
    )  # fmt: skip
    row.refresh_from_db()
    assert open_(row.name_sealed) == "周小明"  # an empty cell does not empty the roll
    assert (row.retired, row.ended_on) == (False, date(2026, 5, 1))
    told = list(RegisterEvent.reached.order_by("id").values_list("kind", "fields", "values"))
    assert told[-1] == ("changed", ["retired", "left_on"], {})
    assert census(party.clerk, DAY).total.members == 0
    for wrong, said in (
        ({"birth_year": ""}, "请填写"), ({"birth_year": "2015"}, "应是"), ({"body": "CG"}, "没有这个党组织"),
        ({"education": "博士后"}, "只能填"), ({"left_on": "去年"}, "应是日期"),
    ):  # fmt: skip
        with pytest.raises(RowRefused, match=said):
            save_row(actor=party.clerk, register=MEMBERS, words=member(party, 2) | wrong)
    assert PartyMember.reached.count() == 1


def test_found_by_name_and_initials_opened_for_a_purpose(party: Party) -> None:
    enrol(party, member(party, 1, name="周小明"))
    row = PartyMember.reached.get()
    for asked in ("周小明", "zxm"):
        (found,) = find(party.clerk, asked)
        assert (found.register, found.hits[0].id, found.hits[0].title) == (
            "members", row.pk, "001 周××",
        )  # fmt: skip
    browser = browser_of(party.clerk)
    page = browser.get(f"{BASE}members/{row.pk}/").content.decode()
    assert not re.search(BORN, page)
    page = browser.post(f"{BASE}members/{row.pk}/open/", {"purpose": "核对"}).content.decode()
    assert re.search(BORN, page)
    assert AccessLog.objects.get().subject == f"members {row.pk}"


def test_import_and_export_of_a_roll(party: Party, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT, clerk = tmp_path, party.clerk
    rows = [member(party, n, retired="是" if n < 4 else "否", name="李小红") for n in range(1, 31)]
    staged = stage_import(
        actor=clerk, register=MEMBERS, data=workbook("members", rows), file_name="名册.xlsx"
    )
    check_import(import_id=staged.pk)
    staged.refresh_from_db()
    assert (staged.problem_count, staged.counts) == (0, {"new": 30})
    ask_to_apply(actor=clerk, import_id=staged.pk)
    apply_import(import_id=staged.pk)
    assert PartyMember.reached.count() == 30
    file = tmp_path / "out.xlsx"
    with file.open("wb") as out:
        count = export_register(
            actor=clerk, register=MEMBERS, file=out, purpose="核对",
            within=Within(body=party.branch), personal=True,
        )  # fmt: skip
    assert count == 30
    assert read_sheet(file)[0].get("姓名") == "李小红"
    log = AccessLog.objects.get()
    assert (log.kind, log.subject) == ("export", f"members {party.branch} 30 含个人信息")


def test_members_go_with_their_organisation_when_it_ends(party: Party) -> None:
    enrol(party, member(party, 1), member(party, 2))
    other = party.general_branch
    save_row(actor=party.clerk, register=MEMBERS, words=member(party, 1) | {"body": other})
    ending = next(one for one in endings() if one.key == "members")
    from_id, to_id = party.body(party.branch).id, party.body(other).id
    assert ending.count(from_id) == 0  # whoever ends a body is not told how many
    from gongzhi.kernel import clock

    ending.pass_on(from_id, to_id, clock.now())
    found = PartyMember.reached.filter(body_id=to_id).values_list("number", flat=True)
    assert sorted(found) == ["001", f"001-{from_id}", "002"]
    assert {row.area_path for row in PartyMember.reached.all()} == {party.community_area.path}


def test_the_roll_goes_along_when_a_profile_moves_the_organisation(party: Party) -> None:
    from gongzhi.orgs.models import Body
    from gongzhi.registers.catalogue.following import members_follow

    enrol(party, member(party, 1))
    save_row(actor=party.clerk, register=MEMBERS,
             words=member(party, 2) | {"body": party.general_branch})  # fmt: skip
    before = dict(PartyMember.reached.values_list("number", "area_path"))
    members_follow()
    assert dict(PartyMember.reached.values_list("number", "area_path")) == before
    root = areas.root_area()
    assert root is not None
    away = next(a for a in areas.children(root.id) if a.id != party.street_area.id)
    Body.objects.filter(code=party.branch).update(area_id=away.id)
    members_follow()
    found = dict(PartyMember.reached.values_list("number", "area_path"))
    assert found == {"001": away.path, "002": before["002"]}
    Body.objects.filter(code=party.branch).update(area_id=None)  # the whole city's
    members_follow()
    row = PartyMember.reached.get(number="001")
    assert (row.area_path, row.area_id) == (root.path, root.id)


def test_the_census_goes_down_the_tree_and_masks_small_counts(party: Party) -> None:
    enrol(
        party,
        *(member(party, n, retired="是", birth_year="1950") for n in range(1, 8)),
        *(member(party, n, education="本科", birth_year="2000") for n in range(8, 11)),
        member(party, 1) | {"body": party.general_branch},
    )
    whole = census(party.clerk, DAY)
    assert (whole.total.members, whole.total.cuts) == (11, [7, 0, 3, 7, 3])
    # Of eleven, seven leave four who are not retired: too few as well.
    assert whole.cuts == [None, 0, None, None, None]
    (line,) = [one for one in whole.lines if one.members]
    assert line.body.code == party.committee
    below = census(party.clerk, DAY, code=party.general_branch)
    own, branch = (one for one in below.lines if one.members)
    assert (own.itself, own.members, branch.body.code, branch.members) == (
        True, 1, party.branch, 10,
    )  # fmt: skip
    assert [one.code for one in below.above] == [party.committee, party.general_branch]
    with pytest.raises(NotFound):
        census(party.elsewhere, DAY, code=party.branch)
    assert census(party.elsewhere, DAY).total.members == 0
    page = browser_of(party.clerk).get(f"{BASE}census/?body={party.general_branch}")
    assert "各项相加不等于总数" in page.content.decode()


def test_what_the_page_above_leaves_out_stands_on_no_page_below(party: Party) -> None:
    """Three less nine: whoever opened the branch could subtract its number from the total."""
    enrol(
        party,
        *(member(party, n, retired="是", education="本科") for n in range(1, 10)),
        *(member(party, n, retired="是") | {"body": party.general_branch} for n in range(1, 4)),
    )
    whole, above = census(party.clerk, DAY), census(party.clerk, DAY, code=party.general_branch)
    assert (whole.cuts[0], above.cuts[0]) == (12, 12)
    assert [line.cuts[0] for line in above.lines if line.members] == [None, None]
    below = census(party.clerk, DAY, code=party.branch)
    assert (below.total.members, below.cuts[0]) == (9, None)
    assert [line.cuts[0] for line in below.lines if line.members] == [None]
    # Nine of twelve have a degree: of the whole it is left out for the three who have none.
    assert (whole.cuts[4], above.cuts[4], below.cuts[4]) == (None, None, None)


def test_age_is_the_year_less_the_year_of_birth_and_includes_the_number(party: Party) -> None:
    years = {1990: False, 1991: True, 1966: True, 1967: False}
    enrol(party, *(member(party, n, birth_year=str(y)) for n, y in enumerate(years, 1)))
    assert census(party.clerk, DAY).total.cuts[2:4] == [1, 1]
