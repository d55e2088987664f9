"""Every process that the desk starts: its page opens for who may, in both languages."""

from __future__ import annotations

import uuid

from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.selectors.desk.membership import current_specs
from gongzhi.orgs import selectors as orgs
from tests.signing_in import browser_of

from ..conftest import City
from .mile import mile, mile_ways

__all__ = ["mile", "mile_ways"]


def starter(city: City, role: str) -> Actor:
    """Somebody in the role, where such people are."""
    if role.startswith("community"):
        return city.staff(role, city.community, city.community_area)
    if role.startswith("street"):
        return city.staff(role, city.street, city.street_area)
    if role.startswith("grid"):
        return city.grid_worker
    if role in ("handler", "body_head"):
        return city.staff(role, orgs.bodies_of_kind("department")[0])
    return city.staff(role, city.centre)


def test_each_opens_for_who_may_start_it(mile: City) -> None:
    specs = [spec for spec in current_specs() if spec.opening]
    assert {"owner_request", "emergency", "admission", "community_call"} <= {s.key for s in specs}
    for spec in specs:
        assert spec.opening is not None
        client = browser_of(starter(mile, spec.opening.roles[0]))
        for language in ("zh-hans", "en"):
            client.cookies["django_language"] = language
            page = client.get(f"/desk/start/{spec.key}/")
            assert page.status_code == 200, (spec.key, language)
            text = page.content.decode()
            assert all(f'name="{name}"' in text for name in spec.opening.fields), spec.key


def test_a_field_of_any_name_is_entered_on_the_page(mile: City) -> None:
    """`about` is a field of this process, and was taken for a part of the form."""
    client = browser_of(starter(mile, "community_clerk"))
    values = {
        "client_key": str(uuid.uuid4()), "text": "二单元电梯晃得厉害", "source": "hotline",
        "about": "lift", "lon": mile.lon, "lat": mile.lat,
    }  # fmt: skip
    assert client.post("/desk/start/owner_request/", values).status_code == 302
    order = Order.reached.get()
    assert order.process.key == "owner_request"
    assert order.state == "owner_new"
