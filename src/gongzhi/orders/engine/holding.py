"""Which body must act next: resolves a state's `holder` for one order."""

from __future__ import annotations

from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from ..models import OrderParty


def centre() -> BodyRef | None:
    """The body that accepts and dispatches (受理派遣中心)."""
    return next(iter(orgs.bodies_of_kind("centre")), None)


def centre_ids() -> frozenset[int]:
    return frozenset(body.id for body in orgs.bodies_of_kind("centre"))


def caller_of(order_id: int) -> int | None:
    """The body that started an order to call others, if one did."""
    rows = OrderParty.objects.filter(order_id=order_id, role="caller")
    return rows.values_list("body_id", flat=True).first()


def holder_body(
    holder: str,
    *,
    area_path: str,
    lead_id: int | None,
    outside: bool,
    caller_id: int | None = None,
) -> BodyRef | None:
    """The body behind `centre | grid | community | street | decider | lead | caller`; the centre
    where there is none. `decider` is the street, for what it does not ask itself.

    `reporter` and `none` give None. A place in no grid is the county's desk's (design).
    """
    found: BodyRef | None = None
    match holder:
        case "reporter" | "none":
            return None
        case "lead":
            found = orgs.body_by_id(lead_id) if lead_id else None
        case "caller":
            found = orgs.body_by_id(caller_id) if caller_id else None
        case "grid":
            found = None if outside else orgs.responsible_body("grid_team", area_path)
        case "community":
            found = None if outside else orgs.responsible_body("community", area_path)
        case "street" | "decider":
            found = None if outside else orgs.responsible_body("street", area_path)
            asks_itself = holder == "decider" and found is not None and found.id == caller_id
            if found is not None and (found.id == lead_id or asks_itself):
                found = None  # nobody rules on a matter of its own: the centre does
    return found or centre()
