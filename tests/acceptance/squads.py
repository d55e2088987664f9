"""What the acceptance tests of teams share: a clerk's community, and an order sent to a team."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.test import Client

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.offerings.catalogue import item_by_code
from gongzhi.offerings.services.order_item import order_item
from gongzhi.orders.hooks.providers import providers_of
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.orders.services.report import Draft
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.volunteering.models import Team
from gongzhi.volunteering.services.found_team import found_team
from tests.orders.conftest import T0, City
from tests.volunteering.conftest import Corps

HOUR = timedelta(hours=1)


class EstateCity(City):
    """A city whose `grid` lies in an estate of a street's community, at any depth."""

    def __init__(self) -> None:
        self.grid = next(a for a in areas.leaf_areas() if self._in_estate(a))
        path = self.grid.path
        self.street_area, self.community_area = areas.ancestors(path)[1:3]
        self.lon, self.lat = self.grid.centre_lon, self.grid.centre_lat
        self.centre = orgs.bodies_of_kind("centre")[0]
        self.team = self._body("grid_team", path)
        self.community = self._body("community", path)
        self.street = self._body("street", path)

    @staticmethod
    def _in_estate(area: areas.AreaRef) -> bool:
        kinds = [one.kind for one in areas.ancestors(area.path)]
        return kinds[1] == "street" and "estate" in kinds


def founded(actor: Actor, host: BodyRef, kind: str, name: str, body: str = "") -> Team:
    return found_team(actor=actor, host=host.code, kind=kind, name=name, body=body)


def ordered(corps: Corps, code: str) -> Order:
    """A resident orders an item of the catalogue at the city's grid."""
    item = item_by_code(code)
    assert item is not None
    draft = Draft(client_key=uuid.uuid4(), text="想请人来", area_code=corps.city.grid.code)
    receipt = order_item(actor=corps.resident(), item=item, draft=draft, at=T0)
    return Order.reached.get(number=receipt.number)


def proposed(order: Order) -> list[str]:
    """Codes of the bodies that are proposed for an order, the sure ones first."""
    return [one.body.code for one in providers_of(order)]


def sent(corps: Corps, order: Order, body: BodyRef) -> tuple[Order, Actor]:
    """The clerk sends it to a body, whose own person takes it."""
    doer = corps.city.staff("handler", body)
    number = order.number
    act(actor=corps.clerk, number=number, action="send_order", payload={"body": body.code},
        at=T0 + HOUR)  # fmt: skip
    return act(actor=doer, number=number, action="take_order", at=T0 + 2 * HOUR), doer


def text(browser: Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()
