"""JN-05: an unannounced check: what was found goes back to the body, is mended and looked at again."""

from __future__ import annotations

from gongzhi.orders.services.attach import attach
from gongzhi.orgs import selectors as orgs
from tests.orders.conftest import City
from tests.orders.field.conftest import photo
from tests.orders.processes.conftest import start, step


def test_jn_05_found_fed_back_mended_and_looked_at_again(city: City) -> None:
    supervisor = city.staff("supervisor", city.street, city.street_area)
    firm = orgs.bodies_of_kind("property")[0]
    order = start(
        city, supervisor, "rectification", body=firm.code, weight="grave", basis="四不两直暗访"
    )
    assert order.holder_body_id == firm.id
    handler = city.handler(order)
    attach(actor=handler, number=order.number, kind="after", blobs=[photo()])
    said = step(order, handler, "say_rectified", result="已清走堆物，楼道畅通，附照片。")
    assert said.holder_body_id == city.street.id
    assert step(said, supervisor, "pass_recheck").state == "rectified"
