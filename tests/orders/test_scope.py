"""Who sees which order: the query against a plain re-computation, and the guard around it."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import gongzhi
from gongzhi.accounts import middleware
from gongzhi.accounts.models import Resident
from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import (
    PUBLIC,
    SYSTEM,
    Actor,
    Posting,
    ScopeViolation,
    covers,
    unscoped,
)
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.orders.models import Attachment, Order, OrderEvent, OrderParty, Support
from gongzhi.orders.querysets import AREA_ROLES, BODY_ROLES
from gongzhi.orgs import selectors as orgs

from .conftest import T0, City

ROLES = sorted(BODY_ROLES | {"sysadmin", "secadmin", "auditadmin"})
PARTS = ("holder", "lead", "co", "caller", "supervisor", "first", "past", "called")
ROUNDS = 150
KEY = {"Authorization": "Bearer whose-it-is-the-test-says"}

# Each place in the product that reads past the guard, by its reason.
UNSCOPED = {
    "demo: made-up people and orders",
    "demo: is the city empty?",
    "profile: is a configuration row still in use",
}


@pytest.fixture
def orders(city: City) -> list[Order]:
    """Forty reports all over the city, some published, some drafts, with parts at random."""
    chance = random.Random(20)
    places = [*chance.sample(areas.leaf_areas(), 12), None]
    bodies = chance.sample(orgs.bodies_of_kind("department", "street", "community", "utility"), 12)
    made = []
    for count in range(40):
        where = places[count % len(places)]
        lon, lat = (where.centre_lon, where.centre_lat) if where else (100.0, 20.0)
        resident = city.resident(f"1990000000{count % 5}")
        order = city.report(resident, lon=lon, lat=lat, category_code=None)
        if count % 5 == 1:
            Order.reached.filter(pk=order.pk).update(confined=True)
        elif count % 7 == 0:  # as intake writes them: a state is never set otherwise
            Order.reached.filter(pk=order.pk).update(published=True, public=True)
        for body in chance.sample(bodies, 2):
            role = chance.choice(PARTS[2:])
            OrderParty.objects.create(order=order, body_id=body.id, role=role, since=T0)
        if count % 3 == 0:
            fan = city.resident(f"1990000000{(count + 1) % 5}")
            Support.objects.create(order=order, resident_id=fan.resident_id, at=T0)
        made.append(Order.reached.get(pk=order.pk))
    return made


def expected(actor: Actor, rows: list[Order]) -> set[str]:
    """The same rule in plain Python: areas, bodies with a part, own and followed, published."""
    parts: dict[int, set[int]] = {}
    for order_id, body_id in OrderParty.objects.values_list("order_id", "body_id"):
        parts.setdefault(order_id, set()).add(body_id)
    followed = set(
        Support.objects.filter(resident_id=actor.resident_id).values_list("order_id", flat=True)
    )
    found = set()
    for order in rows:
        if actor.kind == "system":
            sees = True
        elif actor.kind == "resident" and actor.resident_id:
            sees = order.reporter_id == actor.resident_id or order.pk in followed
        elif actor.kind in {"staff", "api"}:
            sees = order.state != "draft" and any(
                (
                    p.role in AREA_ROLES
                    and covers(p.area_path, order.area_path)
                    and not order.confined
                )
                or (p.role in BODY_ROLES and p.body_id in parts.get(order.pk, set()))
                for p in actor.postings
            )
        else:
            sees = order.published
        if sees:
            found.add(order.number)
    return found


def seen(actor: Actor) -> set[str]:
    rows = Order.objects.visible_to(actor)
    with guarded():
        numbers = [order.number for order in rows]
        assert rows.count() == len(numbers) == len(set(numbers))
    return set(numbers)


def some_actor(chance: random.Random) -> Actor:
    held = []
    for number in range(chance.randint(0, 3)):
        ancestry = areas.ancestors(chance.choice(areas.leaf_areas()).path)
        area = chance.choice([*ancestry, None])
        body = chance.choice(orgs.bodies_of_kind("department", "street", "community", "utility"))
        held.append(
            Posting(
                number,
                chance.choice(ROLES),
                body.id if chance.random() < 0.8 else None,
                body.path,
                area.id if area else None,
                area.path if area else "",
            )
        )
    return Actor(chance.choice(("staff", "api")), user_id=1, postings=tuple(held))


def test_postings_at_random_see_what_the_rule_says(orders: list[Order]) -> None:
    chance = random.Random(7)
    sizes = set()
    for _round in range(ROUNDS):
        actor = some_actor(chance)
        wanted = expected(actor, orders)
        sizes.add(len(wanted))
        assert seen(actor) == wanted, actor
    assert len(sizes) > 5, "the actors should differ in what they see"


def test_programs_get_what_the_rule_says(
    orders: list[Order], monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    """The list of the API and each order by its number, for keys at random."""
    chance, sizes = random.Random(11), set()
    still_open = {order.number for order in orders if order.phase != "closed"}
    for _round in range(ROUNDS // 5):
        actor = replace(some_actor(chance), kind="api")
        monkeypatch.setattr(middleware, "actor_of", lambda _request, actor=actor: actor)
        wanted = expected(actor, orders)
        listed = client.get("/api/v1/orders?size=200", headers=KEY).json()
        assert {row["number"] for row in listed} == wanted & still_open
        for order in chance.sample(orders, 8):
            answer = client.get(f"/api/v1/orders/{order.number}", headers=KEY)
            assert answer.status_code == (200 if order.number in wanted else 404)
        sizes.add(len(wanted))
    assert len(sizes) > 3


def test_residents_the_public_and_the_unknown(city: City, orders: list[Order]) -> None:
    published = {order.number for order in orders if order.published}
    assert seen(PUBLIC) == published
    assert seen(SYSTEM) == {order.number for order in orders}
    for digit in range(6):
        actor = city.resident(f"1990000000{digit}")
        assert seen(actor) == expected(actor, orders)
    # An actor that is not known for certain gets the public view, never more.
    assert seen(Actor("resident", resident_id=None)) == published
    assert seen(Actor("stranger")) == published  # type: ignore[arg-type]
    assert seen(Actor("staff", user_id=1)) == set()
    assert seen(Actor("api", user_id=1)) == set()


def test_a_confined_order_is_seen_by_bodies_with_a_part_and_by_its_writer(
    city: City, orders: list[Order]
) -> None:
    confined = next(order for order in orders if order.confined and order.state != "draft")
    root = areas.root_area()
    assert root is not None
    everywhere = Posting(1, "commander", None, "", root.id, root.path)
    assert confined.number not in seen(Actor("staff", user_id=1, postings=(everywhere,)))
    part = OrderParty.objects.filter(order=confined, role__in=PARTS[2:]).first()
    assert part is not None
    body = orgs.body_by_id(part.body_id)
    assert body is not None
    assert confined.number in seen(city.staff("handler", body))
    assert seen(Actor("writer", order_id=confined.pk)) == {confined.number}
    published = {order.number for order in orders if order.published}
    assert seen(Actor("writer")) == published


def test_a_draft_is_seen_by_its_reporter_only(city: City) -> None:
    me = city.resident()
    order = city.report(PUBLIC, phone="19900000001", public=True)
    assert order.state == "draft"
    assert seen(me) == {order.number}
    for actor in (PUBLIC, city.dispatcher, city.grid_worker, city.resident("19900000002")):
        assert seen(actor) == set()


@pytest.mark.parametrize("model", [Order, OrderEvent, Attachment, Resident])
def test_the_guard_refuses_a_query_without_a_scope(city: City, model: Any) -> None:
    with guarded():
        with pytest.raises(ScopeViolation):
            model.objects.count()
        with pytest.raises(ScopeViolation):
            list(model.objects.filter(pk=1))
        with unscoped("test: the guard can be told why"):
            assert model.objects.count() >= 0


def test_every_reason_to_read_past_the_guard_is_known() -> None:
    found = set()
    for file in Path(gongzhi.__file__).parent.rglob("*.py"):
        if file.name == "scope.py" and file.parent.name == "kernel":
            continue
        text = file.read_text(encoding="utf-8")
        calls = re.findall(r"\bunscoped\(\s*([^)]*)\)", text)
        for reason in calls:
            literal = re.fullmatch(r"\"([^\"]+)\"", reason.strip())
            assert literal, f"{file.name}: the reason is a literal sentence, not {reason}"
            found.add(literal[1])
    assert found == UNSCOPED
