"""XY-33: one entry for residents, members and staff; one login opens every door of a person."""

from __future__ import annotations

from django.test import Client

from gongzhi.areas import selectors as areas
from tests.acceptance.relations import text
from tests.orgs.conftest import Party, city, party, qianan
from tests.signing_in import browser_of

__all__ = ["city", "party", "qianan"]

PATH = "/start/"


def main(page: str) -> str:
    return page.split("<main")[1].split("</main>", maxsplit=1)[0]


def test_xy_33_part_one_entry_one_login_every_door(party: Party) -> None:
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
