"""QJ-09 three squads by skill; QJ-11 every order sent to one has an owner, a supervisor, a doer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.offerings import catalogue
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.config import volunteer_settings
from gongzhi.volunteering.reading.teams import team_page
from gongzhi.volunteering.services.check_in_unit import Asked, check_in_unit
from tests.acceptance.living import applied
from tests.acceptance.squads import EstateCity, founded, ordered, proposed, sent, text
from tests.orders.conftest import T0, forget_all
from tests.signing_in import browser_of
from tests.volunteering.conftest import Corps

ITEMS = {"disinfect": "QX01", "errands": "QX02", "counsel": "QX03"}


@pytest.fixture(scope="module")
def qianjiang(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield from applied("qianjiang", django_db_blocker)


@pytest.fixture
def corps(qianjiang: None, db: None) -> Iterator[Corps]:
    forget_all()
    catalogue.forget()
    with clock.frozen(T0):
        yield Corps(EstateCity())
    forget_all()
    catalogue.forget()


def test_qj_09_three_named_squads_take_the_orders_of_their_skill(corps: Corps) -> None:
    city = corps.city
    street = city.staff("street_clerk", city.street, city.street_area)
    kinds = {one.key: one for one in volunteer_settings().team_kinds}
    assert [kinds[key].name.said() for key in ITEMS] == [
        "消杀小分队", "代购小分队", "心理辅导小分队",
    ]  # fmt: skip
    for key, code in ITEMS.items():
        assert kinds[key].skills == [key]
        body = orgs.responsible_body(kinds[key].takes, city.grid.path)
        assert body is not None
        founded(street, city.street, key, kinds[key].name.said(), body.code)
        order = ordered(corps, code)
        # The one that the catalogue names first; the clerk may send it to another squad.
        assert proposed(order)[0] == body.code
        order, _doer = sent(corps, order, body)
        assert order.lead_body_id == body.id
    assert len(proposed(ordered(corps, "QX01"))) == 3


def test_qj_11_owner_supervisor_doer_on_the_order_and_on_the_list(corps: Corps) -> None:
    unit, city = corps.unit, corps.city
    check_in_unit(actor=corps.clerk, asked=Asked(unit.code, corps.community.code, clock.today()))
    team = founded(corps.handler, unit, "professional", "义诊专业队", unit.code)
    order = ordered(corps, "QX03")
    assert unit.code in proposed(order)
    order, _doer = sent(corps, order, unit)
    page = text(browser_of(corps.clerk), f"/desk/orders/{order.number}/")
    for duty, who in (
        ("责任人（有人抓）", corps.community.label()), ("监管人（有人管）", city.street.label()),
        ("落实人（有人落实）", f"{unit.label()} · handler"),
    ):  # fmt: skip
        assert f"<dt>{duty}</dt><dd>{who}</dd>" in page
    said_ = f"责任 {corps.community.label()} · 监管 {city.street.label()}"
    assert said_ in text(browser_of(corps.clerk), "/desk/all/")
    line = team_page(corps.handler, team.pk, language="zh").orders[0]
    assert (line.owner, line.supervisor, line.doer) == (
        corps.community.label(), city.street.label(), f"{unit.label()} · handler",
    )  # fmt: skip
    assert line.number in text(browser_of(corps.handler), f"/desk/volunteers/teams/{team.pk}/")
