"""Every process of the five cities on one small city, and an order in each of their states."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.orders.intake import starting
from gongzhi.orders.intake.place import Place
from gongzhi.orders.intake.starting import Start, begin_order
from gongzhi.orders.models import (
    Attachment,
    Call,
    Order,
    OrderClock,
    OrderEvent,
    OrderParty,
    Process,
    ProcessTransition,
    Rating,
    Support,
    Visit,
)
from gongzhi.orders.process.current import MATTER
from gongzhi.orders.process.spec import ActionSpec, FieldSpec, ProcessSpec, spec_of
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profiles_folder
from gongzhi.registers.models import DataRequest, Person
from gongzhi.workload.models import Admission
from tests.citydatabase import city_database

from .besides import beside
from .conftest import T0, City, forget_all
from .processes.mile import built

VERSIONS = 1000  # of the copies that begin in another state, far from the profile's own


def apply_every_way(folder: Path) -> None:
    """Qian'an's areas with Mile's and Qianjiang's own processes: all that the five cities have."""
    city = built(folder, "220723")
    own = profiles_folder() / "qianjiang/orders"
    shutil.copytree(own / "processes", city / "orders/processes", dirs_exist_ok=True)
    settings = city / "orders/settings.yaml"
    text = settings.read_text(encoding="utf-8")
    opinion = "stages:\n  opinion: {amount: 5, unit: working_day}"
    settings.write_text(text.replace("stages:", opinion, 1), encoding="utf-8")
    apply_profile(city)
    forget_all()


@pytest.fixture(scope="module")
def every_way(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any
) -> Iterator[None]:
    with django_db_blocker.unblock():
        forget_all()
        folder = tmp_path_factory.mktemp("profiles")
        with city_database("every_way", lambda: apply_every_way(folder)):
            forget_all()
            yield
    forget_all()


@dataclass(frozen=True)
class Standing:
    """One order that stands in one state of one process."""

    order: Order
    spec: ProcessSpec

    @property
    def label(self) -> str:
        return f"{self.spec.key}:{self.order.state}"

    @property
    def offered(self) -> list[ActionSpec]:
        return list(self.spec.actions_from(self.order.state))

    @property
    def illegal(self) -> list[str]:
        """Steps of its process that this state does not offer, and one that there is not."""
        there = {action.key for action in self.offered}
        return [*(key for key in self.spec.actions if key not in there), "no_such_step"]


class People:
    """Somebody for each `relation:role` line, made once."""

    def __init__(self, city: City) -> None:
        self.city = city
        self._staff: dict[tuple[str, int], Actor] = {}

    @cached_property
    def reporter(self) -> Actor:
        return self.city.resident("19900000001")

    @cached_property
    def neighbour(self) -> Actor:
        return self.city.resident("19900000002")

    def who_may(self, one: Standing, action: ActionSpec) -> Actor:
        """By the first line of the action that somebody here fits."""
        for line in action.who:
            relation, _colon, role = line.partition(":")
            if relation == "system":
                return Actor("system")
            if relation == "reporter":
                return self.reporter
            if relation == "neighbour":
                return self.neighbour
            body = self._body(one.order, relation)
            if body is not None:
                return self.of(role if role != "*" else "handler", body)
        return self.of("handler", self.city.centre)

    def of(self, role: str, body: orgs.BodyRef) -> Actor:
        found = self._staff.get((role, body.id))
        if found is None:
            area = areas.area_by_id(body.area_id or 0) or areas.root_area()
            found = self._staff[role, body.id] = self.city.staff(role, body, area)
        return found

    def _body(self, order: Order, relation: str) -> orgs.BodyRef | None:
        parts = {"co": "co", "caller": "caller", "called": "called"}
        if relation in parts:
            row = OrderParty.objects.filter(order=order, role=parts[relation]).first()
            return orgs.body_by_id(row.body_id) if row else None
        held = {"holder": order.holder_body_id, "lead": order.lead_body_id}
        if relation in held:
            return orgs.body_by_id(held[relation] or 0)
        return {"centre": self.city.centre, "area": self.city.street}.get(relation)


def in_every_state(people: People) -> list[Standing]:
    """An order in each state: of copies of the processes that begin there (no step is skipped
    by hand: the engine's own start gives holder, clock, parties and the first link of the chain).
    """
    made = []
    for process in list(Process.objects.filter(current=True).order_by("key")):
        pairs = set(
            ProcessTransition.objects.filter(process=process).values_list("from_state", "to_state")
        )
        for number, state in enumerate(process.spec["states"]):
            copy = Process.objects.create(
                key=process.key,
                version=process.version + VERSIONS + number,
                spec={**process.spec, "start": state["key"]},
                current=False,
            )
            ProcessTransition.objects.bulk_create(
                [ProcessTransition(process=copy, from_state=a, to_state=b) for a, b in pairs]
            )
            order = _begun(people, copy)
            made.append(Standing(order, spec_of(copy.pk)))
    return made


def _begun(people: People, process: Process) -> Order:
    city = people.city
    start = Start(
        process=process.key,
        source="snap",
        text="三号楼楼道堆放杂物",
        where=Place(city.grid, outside=False),
        lead_id=city.community.id,
        client_key=uuid.uuid4(),
        caller_id=city.street.id,
        lon=city.lon,
        lat=city.lat,
        said=_said(spec_of(process.pk)),
    )
    current = starting.current_process_id
    starting.current_process_id = lambda _key=MATTER: process.pk
    try:
        order = begin_order(actor=people.reporter, start=start, at=T0)
    finally:
        starting.current_process_id = current
    Attachment.reached.create(
        order=order, kind="after", sha256=order.number, width=1, height=1, at=T0
    )
    beside(people.city, people.reporter, order)
    return Order.reached.get(pk=order.pk)


def _said(spec: ProcessSpec) -> dict[str, Any]:
    ways = (spec.opening, spec.residents, spec.devices)
    names = [name for way in ways if way for name in way.fields]
    return {name: value_of(spec.fields[name]) for name in names if name in spec.fields}


def value_of(field: FieldSpec) -> Any:
    """Something that the field takes."""
    match field.kind:
        case "choice":
            return next(iter(field.options))
        case "ticks":
            return [next(iter(field.options))]
        case "number":
            return 2
        case "money":
            return "100.00"
        case "date":
            return (T0 + timedelta(days=9)).date().isoformat()
        case "time":
            return (T0 + timedelta(days=1)).isoformat(timespec="minutes")
        case "yes":
            return True
    return "写明了的话"


def payload_for(one: Standing, action: ActionSpec, people: People) -> dict[str, Any]:
    """Everything that a step may ask for."""
    city = people.city
    known: dict[str, Any] = {
        "reason": "有理由", "note": "说明", "result": "到现场看过，已经修好，现在正常",
        "body": city.community.code, "bodies": [city.team.code], "person": people.of("handler", city.community).user_id,
        "category": "10109", "answer_on": (T0 + timedelta(days=20)).date().isoformat(),
        "into": one.order.number, "reached": "yes", "said": "yes", "said_satisfied": "3",
    }  # fmt: skip
    own = {
        name: value_of(one.spec.fields[name])
        for name in action.needs + action.asks
        if name in one.spec.fields
    }
    return {**known, **own}


def snapshot(order: Order) -> tuple[Any, ...]:
    """All of one order: its row, the hashes of its chain, its clocks, its parties, what hangs on it."""
    return (
        Order.reached.filter(pk=order.pk).values().get(),
        list(OrderEvent.reached.filter(order=order).order_by("seq").values_list("hash", flat=True)),
        list(OrderClock.objects.filter(order=order).order_by("pk").values()),
        sorted(OrderParty.objects.filter(order=order).values_list("role", "body_id", "open")),
        *(
            list(rows.filter(order=order).order_by("pk").values())
            for rows in (
                Rating.objects,
                Support.objects,
                Visit.objects,
                Call.objects,
                Admission.objects,
                DataRequest.reached,
            )
        ),
        list(Person.reached.filter(pk__in=_asked_about(order)).values()),
    )


def _asked_about(order: Order) -> list[int | None]:
    return list(DataRequest.reached.filter(order=order).values_list("person_id", flat=True))


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
