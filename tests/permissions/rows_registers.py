"""Routes of the registers: who sees places, who works with people, and whose rows they are."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongzhi.registers.home_duty import parties_for, workers_for
from tests.orders.conftest import T0

from .cast import Cast
from .rowkinds import CLERK, CLERKS, GRID, NOBODY, OWNER, RESIDENTS, get, post, with_data

WRITERS = CLERKS | {"grid", "grid_elsewhere"}
NEIGHBOURS = GRID | CLERK
PLACES = WRITERS | {"dispatcher", "director", "director_elsewhere", "commander"}
SEERS = PLACES | {"handler", "handler_elsewhere"}
# Who reads Party affairs by post; who asks a register, and in whose reach the cast's question is.
PARTY = frozenset({"party_clerk", "party_elsewhere"})
ASKERS = frozenset({"grid", "grid_elsewhere", "handler", "handler_elsewhere", "director",
                    "director_elsewhere", "commander"}) | PARTY | CLERKS  # fmt: skip
ASKED = NEIGHBOURS | {"handler", "handler_elsewhere", "director", "commander", "party_clerk"}
PARTY_CLERK, DIRECTOR = frozenset({"party_clerk"}), frozenset({"director"})
# In whose area the prepared building stands.
NEAR = CLERK | frozenset({"grid", "dispatcher", "director", "commander"})
BUILDINGS = {"key": "buildings"}
PEOPLE = {"key": "people"}
MEMBERS, TALENT = {"key": "members"}, {"key": "talent"}


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


def member(cast: Cast) -> dict[str, Any]:
    return {"row_id": cast.member.pk}


def roll(cast: Cast) -> dict[str, Any]:
    return {"body": cast.roll}


def roll_for_a_purpose(cast: Cast) -> dict[str, Any]:
    return roll(cast) | {"purpose": "核对"}


def new_member(cast: Cast) -> dict[str, Any]:
    return roll(cast) | {"number": "2", "birth_year": "1970"}


def corrected_member(cast: Cast) -> dict[str, Any]:
    return roll(cast) | {"number": "1", "birth_year": "1970", "version": cast.member.version}


def new_talent(cast: Cast) -> dict[str, Any]:
    return {"area_code": cast.city.grid.code, "name": "周小明", "kind": "repair", "skill": "修锁",
            "agreed_on": "2026-01-02"}  # fmt: skip


def question(cast: Cast) -> dict[str, Any]:
    return {"question_id": cast.question.pk}


def answer(cast: Cast) -> dict[str, Any]:
    return {"answer_id": cast.answer.pk}


def grid_of_the_cast(cast: Cast) -> dict[str, Any]:
    return {"area": cast.city.grid.code}


def new_question(cast: Cast) -> dict[str, Any]:
    return {"register": "buildings", "name": "住宅楼", "for_whom": "住建局",
            "area": cast.city.street_area.code, "level": cast.city.street_area.level}  # fmt: skip


def request(cast: Cast) -> dict[str, Any]:
    return {"request_id": cast.data_request.pk}


def asked(cast: Cast) -> dict[str, Any]:
    return {"client_key": str(uuid.uuid4()), "note": "我搬到了二楼"}


def ended(cast: Cast) -> dict[str, Any]:
    return {"version": cast.person.version, "why": "moved", "on": T0.date().isoformat()}


def home(cast: Cast) -> dict[str, Any]:
    """The prepared home, for the grid's branch and its worker."""
    path = cast.city.grid.path
    return {"home": str(cast.home.pk), "body": parties_for(path)[0].code,
            "user": str(workers_for(path)[0].id)}  # fmt: skip


PURPOSE = with_data(purpose="核对")
REGISTERS = [
    get("registers:home", SEERS | PARTY),
    post("registers:find", SEERS | PARTY, SEERS | PARTY, data=with_data(q="燕山大路")),
    get("registers:list", WRITERS, args=PEOPLE),
    get("registers:list", PLACES, args={"key": "homes"}),
    get("registers:list", PLACES, args=BUILDINGS),
    *(get("registers:list", SEERS, args={"key": key}) for key in ("units", "facilities",
                                                                  "devices")),
    *(get(f"registers:{name}", PLACES, args=BUILDINGS) for name in ("map", "map_shapes",
                                                                    "map_points")),
    get("registers:map", WRITERS, args=PEOPLE),
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
    get("registers:home_duties", WRITERS),
    post("registers:assign_homes", CLERKS, CLERK, data=home),
    get("registers:census", PARTY),
    get("registers:census", PARTY_CLERK, data=roll),
    get("registers:list", PARTY, args=MEMBERS, data=roll),
    get("registers:row", PARTY_CLERK, args=MEMBERS, values=member),
    post("registers:open", PARTY_CLERK, PARTY_CLERK, args=MEMBERS, values=member, data=PURPOSE),
    get("registers:add", PARTY, args=MEMBERS),
    post("registers:add", PARTY_CLERK, PARTY_CLERK, args=MEMBERS, data=new_member),
    get("registers:edit", PARTY_CLERK, args=MEMBERS, values=member),
    post("registers:edit", PARTY_CLERK, PARTY_CLERK, args=MEMBERS, values=member, data=corrected_member),
    get("registers:bring", PARTY, args=MEMBERS),
    get("registers:template", PARTY, args=MEMBERS),
    get("registers:export", PARTY, args=MEMBERS, data=roll),
    post("registers:export", PARTY, PARTY, args=MEMBERS, data=roll_for_a_purpose),
    get("registers:list", WRITERS | PARTY, args=TALENT),
    get("registers:add", WRITERS | PARTY, args=TALENT),
    post("registers:add", NEIGHBOURS | PARTY_CLERK, NEIGHBOURS | PARTY_CLERK, args=TALENT, data=new_talent),
    get("registers:template", WRITERS | PARTY, args=TALENT),
    get("registers:questions", ASKERS),
    get("registers:ask", ASKERS),
    get("registers:ask", PARTY, data=with_data(register="members")),
    post("registers:ask", DIRECTOR | PARTY_CLERK | ASKED - NEIGHBOURS, DIRECTOR | PARTY_CLERK | ASKED - NEIGHBOURS,
         data=new_question),
    post("registers:answer", ASKED, ASKED, values=question, data=grid_of_the_cast),
    post("registers:close_question", DIRECTOR, DIRECTOR, values=question),
    get("registers:answer_page", ASKED, values=answer),
    get("registers:answer_file", ASKED, values=answer),
    get("own_data:page", RESIDENTS),
    post("own_data:link", RESIDENTS, NOBODY),  # nobody of the cast is registered by this phone
    get("own_data:export", RESIDENTS, RESIDENTS),  # that it was taken is noted
    get("own_data:leave", RESIDENTS),
    post("own_data:leave", RESIDENTS, RESIDENTS, data=with_data(sure="on")),
    get("own_data:ask", RESIDENTS, args={"kind": "correct"}),
    post("own_data:ask", RESIDENTS, OWNER, args={"kind": "correct"}, data=asked),
    get("own_data:object", OWNER, values=request),
    post("own_data:object", OWNER, OWNER, values=request, data=with_data(reason="我带了")),
    # This city's profile has no whistle: nothing stands behind its addresses.
    get("own_calls:page", NOBODY),
    post("own_calls:report", NOBODY, data=with_data(call_me="1")),
    post("own_calls:answer", NOBODY, args={"number": "QA1", "answer": "accept"}),
    post("registers:confirm_help", NOBODY, args={"help_id": 1}),
    # Only bodies that the city names may ask (none in this one), and nobody reads what is not there.
    get("registers:opinion_ask", NOBODY),
    post("registers:opinion_ask", NOBODY, data=with_data(name="张三", purpose="考核")),
    post("registers:opinion_person", NOBODY, order="main"),
    post("own_data:opinion_reply", NOBODY, args={"request_id": 1}, data=with_data(words="我说")),
    get("registers:request", NEIGHBOURS, values=request),
    post("registers:request", NEIGHBOURS, NEIGHBOURS, values=request),
    get("registers:retention", frozenset({"secadmin", "auditadmin"})),
    get("registers:end", NEIGHBOURS, args=BUILDINGS, values=building),
    post("registers:end", NEIGHBOURS, NEIGHBOURS, args=PEOPLE, values=person, data=ended),
    post("registers:restore", NEIGHBOURS, NOBODY, args=PEOPLE, values=person),  # it has not ended
]  # fmt: skip
