"""A building with two homes and the people in them, a worker of their grid and a clerk."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.fieldwork.models import Need
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.orders.hooks.outbox import Answer, Entry
from gongzhi.orders.services.accept_outbox_entry import accept_outbox_entry
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Building, Home, Person
from gongzhi.registers.services.save_row import save_row
from tests.orders.conftest import T0, City, city, qianan

__all__ = ["city", "qianan"]

PHONE = "13900000001"


class Estate:
    """Home 2-301 with 周小明 (a phone) and 李小红 (none), home 2-302 with 王大山."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.grid = city.grid
        self.worker = city.staff("grid_worker", city.team, city.grid)
        self.clerk = city.staff("community_clerk", city.community, city.community_area)
        self._save("buildings", code="LY-1", name="3号楼", address="燕山大路18号",
                   area_code=city.grid.code)  # fmt: skip
        for number in ("2-301", "2-302"):
            self._save("homes", building_code="LY-1", number=number)
        for number, name, phone in (
            ("2-301", "周小明", PHONE), ("2-301", "李小红", ""), ("2-302", "王大山", "13900000003"),
        ):  # fmt: skip
            self._save("people", building_code="LY-1", number=number, name=name, phone=phone)
        self.building = Building.reached.get()
        self.home, self.other_home = Home.reached.order_by("number")
        self.zhou, self.li, self.wang = Person.reached.order_by("id")

    def _save(self, register: str, **words: str) -> None:
        save_row(actor=self.clerk, register=REGISTERS[register], words=words)

    def age(self, days: int = 400) -> None:
        """Everything was last seen so many days ago."""
        long_ago = clock.today() - timedelta(days=days)
        for model in (Home, Person):
            model.reached.update(checked_on=long_ago)

    def elsewhere(self) -> tuple[Actor, Actor]:
        """A worker and a clerk of another street."""
        team, office, grid, community = self._away()
        return (
            self.city.staff("grid_worker", team, grid),
            self.city.staff("community_clerk", office, community),
        )

    def _away(self) -> tuple[orgs.BodyRef, orgs.BodyRef, AreaRef, AreaRef]:
        street = self.city.street_area.path
        grid = next(a for a in areas.leaf_areas() if not a.path.startswith(street))
        team = orgs.responsible_body("grid_team", grid.path)
        office = orgs.responsible_body("community", grid.path)
        assert team is not None
        assert office is not None
        community = areas.area_by_id(office.area_id or 0)
        assert community is not None
        return team, office, grid, community

    def send(self, kind: str, actor: Actor | None = None, **payload: Any) -> Answer:
        """One entry of the worker's phone; `client_key` and photos may be given."""
        key = payload.pop("client_key", None) or uuid.uuid4()
        before = payload.pop("before", ())
        entry = Entry(key, kind, payload=payload, before=before)
        return accept_outbox_entry(actor=actor or self.worker, entry=entry)

    def visit(self, actor: Actor | None = None, **payload: Any) -> Answer:
        """A visit at the first home."""
        return self.send("visit", actor, **{"home": str(self.home.pk), "met": "yes", **payload})

    def need(self, text: str = "楼道灯不亮", **payload: Any) -> Need:
        """A need that was heard at the first home."""
        answer = self.visit(text=text, **payload)
        assert answer.result == "done", answer
        return Need.reached.order_by("-id")[0]

    def asking(self, person: Person, **changes: str) -> dict[str, str]:
        """The payload of a form that asks phone and residence of one person."""
        person.refresh_from_db()
        key = f"people-{person.pk}"
        return {
            "row": key, f"asked-{key}": "phone,residence", f"v-{key}": str(person.version),
            "known": "changed" if changes else "same",
            **{f"{key}-{name}": words for name, words in changes.items()},
        }  # fmt: skip


@pytest.fixture
def estate(city: City) -> Iterator[Estate]:
    with clock.frozen(T0):
        yield Estate(city)


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def day(year: int, month: int, number: int) -> date:
    return date(year, month, number)
