"""Routes of the registers: who sees places, who works with people, and whose rows they are."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.orders.conftest import T0

from .cast import Cast
from .rowkinds import GRID, NOBODY, OWNER, RESIDENTS, get, post, with_data

WRITERS = frozenset({"grid", "grid_elsewhere"})
PLACES = WRITERS | {"dispatcher", "director", "director_elsewhere", "commander"}
SEERS = PLACES | {"handler", "handler_elsewhere"}
# In whose area the prepared building stands.
NEAR = frozenset({"grid", "dispatcher", "director", "commander"})
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


def request(cast: Cast) -> dict[str, Any]:
    return {"request_id": cast.data_request.pk}


def asked(cast: Cast) -> dict[str, Any]:
    return {"client_key": str(uuid.uuid4()), "note": "我搬到了二楼"}


def ended(cast: Cast) -> dict[str, Any]:
    return {"version": cast.person.version, "why": "moved", "on": T0.date().isoformat()}


PURPOSE = with_data(purpose="核对")
REGISTERS = [
    get("registers:home", SEERS),
    post("registers:find", SEERS, SEERS, data=with_data(q="燕山大路")),
    get("registers:list", WRITERS, args=PEOPLE),
    get("registers:list", PLACES, args={"key": "homes"}),
    get("registers:list", PLACES, args=BUILDINGS),
    *(get("registers:list", SEERS, args={"key": key}) for key in ("units", "facilities",
                                                                  "devices")),
    get("registers:row", GRID, args=PEOPLE, values=person),
    get("registers:row", NEAR, args=BUILDINGS, values=building),
    post("registers:open", GRID, GRID, args=PEOPLE, values=person, data=PURPOSE),
    get("registers:add", WRITERS, args=BUILDINGS),
    post("registers:add", GRID, GRID, args=BUILDINGS, data=new_building),
    get("registers:edit", GRID, args=PEOPLE, values=person),
    post("registers:edit", GRID, GRID, args=BUILDINGS, values=building, data=corrected),
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
    get("own_data:export", RESIDENTS, RESIDENTS),  # that it was taken is noted
    get("own_data:ask", RESIDENTS, args={"kind": "correct"}),
    post("own_data:ask", RESIDENTS, OWNER, args={"kind": "correct"}, data=asked),
    get("own_data:object", OWNER, values=request),
    post("own_data:object", OWNER, OWNER, values=request, data=with_data(reason="我带了")),
    get("registers:request", GRID, values=request),
    post("registers:request", GRID, GRID, values=request),
    get("registers:retention", frozenset({"secadmin", "auditadmin"})),
    get("registers:end", GRID, args=BUILDINGS, values=building),
    post("registers:end", GRID, GRID, args=PEOPLE, values=person, data=ended),
    post("registers:restore", GRID, NOBODY, args=PEOPLE, values=person),  # it has not ended
]  # fmt: skip
