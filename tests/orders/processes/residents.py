"""A resident who orders, and the staff of the community that sees to it."""

from __future__ import annotations

import uuid
from typing import Any

from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.services.report import Draft, report
from gongzhi.orgs import selectors as orgs

from ..conftest import T0, City


def ordered(city: City, process: str, actor: Actor | None = None, **values: Any) -> Order:
    """One order of a resident at the city's grid; `values` are the process's own fields, and
    text, phone, source, at, client_key.
    """
    plain = {"text", "phone", "source", "client_key", "place", "category_code"}
    at = values.pop("at", T0)
    draft: dict[str, Any] = {
        "client_key": uuid.uuid4(), "text": "三号楼王奶奶家要人来", "area_code": city.grid.code,
        "place": "三号楼二单元",
    } | {k: v for k, v in values.items() if k in plain}  # fmt: skip
    fields = {k: v for k, v in values.items() if k not in plain}
    receipt = report(
        actor=actor or city.resident(),
        draft=Draft(process=process, fields=fields, **draft),
        at=at,
    )
    return Order.reached.get(number=receipt.number)


def clerk(city: City) -> Actor:
    return city.staff("community_clerk", city.community, city.community_area)


def provider(city: City) -> orgs.BodyRef:
    """Somebody outside the community who provides."""
    found = orgs.responsible_body("property", city.grid.path)
    return found or orgs.bodies_of_kind("property")[0]
