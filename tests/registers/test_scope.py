"""Who sees which row of the registers: every read against a plain re-computation of the scope.

Trees, postings and rows at random; more than 10,000 cases (an actor and a row each).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any, Final

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import PUBLIC, SYSTEM, Actor, Posting, ScopeViolation
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import (
    Answer,
    Building,
    Device,
    Facility,
    Home,
    PartyMember,
    Person,
    Question,
    RegisterEvent,
    TalentEntry,
    UnitRecord,
)
from gongzhi.registers.reading.find import find
from gongzhi.registers.reading.listing import listing, scoped
from gongzhi.registers.reading.map_page import map_page
from gongzhi.registers.reading.overview import sees
from gongzhi.registers.reading.row_page import row_page
from gongzhi.registers.services.save_row import save_row
from tests.registers.conftest import City, Place, identity

PEOPLE_POSTS: Final = {
    "grid_worker", "grid_head", "community_clerk", "community_secretary", "street_clerk",
}  # fmt: skip
PLACE_POSTS: Final = PEOPLE_POSTS | {
    "acceptor", "dispatcher", "duty_officer", "arbiter", "commander", "supervisor",
    "street_director",
}  # fmt: skip
TALENT_POSTS: Final = PEOPLE_POSTS | {"party_clerk"}
ASKING_POSTS: Final = TALENT_POSTS | {"street_director", "commander"}
EVENT_POSTS: Final = {"people": PEOPLE_POSTS, "members": {"party_clerk"}, "talent": TALENT_POSTS}
OTHERS: Final = {"handler", "body_head", "party_clerk", "sysadmin", "secadmin", "auditadmin", "x"}
ROLES: Final = sorted(PLACE_POSTS | OTHERS)
ACTORS: Final = 90
WHERE: Final = 12


@pytest.fixture
def rows(city: City) -> None:
    """Twelve grids at random, each with a building, a home, a person, a facility, a device."""
    chance = random.Random(4)
    clerk = city.staff("street_clerk", city.centre, areas.root_area())
    keepers = orgs.bodies_of_kind("department")
    units = orgs.bodies_of_kind("department", "utility")
    for number, grid in enumerate(chance.sample(areas.leaf_areas(), WHERE)):
        code, area = f"LY-{number}", grid.code
        for register, words in (
            ("buildings", {"code": code, "name": "示例楼", "address": "示例路", "area_code": area}),
            ("homes", {"building_code": code, "number": "101"}),
            ("people", {"building_code": code, "number": "101", "name": "周小明",
                        "id_number": identity(number + 1)}),
            ("facilities", {"code": f"220723{number:010d}", "name": "路灯", "area_code": area,
                            "keeper": chance.choice(keepers).code}),
            ("devices", {"code": f"D-{number}", "name": "示例门禁", "kind": "门禁",
                         "area_code": area}),
            ("units", {"body": units[number % len(units)].code, "area_code": area}),
        ):  # fmt: skip
            save_row(actor=clerk, register=REGISTERS[register], words=words)
    _members(chance)
    for number, grid in enumerate(chance.sample(areas.leaf_areas(), WHERE)):
        words = {"area_code": grid.code, "name": "周小明", "kind": "repair", "skill": f"修锁{number}",
                 "agreed_on": "2026-01-02"}  # fmt: skip
        save_row(actor=clerk, register=REGISTERS["talent"], words=words)
    _questions(chance, clerk)
    resident = city.resident()
    Person.reached.filter(pk=Person.reached.order_by("id")[0].pk).update(
        account_id=resident.resident_id
    )


def _members(chance: random.Random) -> None:
    """One member on the roll of twelve organisations of every kind."""
    everywhere = Actor(
        "staff",
        user_id=None,
        name="党建",
        postings=(Posting(1, "party_clerk", area_id=1, area_path=_root_path()),),
    )
    kinds = ("party_committee", "party_general_branch", "party_branch")
    for organisation in chance.sample(orgs.bodies_of_kind(*kinds), WHERE):
        words = {"body": organisation.code, "number": "1", "birth_year": "1980", "name": "周小明"}
        save_row(actor=everywhere, register=REGISTERS["members"], words=words)


def _questions(chance: random.Random, clerk: Actor) -> None:
    """Questions of areas of every level, about homes and about members, each answered below."""
    places = areas.current_areas()
    for number, place in enumerate(chance.sample(list(places), 2 * WHERE)):
        question = Question.objects.create(
            name="问", for_whom="谁", register=("homes", "members")[number % 2], level=place.level,
            area_id=place.id, area_path=place.path, user_id=clerk.user_id, made_at=clock.now(),
        )  # fmt: skip
        below = [one for one in places if one.path.startswith(place.path)]
        inside = chance.choice(below)
        Answer.objects.create(
            question=question, area_id=inside.id, area_path=inside.path, total=1, lines=[],
            user_id=clerk.user_id, at=clock.now(),
        )  # fmt: skip


def _root_path() -> str:
    root = areas.root_area()
    assert root is not None
    return root.path


def actor_at_random(chance: random.Random) -> Actor:
    """Up to three postings of any role at any body for any area, or none."""
    kind = chance.choice(("staff", "staff", "staff", "staff", "api", "resident", "public"))
    postings = []
    places = areas.current_areas()
    bodies = orgs.bodies_of_kind(
        "department", "street", "community", "grid_team", "utility", "party_committee",
        "party_general_branch",
    )  # fmt: skip
    for number in range(chance.randrange(4)):
        body = chance.choice(bodies)
        area = chance.choice([None, *chance.sample(list(places), 3), areas.root_area()])
        postings.append(
            Posting(number, chance.choice(ROLES), body.id, body.path,
                    area.id if area else None, area.path if area else "")
        )  # fmt: skip
    return Actor(kind, user_id=1 if kind in {"staff", "api"} else None, postings=tuple(postings))


def in_area(actor: Actor, roles: set[str], path: str) -> bool:
    return actor.kind == "staff" and any(
        p.role in roles and p.area_path and path.startswith(p.area_path) for p in actor.postings
    )


def keeps(actor: Actor, body_id: int | None) -> bool:
    return actor.kind == "staff" and any(
        p.role in {"handler", "body_head"} and p.body_id == body_id is not None
        for p in actor.postings
    )


Sees = Callable[[Actor, Any], bool]


def asks_for(actor: Actor, register: str) -> list[str]:
    """Paths for which an actor asks about a register."""
    if actor.kind != "staff":
        return []
    roles = {"party_clerk"} if register == "members" else ASKING_POSTS
    found = [p.area_path for p in actor.postings if p.role in roles and p.area_path]
    for post in actor.postings:
        body = orgs.body_by_id(post.body_id or 0)
        if post.role in {"handler", "body_head"} and body and register != "members":
            found += [_root_path()] if body.kind == "department" else []
    return found


RULES: Final[dict[Any, Sees]] = {
    Building: lambda actor, row: in_area(actor, PLACE_POSTS, row.area_path),
    Home: lambda actor, row: in_area(actor, PLACE_POSTS, row.area_path),
    Person: lambda actor, row: (
        row.account_id is not None and row.account_id == actor.resident_id
        if actor.kind == "resident"
        else in_area(actor, PEOPLE_POSTS, row.area_path)
    ),
    Facility: lambda actor, row: (
        in_area(actor, PLACE_POSTS, row.area_path) or keeps(actor, row.keeper_id)
    ),
    Device: lambda actor, row: (
        in_area(actor, PLACE_POSTS, row.area_path) or keeps(actor, row.keeper_id)
    ),
    UnitRecord: lambda actor, row: (
        in_area(actor, PLACE_POSTS, row.area_path) or keeps(actor, row.body_id)
    ),
    PartyMember: lambda actor, row: (
        in_area(actor, {"party_clerk"}, row.area_path)
        or (
            actor.kind == "staff"
            and any(
                p.role == "party_clerk" and p.body_path and row.body.path.startswith(p.body_path)
                for p in actor.postings
            )
        )
    ),
    TalentEntry: lambda actor, row: in_area(actor, TALENT_POSTS, row.area_path),
    Question: lambda actor, row: any(
        row.area_path.startswith(path) or path.startswith(row.area_path)
        for path in asks_for(actor, row.register)
    ),
    Answer: lambda actor, row: any(
        row.area_path.startswith(path) for path in asks_for(actor, row.question.register)
    ),
    RegisterEvent: lambda actor, row: in_area(
        actor, EVENT_POSTS.get(row.register, PLACE_POSTS), row.area_path
    ),
}


def actors(city: City) -> Iterable[Actor]:
    chance = random.Random(11)
    yield from (PUBLIC, Actor("staff", user_id=1), city.resident(), city.resident("19900000002"))
    for _ in range(ACTORS):
        yield actor_at_random(chance)


def test_every_read_equals_the_plain_rule(city: City, rows: None) -> None:
    cases = 0
    everything = {model: list(model.reached.all()) for model in RULES}
    for actor in actors(city):
        for model, rule in RULES.items():
            wanted = {row.pk for row in everything[model] if rule(actor, row)}
            with guarded():
                seen = model.objects.visible_to(actor)
                assert set(seen.values_list("pk", flat=True)) == wanted, (actor, model)
                assert seen.count() == len(wanted)
            cases += len(everything[model])
    assert cases >= 10_000
    for model in RULES:
        with guarded():
            assert model.objects.visible_to(SYSTEM).count() == len(everything[model])


def test_the_search_finds_what_the_lists_hold(city: City, rows: None) -> None:
    asked = {
        "people": (Person, "周小明"), "homes": (Home, "101"), "buildings": (Building, "示例楼"),
        "facilities": (Facility, "路灯"), "devices": (Device, "示例门禁"),
        "members": (PartyMember, "周小明"), "talent": (TalentEntry, "周小明"),
    }  # fmt: skip
    for actor in actors(city):
        for register, (model, words) in asked.items():
            with guarded():
                found = {f.register: f for f in find(actor, words, most=WHERE)}
                ids = {hit.id for hit in found[register].hits} if register in found else set()
                listed = set(model.objects.visible_to(actor).values_list("pk", flat=True))
            # The resident's own row is shown on their own page, not by looking people up.
            assert ids == listed, (actor, register)


def test_lists_exports_and_pages_hold_the_same(city: City, rows: None) -> None:
    """Leafed through to the end; what an export reads; and no page of any other row."""
    for actor in islice(actors(city), 60):
        for register in REGISTERS.values():
            if register.by_body or not sees(actor, register):
                continue
            standing = register.model.reached.filter(ended_on=None)
            everything = set(standing.values_list("pk", flat=True))
            with guarded():
                wanted = set(
                    register.model.objects.visible_to(actor).standing().values_list("pk", flat=True)
                )
                found: list[int] = []
                after: int | None = 0
                while after is not None:
                    page = listing(actor, register, after=after)
                    found += [line.id for line in page.lines]
                    after = page.after
                assert sorted(found) == sorted(wanted), (actor, register.key)
                exported = scoped(actor, register).values_list("pk", flat=True)
                assert set(exported) == wanted, (actor, register.key)
                for outside in sorted(everything - wanted)[:2]:
                    with pytest.raises(NotFound):
                        row_page(actor, register, outside)


def test_the_map_counts_what_the_lists_hold(city: City, rows: None) -> None:
    """Whole, and where it is divided each row in one part only."""
    for actor in actors(city):
        for key, register in REGISTERS.items():
            if register.readers or not sees(actor, register):
                continue
            with guarded():
                page = map_page(actor, register, "")
                listed = register.model.objects.visible_to(actor).standing().count()
            assert page.total == listed, (actor, key)
            assert sum(part.count for part in page.parts) == listed, (actor, key)


@pytest.mark.parametrize("model", list(RULES), ids=lambda model: model.__name__)
def test_without_a_scope_there_is_no_row(place: Place, model: Any) -> None:
    with guarded(), pytest.raises(ScopeViolation):
        model.objects.count()
