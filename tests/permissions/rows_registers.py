"""Routes of the registers: who sees places, who works with people, and whose rows they are."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from .cast import Cast
from .rowkinds import CLERK, CLERKS, GRID, NOBODY, RESIDENTS, get, post, with_data

WRITERS = CLERKS | {"grid", "grid_elsewhere"}
NEIGHBOURS = GRID | CLERK
PLACES = WRITERS | {"dispatcher", "director", "director_elsewhere", "commander"}
SEERS = PLACES | {"handler", "handler_elsewhere"}
# In whose area the prepared building stands.
NEAR = CLERK | frozenset({"grid", "dispatcher", "director", "commander"})
BUILDINGS = {"key": "buildings"}
PEOPLE = {"key": "people"}


def new_building(cast: Cast) -> dict[str, Any]:
    return {"code": "LY-2", "name": "4号楼", "address": "燕山大路20号",
            "area_code": cast.city.grid.code}  # fmt: skip


def corrected(cast: Cast) -> dict[str, Any]:
    return new_building(cast) | {"code": "LY-1", "version": cast.building.version}


def building(cast: Cast) -> dict[str, Any]:
    return {"row_id": cast.building.pk}


def person(cast: Cast) -> dict[str, Any]:
    return {"row_id": cast.person.pk}


def workbook(cast: Cast) -> dict[str, Any]:
    return {"import_id": cast.register_import.pk}


def table_of_people(cast: Cast) -> dict[str, Any]:
    text = "楼栋编码,房号,姓名\nLY-1,2-301,王小华\n"
    return {"file": SimpleUploadedFile("人.csv", text.encode())}


PURPOSE = with_data(purpose="核对")
REGISTERS = [
    get("registers:home", SEERS),
    post("registers:find", SEERS, SEERS, data=with_data(q="燕山大路")),
    get("registers:list", WRITERS, args=PEOPLE),
    get("registers:list", PLACES, args={"key": "homes"}),
    get("registers:list", PLACES, args=BUILDINGS),
    *(get("registers:list", SEERS, args={"key": key}) for key in ("units", "facilities",
                                                                  "devices")),
    get("registers:row", NEIGHBOURS, args=PEOPLE, values=person),
    get("registers:row", NEAR, args=BUILDINGS, values=building),
    post("registers:open", NEIGHBOURS, NEIGHBOURS, args=PEOPLE, values=person, data=PURPOSE),
    get("registers:add", WRITERS, args=BUILDINGS),
    post("registers:add", NEIGHBOURS, NEIGHBOURS, args=BUILDINGS, data=new_building),
    get("registers:edit", NEIGHBOURS, args=PEOPLE, values=person),
    post("registers:edit", NEIGHBOURS, NEIGHBOURS, args=BUILDINGS, values=building, data=corrected),
    get("registers:bring", WRITERS, args=PEOPLE),
    post("registers:bring", WRITERS, WRITERS, args=PEOPLE, data=table_of_people),
    get("registers:template", WRITERS, args=PEOPLE),
    get("registers:export", WRITERS, args=PEOPLE),
    post("registers:export", WRITERS, WRITERS, args=PEOPLE, data=PURPOSE),
    post("registers:export", PLACES, PLACES, args=BUILDINGS, data=PURPOSE),
    get("registers:import", GRID, values=workbook),
    get("registers:marked", GRID, values=workbook),
    post("registers:apply", GRID, GRID, values=workbook),
    post("registers:discard", GRID, GRID, values=workbook),
    get("own_data:page", RESIDENTS),
    post("own_data:link", RESIDENTS, NOBODY),  # nobody of the cast is registered by this phone
    get("own_data:export", RESIDENTS),
]  # fmt: skip
