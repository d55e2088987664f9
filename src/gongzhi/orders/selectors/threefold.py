"""Every order has somebody who owns it, somebody who supervises and somebody who does it (QJ-11).

Nobody fills that in: the owner answers to whoever asked, the supervisor is who pressed or the body
above, and whoever was sent does it. No body above sees what is confined: of that only who pressed
supervises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from ..engine.holding import centre
from ..models import Order
from ..process.spec import spec_of


@dataclass(frozen=True)
class Threefold:
    """有人抓、有人管、有人落实; None where nobody is named yet."""

    owner: BodyRef | None
    supervisor: BodyRef | None
    doer: BodyRef | None

    @property
    def apart(self) -> bool:
        """Whether somebody other than the owner does it: then a list says all three."""
        return self.owner is not None and self.doer is not None and self.owner.id != self.doer.id


def threefold(order: Order, pressed_by: Sequence[int] = ()) -> Threefold:
    """`pressed_by` are the bodies with a supervisor's part, the last one counts."""
    lead = orgs.body_by_id(order.lead_body_id) if order.lead_body_id else None
    owner = _answers(order) or lead
    above = None if order.confined else _above(order, owner)
    if pressed_by:
        above = orgs.body_by_id(pressed_by[-1])
    return Threefold(owner, above, lead)


def _answers(order: Order) -> BodyRef | None:
    """Where residents order it, the body that takes orders there stays the one that answers."""
    taking = spec_of(order.process_id).residents
    found = (
        (orgs.responsible_body(kind, order.area_path) for kind in taking.leads) if taking else ()
    )
    return next((body for body in found if body is not None), None)


def _above(order: Order, owner: BodyRef | None) -> BodyRef | None:
    street = None if order.outside else orgs.responsible_body("street", order.area_path)
    if street is not None and (owner is None or owner.id != street.id) and _below(owner):
        return street
    return centre()


def _below(owner: BodyRef | None) -> bool:
    """Departments and utilities are not the street's to supervise."""
    return owner is None or owner.kind not in {"department", "utility", "government", "centre"}
