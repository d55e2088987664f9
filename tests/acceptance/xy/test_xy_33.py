"""XY-33: one entry for residents, members and staff; one login opens every door of a person.

A member is a resident who reports and serves: the same login, no second account, and no list of
members; the Party's numbers are counted from records for the post of Party affairs.
"""

from __future__ import annotations

from django.test import Client

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.registers.models import PartyMember
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.settle import settle
from tests.acceptance.relations import text
from tests.orders.conftest import T0
from tests.orgs.conftest import Party, city, party, qianan
from tests.signing_in import browser_of
from tests.volunteering.conftest import Corps, shift

__all__ = ["city", "party", "qianan"]

PATH = "/start/"


def main(page: str) -> str:
    return page.split("<main")[1].split("</main>", maxsplit=1)[0]


def test_xy_33_one_entry_one_login_every_door(party: Party) -> None:
    page = main(text(Client(), PATH))
    assert 'href="/me/login/?next=/start/"' in page
    assert 'href="/login/?next=/start/"' in page
    assert "/desk/" not in page
    resident = browser_of(party.city.resident())
    page = main(text(resident, PATH))
    assert 'href="/me/data/"' in page
    assert "/desk/" not in page
    secretary = browser_of(party.secretary)
    page = main(text(secretary, PATH))
    assert 'href="/desk/party/"' in page
    assert "/command/" not in page
    commander = party.city.staff("commander", party.city.centre, areas.root_area())
    grid = party.city.grid_worker
    assert 'href="/command/"' in main(text(browser_of(commander), PATH))
    assert 'href="/field/"' in main(text(browser_of(grid), PATH))
    # Every door that is shown opens without a second login.
    for actor in (party.secretary, commander, grid, party.city.resident()):
        browser = browser_of(actor)
        doors = main(text(browser, PATH)).split('<a class="btn" href="')[1:]
        for address in {door.split('"')[0] for door in doors}:
            answer = browser.get(address, follow=True)
            assert answer.status_code == 200, (actor.kind, address)
            assert answer.request["PATH_INFO"].startswith(address), (actor.kind, address)


def test_xy_33_a_member_serves_and_is_served_by_one_login(party: Party) -> None:
    """Proved once by phone: the unit's member serves, reads the own record, and orders services."""
    with clock.frozen(T0):
        corps = Corps(party.city)
        me = corps.volunteer(unit=corps.unit.code)
        post = shift(corps)
        claim = claim_post(actor=me, post_id=post.pk)
        settle(actor=corps.clerk, post_id=post.pk, minutes={claim.pk: 90}, at=post.during.upper)
    browser = browser_of(me)
    page = main(text(browser, PATH))
    for address in ("/me/service/", "/me/service/dossier/", "/services/items/", "/mine/",
                    "/me/wishes/", "/me/data/"):  # fmt: skip
        assert f'href="{address}"' in page
    assert post.title in text(browser, "/me/service/dossier/")
    assert "/me/login/" not in page
    # Who belongs to the Party is kept nowhere about the login, and staff have no door to it.
    staff = main(text(browser_of(corps.clerk), PATH))
    assert "/me/service/" not in staff
    assert "请退出后用手机号登录" in staff


def test_xy_33_doors_are_those_of_the_citys_profile(party: Party) -> None:
    """Qian'an has a moral bank and no whistle."""
    page = main(text(browser_of(party.city.resident()), PATH))
    assert 'href="/me/points/"' in page
    assert "/me/calls/" not in page


def test_xy_33_the_partys_numbers_are_counted_behind_the_same_entry(party: Party) -> None:
    clerk = browser_of(party.clerk)
    assert 'href="/desk/registers/"' in main(text(clerk, PATH))
    before = PartyMember.reached.count()
    words = {"body": party.branch, "number": "1", "birth_year": "1990"}
    assert clerk.post("/desk/registers/members/new/", words).status_code == 302
    assert PartyMember.reached.count() == before + 1
    assert "/desk/registers/census/" in text(clerk, "/desk/registers/")
    assert "1" in main(text(clerk, f"/desk/registers/census/?body={party.branch}"))
