"""/desk/processes/: what stands where, counted within the scope."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qsl

from django.test import Client

from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.selectors.desk.filters import Filters
from gongzhi.orders.selectors.desk.listing import listed
from gongzhi.orders.selectors.desk.processes import process_list, process_page
from gongzhi.orders.services.act import act
from gongzhi.orgs import selectors as orgs

from ..conftest import T0, City
from .conftest import NOON

Browser = Callable[[Actor], Client]


def counts(actor: Actor) -> dict[str, int]:
    page = process_page(actor, "matter", now=NOON)
    return {box.state.key: box.standing.count for box in page.boxes if box.standing.count}


def test_it_counts_what_one_may_see(city: City) -> None:
    first, second = city.report(), city.report()
    act(actor=city.grid_worker, number=first.number, action="verify_true", at=T0)
    assert counts(city.duty_officer) == {"to_sign": 1, "to_verify": 1}
    other = next(b for b in orgs.bodies_of_kind("street") if b.id != city.street.id and b.area_id)
    stranger = city.staff("street_director", other)
    assert counts(stranger) == {}
    line = process_list(city.duty_officer, now=NOON)[0]
    assert (line.spec.key, line.open, line.closed) == ("matter", 2, 0)
    assert second.number


def test_how_long_they_have_stood_there(city: City) -> None:
    for minutes in (0, 10, 40):
        city.report(at=T0 + timedelta(minutes=minutes))
    page = process_page(city.duty_officer, "matter", now=T0 + timedelta(minutes=60))
    box = next(box for box in page.boxes if box.state.key == "to_verify")
    assert box.standing.middle == timedelta(minutes=50)
    assert box.standing.longest == timedelta(minutes=60)
    assert box.limit


def test_each_figure_is_the_length_of_its_list(city: City, browser: Browser) -> None:
    first = city.report()
    city.report()
    act(actor=city.grid_worker, number=first.number, action="verify_true", at=T0)
    void = city.report()
    act(
        actor=city.duty_officer,
        number=void.number,
        action="void",
        payload={"reason": "重复登记"},
        at=T0,
    )
    for box in process_page(city.duty_officer, "matter", now=NOON).boxes:
        asked = Filters.parse(dict(parse_qsl(box.query)))
        assert listed(city.duty_officer, "all", asked, now=NOON).count() == box.standing.count
    later = NOON + timedelta(days=40)
    ended = next(
        b
        for b in process_page(city.duty_officer, "matter", now=later).boxes
        if b.state.key == "void"
    )
    asked = Filters.parse(dict(parse_qsl(ended.query)))
    assert listed(city.duty_officer, "all", asked, now=later).count() == ended.standing.count == 0
    # States of the same name in another process are none of them.
    other = Filters.parse({"process": "wish", "state": "void"})
    assert listed(city.duty_officer, "all", other, now=NOON).count() == 0
    text = browser(city.duty_officer).get("/desk/processes/").content.decode()
    assert "?process=matter&amp;phase=live" in text


def test_the_pages_open(city: City, browser: Browser) -> None:
    city.report()
    client = browser(city.duty_officer)
    assert "诉求" in client.get("/desk/processes/").content.decode()
    for key in ("matter", "rectification", "data_request"):
        text = client.get(f"/desk/processes/{key}/").content.decode()
        assert "<svg" in text
        assert "改时限" not in text
    assert client.get("/desk/processes/none/").status_code == 404
    assert clock.now() == NOON


def test_a_sysadmin_is_led_to_the_settings(city: City, browser: Browser) -> None:
    client = browser(city.staff("sysadmin", city.centre))
    assert (
        "/desk/settings/process-matter/" in client.get("/desk/processes/matter/").content.decode()
    )
