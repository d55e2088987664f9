"""A small cast on the real Qian'an profile: the city, its people, and one report."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from gongzhi.accounts import selectors as accounts
from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.areas import selectors as areas
from gongzhi.insight.selectors import public, rates
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scope import Posting as PostingValue
from gongzhi.orders.dispatch import catalogue, routing
from gongzhi.orders.hooks import servicehours
from gongzhi.orders.intake import writing
from gongzhi.orders.models import Order
from gongzhi.orders.process import current
from gongzhi.orders.services.report import Draft, report
from gongzhi.orders.views.desk import processes
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles import selectors as profiles
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.profiles.source import profile_path
from tests.citydatabase import city_database, remember_city

# A Tuesday morning in working hours (10:00 in Qian'an).
T0 = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)


def forget_all() -> None:
    """Nothing kept from another test's database, nor from what a test changed in this one."""
    known = (accounts, areas, orgs, profiles, catalogue, routing, current, writing, public,
             rates, processes, servicehours)  # fmt: skip
    for module in known:
        module.forget()
    remember_city()


@pytest.fixture(scope="module")
def qianan(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The Qian'an profile, applied once a process, around the transactions of a module's tests."""
    with django_db_blocker.unblock():
        forget_all()
        with city_database("qianan", lambda: apply_profile(profile_path("qianan"))):
            forget_all()
            yield
    forget_all()


@pytest.fixture
def city(qianan: None, db: None) -> Iterator[City]:
    forget_all()
    yield City()
    forget_all()


class City:
    """Who is who in one community, and a point in one of its grids."""

    def __init__(self) -> None:
        self.grid = next(a for a in areas.leaf_areas() if a.level == 3)
        path = self.grid.path
        self.street_area, self.community_area = areas.ancestors(path)[1:3]
        self.lon, self.lat = self.grid.centre_lon, self.grid.centre_lat
        self.centre = orgs.bodies_of_kind("centre")[0]
        self.team = self._body("grid_team", path)
        self.community = self._body("community", path)
        self.street = self._body("street", path)

    @staticmethod
    def _body(kind: str, path: str) -> orgs.BodyRef:
        found = orgs.responsible_body(kind, path)
        assert found is not None
        return found

    def staff(self, role: str, body: orgs.BodyRef, area: areas.AreaRef | None = None) -> Actor:
        """A posted member of staff, as the actor of a request."""
        name = f"{role}-{uuid.uuid4().hex[:8]}"
        user = User.objects.create(username=name, name=role)
        row = Posting.objects.create(
            user=user,
            role=role,
            body_id=body.id,
            area_id=area.id if area else None,
            valid=(date(2020, 1, 1), None),
        )
        posting = PostingValue(
            row.pk, role, body.id, body.path, area.id if area else None, area.path if area else ""
        )
        return Actor("staff", user_id=user.pk, name=name, postings=(posting,))

    def resident(self, phone: str = "19900000001") -> Actor:
        row = ensure_resident(phone=phone, verified=True)
        return Actor("resident", resident_id=row.pk)

    @property
    def acceptor(self) -> Actor:
        return self.staff("acceptor", self.centre, areas.root_area())

    @property
    def dispatcher(self) -> Actor:
        return self.staff("dispatcher", self.centre, areas.root_area())

    @property
    def duty_officer(self) -> Actor:
        return self.staff("duty_officer", self.centre, areas.root_area())

    @property
    def grid_worker(self) -> Actor:
        return self.staff("grid_worker", self.team, self.community_area)

    @property
    def director(self) -> Actor:
        return self.staff("street_director", self.street, self.street_area)

    def handler(self, order: Order, role: str = "handler") -> Actor:
        body = orgs.body_by_id(order.lead_body_id or 0)
        assert body is not None
        return self.staff(role, body)

    def report(self, actor: Actor | None = None, **fields: Any) -> Order:
        """One report, by default of a pothole-like matter in the grid, by a resident at T0."""
        values: dict[str, Any] = {
            "client_key": uuid.uuid4(),
            "text": "平安路12号门前井盖松动",
            "category_code": "10109",
            "lon": self.lon,
            "lat": self.lat,
        } | fields
        at = values.pop("at", T0)
        receipt = report(actor=actor or self.resident(), draft=Draft(**values), at=at)
        return Order.reached.get(number=receipt.number)


Act = Callable[..., Order]
