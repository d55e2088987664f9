"""What an order of a process has beside itself in the table of its module.

An order that begins in the middle of its process lacks what the step before would have made:
an admission its line in the list, a request about the own row that row and what is wished.
"""

from __future__ import annotations

from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import DataRequest, Home, Person
from gongzhi.registers.privacy.wishes import sealed_wish
from gongzhi.registers.services.save_row import save_row
from gongzhi.workload.models import Admission

from .conftest import T0, City

DAY: Final = T0.date()
# The state of the order → the outcome that stands with the request.
OUTCOMES: Final = {
    "data_asked": "", "data_review": "", "data_to_carry_out": "", "data_granted": "granted",
    "data_refused": "refused", "data_upheld": "refused", "data_withdrawn": "withdrawn",
}  # fmt: skip
HOME: Final = {"building_code": "LY-1", "number": "2-301"}


def beside(city: City, reporter: Actor, order: Order) -> None:
    """Makes it, for an order that stands where it began."""
    if order.state in OUTCOMES:
        _request(city, reporter, order)
    elif order.state in {"admission_in_force", "admission_unfunded", "admission_ended"}:
        _admission(city, order)


def _admission(city: City, order: Order) -> None:
    """Each order its own affair: one is admitted at a community once at a time."""
    Admission.objects.create(
        order=order,
        body_id=city.community.id,
        affair=f"事项{order.number}",
        affair_no=order.pk,
        valid=DateRange(DAY, DAY.replace(year=DAY.year + 1)),
        funded=order.state == "admission_in_force",
        ended_at=T0 if order.state == "admission_ended" else None,
    )


def _request(city: City, reporter: Actor, order: Order) -> None:
    """Each order its own person: one kind of request is open about somebody once at a time.

    The one after a review asks for deletion, so that both ways of granting are gone.
    """
    clerk = city.staff("community_clerk", city.community, city.community_area)
    if not Home.reached.filter(building__code=HOME["building_code"]).exists():
        there = {
            "code": "LY-1",
            "name": "3号楼",
            "address": "大路18号",
            "area_code": city.grid.code,
        }
        save_row(actor=clerk, register=REGISTERS["buildings"], words=there, at=T0)
        save_row(actor=clerk, register=REGISTERS["homes"], words=HOME, at=T0)
    name = "张" + "甲乙丙丁戊己庚"[list(OUTCOMES).index(order.state)]
    save_row(actor=clerk, register=REGISTERS["people"], words=HOME | {"name": name}, at=T0)
    outcome = OUTCOMES[order.state]
    DataRequest.reached.create(
        order=order,
        account_id=reporter.resident_id,
        person=Person.reached.latest("pk"),
        kind="delete" if order.state == "data_to_carry_out" else "correct",
        wish_sealed=sealed_wish({"name": "更正后的名字"}),
        outcome=outcome,
        made_at=T0,
        decided_at=T0 if outcome else None,
    )
