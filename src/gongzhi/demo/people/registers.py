"""Made-up homes and people around one community, so that the registers can be tried.

Without identity numbers: a made-up one with a right check digit may be somebody's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.demo.people.names import person_name, phone
from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs.selectors import BodyRef
from gongzhi.profiles import selectors as profiles
from gongzhi.registers.catalogue import REGISTERS, Writing
from gongzhi.registers.home_duty import parties_for, workers_for
from gongzhi.registers.models import Building, HomeDuty
from gongzhi.registers.rows.drafting import prepare
from gongzhi.registers.services.write_drafts import write_drafts

BUILDINGS = 12  # in one community, a few in each of its grids
ENTRANCES, FLOORS = 2, 5
_ANSWERED_FOR = 200  # days for which homes have had somebody
_PHONES = 2000  # the first made-up phone of people in the register
_RELATIONS = ("head", "spouse", "child", "parent")
_FACILITIES = ("路灯", "雨水箅子", "消火栓", "果皮箱", "健身器材")
Words = Mapping[str, str]


def fill_registers(seed: str, committee: BodyRef) -> None:
    """Buildings, homes, people and facilities of one committee's community, as an import does."""
    rng = Random(f"{seed}:registers")
    community = areas.area_by_id(committee.area_id or 0)
    if community is None:
        return
    grids = [one for one in areas.leaf_areas() if one.path.startswith(community.path)]
    county = str(profiles.current().section("profile")["county"]["code"])
    buildings = list(_buildings(rng, grids))
    homes = list(_homes(buildings))
    for key, rows in (
        ("buildings", buildings),
        ("homes", homes),
        ("people", list(_people(rng, homes))),
        ("facilities", list(_facilities(rng, grids, county))),
    ):
        _write(key, rows)


def fill_home_duties(seed: str, committee: BodyRef, day: date) -> None:
    """挂户: every household of all buildings but one has its organisation and grid worker."""
    rng = Random(f"{seed}:home-duties")
    community = areas.area_by_id(committee.area_id or 0)
    if community is None:
        return
    buildings = Building.reached.filter(is_demo=True, area_path__startswith=community.path)
    rows = []
    for building in list(buildings.order_by("code"))[:-1]:
        parties, workers = parties_for(building.area_path), workers_for(building.area_path)
        if parties and workers:
            user = rng.choice(workers).id
            rows += [
                HomeDuty(
                    home_id=home_id, body_id=parties[0].id, user_id=user, is_demo=True,
                    valid=DateRange(day - timedelta(days=_ANSWERED_FOR), None),
                )
                for home_id in building.homes.values_list("id", flat=True)
            ]  # fmt: skip
    HomeDuty.reached.bulk_create(rows)


def _write(key: str, rows: Sequence[Words]) -> None:
    register = REGISTERS[key]
    numbered: list[tuple[int, Any]] = list(enumerate(rows, start=1))
    drafts = prepare(register, numbered, Writing(SYSTEM, clock.today()))
    write_drafts(register=register, drafts=drafts, actor=SYSTEM, source="demo")


def _building(grid: str, number: int) -> str:
    """Where the grid is one building, its parts."""
    return f"{number}座" if grid.endswith("楼") else f"{number}号楼"


def _buildings(rng: Random, grids: Sequence[AreaRef]) -> Iterator[Words]:
    for number in range(BUILDINGS):
        grid = grids[number % len(grids)]
        yield {
            "code": f"{grid.code}-{number + 1:02d}",
            "name": _building(grid.name, number // len(grids) + 1),
            "address": f"{grid.name}（示例）{_building(grid.name, number // len(grids) + 1)}",
            "area_code": grid.code,
            "floors": str(FLOORS),
            "entrances": str(ENTRANCES),
            "built_year": str(rng.randint(1992, 2019)),
        }


def _homes(buildings: Sequence[Words]) -> Iterator[Words]:
    for building in buildings:
        for entrance in range(1, ENTRANCES + 1):
            for floor in range(1, FLOORS + 1):
                for door in (1, 2):
                    yield {
                        "building_code": building["code"],
                        "number": f"{entrance}-{floor}0{door}",
                    }


def _people(rng: Random, homes: Sequence[Words]) -> Iterator[Words]:
    count = 0
    for home in homes:
        if rng.random() < 0.12:
            continue  # nobody lives there
        names: set[str] = set()
        for place in range(rng.choice((1, 2, 2, 3, 3, 4))):
            count += 1
            name = person_name(rng)
            if name in names:
                continue
            names.add(name)
            yield {
                **home,
                "name": name,
                "phone": phone(_PHONES + count) if place < 2 else "",
                "sex": rng.choice("mf"),
                "birth_year": str(rng.randint(*((1945, 2000) if place < 2 else (2001, 2023)))),
                "residence": rng.choice(("registered", "registered", "usual", "passing")),
                "relation": _RELATIONS[place],
            }


def _facilities(rng: Random, grids: Sequence[AreaRef], county: str) -> Iterator[Words]:
    for number in range(len(grids) * 4):
        grid = grids[number % len(grids)]
        kind = rng.randrange(len(_FACILITIES))
        yield {
            "code": f"{county}{kind + 101:04d}{number + 1:06d}",
            "name": _FACILITIES[kind],
            "place": f"{grid.name}（示例）",
            "area_code": grid.code,
        }
