"""A city's registers at size: a million people in 400,000 homes, 150,000 facilities, by COPY."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from gongzhi.cli.serve import prepare
from gongzhi.platform.postgres import EmbeddedPostgres

from . import place

PEOPLE, HOMES, FACILITIES = 1_000_000, 400_000, 150_000
IN_ONE_COMMUNITY = 100_000  # people of the community that is exported
HOMES_OF_A_BUILDING = 40
_AT_ONCE = 20_000


def fill(data: Path, *, profile: str = "qianan") -> dict[str, Any]:
    """Tables, profile and rows, unless they are there; how many, and how long it took."""
    data.mkdir(parents=True, exist_ok=True, mode=0o711)
    stamp = data / "filled.json"
    there = stamp.exists()
    begun = time.monotonic()
    with EmbeddedPostgres(data):
        prepare(["--static", "--migrate", "--profile", profile])
        if there:
            return dict(json.loads(stamp.read_text(encoding="utf-8")))
        place.connect(data)
        _load()
        place.settle()
        place.disconnect()
    made = {
        "people": PEOPLE, "homes": HOMES, "facilities": FACILITIES,
        "seconds": round(time.monotonic() - begun, 1),
    }  # fmt: skip
    stamp.write_text(json.dumps(made), encoding="utf-8")
    return made


def chosen_community() -> Any:
    """The community of which IN_ONE_COMMUNITY people are registered: the first by code."""
    from gongzhi.areas import selectors as areas

    parents = {one.parent_id for one in areas.leaf_areas()}
    found = [areas.area_by_id(parent) for parent in parents if parent is not None]
    return min((one for one in found if one is not None), key=lambda one: one.code)


def _load() -> None:
    from gongzhi.areas import selectors as areas
    from gongzhi.kernel import clock

    rng = random.Random(4)  # noqa: S311  a repeatable choice, nothing secret
    common = {
        "checked_on": clock.today(), "updated_at": clock.now(), "is_demo": True,
    }  # fmt: skip
    chosen = chosen_community()
    grids = list(areas.leaf_areas())
    inside = [grid for grid in grids if grid.path.startswith(chosen.path)]
    outside = [grid for grid in grids if not grid.path.startswith(chosen.path)]
    share = HOMES * IN_ONE_COMMUNITY // PEOPLE // HOMES_OF_A_BUILDING
    in_turn = [inside[number % len(inside)] for number in range(share)]
    in_turn += [
        outside[number % len(outside)] for number in range(HOMES // HOMES_OF_A_BUILDING - share)
    ]
    buildings = _copy(_buildings(in_turn, common))
    homes = _copy(_homes(buildings, common))
    _copy(_people(homes, common, rng), keep=False)
    _copy(_facilities(grids, common), keep=False)


def _copy(rows: Iterable[Any], *, keep: bool = True) -> list[Any]:
    from gongzhi.kernel.copyrows import copy_rows

    kept: list[Any] = []
    waiting = iter(rows)
    while part := list(islice(waiting, _AT_ONCE)):
        copy_rows(part)
        if keep:
            kept += part
    return kept


def _buildings(in_turn: list[Any], common: dict[str, Any]) -> Iterator[Any]:
    from gongzhi.registers.catalogue.placing import search_text
    from gongzhi.registers.models import Building

    for number, grid in enumerate(in_turn):
        name, code = f"{number % 97 + 1}号楼", f"B{number:06d}"
        address = f"{grid.name}{name}"
        yield Building(
            code=code, name=name, address=address, area_id=grid.id, area_path=grid.path,
            search=search_text(name, address, code), **common,
        )  # fmt: skip


def _homes(buildings: list[Any], common: dict[str, Any]) -> Iterator[Any]:
    from gongzhi.registers.catalogue.placing import search_text
    from gongzhi.registers.models import Home

    for building in buildings:
        for door in range(HOMES_OF_A_BUILDING):
            number = f"{door // 20 + 1}-{door % 20 // 2 + 1}0{door % 2 + 1}"
            address = f"{building.address} {number}"
            yield Home(
                building_id=building.id, number=number, address=address,
                area_id=building.area_id, area_path=building.area_path,
                search=search_text(building.name, address), **common,
            )  # fmt: skip


def _people(homes: list[Any], common: dict[str, Any], rng: random.Random) -> Iterator[Any]:
    from gongzhi.demo.people.names import person_name
    from gongzhi.kernel.crypto import keyring
    from gongzhi.registers.models import Person
    from gongzhi.registers.tokens import person_tokens

    ring, count = keyring(), 0
    for number, home in enumerate(homes):
        for nth in range(2 + number % 2):  # 2.5 a home
            name, phone = person_name(rng), f"19{count:09d}"
            count += 1
            yield Person(
                home_id=home.id, area_id=home.area_id, area_path=home.area_path,
                name_sealed=ring.seal(name), phone_sealed=ring.seal(phone),
                tokens=person_tokens(name=name, phone=phone, id_number=""),
                sex="mf"[nth % 2], birth_year=1950 + count % 60,
                relation="head" if nth == 0 else "other", **common,
            )  # fmt: skip


def _facilities(grids: list[Any], common: dict[str, Any]) -> Iterator[Any]:
    from gongzhi.registers.catalogue.placing import search_text
    from gongzhi.registers.models import Facility

    for number in range(FACILITIES):
        grid = grids[number % len(grids)]
        code, where = f"130283{number % 90 + 101:04d}{number:06d}", f"{grid.name}路口{number % 30}"
        yield Facility(
            code=code, name="路灯", place=where, area_id=grid.id, area_path=grid.path,
            lon=grid.centre_lon, lat=grid.centre_lat,
            search=search_text("路灯", where, code), **common,
        )  # fmt: skip
