"""A need becomes an order (转接处理): the resident is its reporter when they agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongzhi.accounts.services.ensure_resident import resident_id_for
from gongzhi.areas import selectors as areas
from gongzhi.fieldwork.models import Need
from gongzhi.fieldwork.services.gather import open_needs
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.dispatch.catalogue import category_by_code
from gongzhi.orders.services.report import Draft, report
from gongzhi.orders.services.support import support
from gongzhi.registers.models import Home


@dataclass(frozen=True)
class Ordered:
    """The order's number; how many others with the same need follow it, and how many cannot."""

    number: str
    following: int
    untold: int


def order_need(
    *,
    actor: Actor,
    need_id: int,
    text: str,
    category_code: str,
    at: datetime | None = None,
) -> Ordered:
    """Report it with the source `visit`, once. Those whose need was merged into it follow it as
    supporters when they agreed and the class may be public. Whoever heard it at the door is the
    one who sees it through (JN-33). Denied, NotFound, Conflict, and what `report` raises.
    """
    at = at or clock.now()
    with transaction.atomic():
        need = open_needs(actor, [need_id])[0]
        phone, name = _reporter(need)
        home = Home.reached.select_related("building").get(pk=need.home_id)
        category = category_by_code(category_code)
        receipt = report(
            actor=actor,
            draft=Draft(
                client_key=need.key,
                text=text,
                category_code=category.code if category else None,
                lon=home.building.lon,
                lat=home.building.lat,
                area_code=_area_code(home),
                # The door is for those who agreed to be called back; the building finds the rest.
                place=home.address if phone else home.building.address,
                source="visit",
                phone=phone,
                name=name,
                public=bool(category and category.public_default),
                finder_id=need.visit.user_id,
            ),
            at=at,
        )
        same = Need.reached.filter(into=need)
        need.state, need.number, need.ended_at = "ordered", receipt.number, at
        need.save(update_fields=["state", "number", "ended_at"])
        same.update(number=receipt.number)
        following, untold = _follow(list(same.select_related("person")), phone, receipt.number)
        return Ordered(receipt.number, following, untold)


def _reporter(need: Need) -> tuple[str, str]:
    """(phone, name) of whoever said it, when they agreed and a phone is registered."""
    person = need.person
    if not need.agreed or person is None or not person.phone_sealed:
        return "", ""
    return open_(person.phone_sealed), open_(person.name_sealed)


def _area_code(home: Home) -> str:
    area = areas.area_by_id(home.area_id)
    return area.code if area else ""


def _follow(same: list[Need], own_phone: str, number: str) -> tuple[int, int]:
    following = untold = 0
    phones = {"", own_phone}
    for need in same:
        phone, name = _reporter(need)
        if phone in phones:
            continue
        phones.add(phone)
        resident = Actor("resident", resident_id=resident_id_for(phone=phone, name=name))
        try:
            with transaction.atomic():
                support(actor=resident, number=number)
        except NotFound:
            untold += 1
        else:
            following += 1
    return following, untold
