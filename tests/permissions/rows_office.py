"""Routes of the office: bodies, areas, people, settings."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from .cast import Cast
from .rowkinds import (
    CLERKS,
    NOBODY,
    STAFF,
    Values,
    get,
    post,
    with_data,
)

# Files of areas: the system administrator's, but for taking areas along.
SYSTEM = frozenset({"sysadmin"})
DAY = "2026-11-17"
PARTY = frozenset({"director", "director_elsewhere", "commander", "sysadmin", "party_clerk",
                   "party_elsewhere"})  # fmt: skip
WRITES_PARTY = frozenset({"director", "sysadmin", "party_clerk"})  # in the street of the cast
SEES_PARTY = WRITES_PARTY | {"commander"}


def relation(**names: str) -> Values:
    """Arguments of an address, taken from the prepared relations: `code="alliance"`."""

    def values(cast: Cast) -> dict[str, Any]:
        found = {key: getattr(cast.relations, name) for key, name in names.items()}
        return {key: getattr(value, "pk", value) for key, value in found.items()}

    return values


RELATIONS = [
    *(get(f"bodies:{name}", STAFF) for name in ("list", "find", "duty_map", "duty_shapes")),
    get("bodies:body", STAFF, values=relation(code="alliance")),
    get("bodies:add", WRITES_PARTY, values=relation(code="alliance"),
        args={"what": "membership"}),
    post("bodies:add", WRITES_PARTY, WRITES_PARTY, values=relation(code="alliance"),
         args={"what": "post"},
         data=with_data(post="head", holder_name="王三", since="2026-03-01")),
    get("bodies:end", WRITES_PARTY, values=relation(row_id="member"),
        args={"what": "membership"}),
    post("bodies:end", WRITES_PARTY, WRITES_PARTY, values=relation(row_id="member"),
         args={"what": "membership"}, data=with_data(on="2026-11-01")),
    get("bodies:correct", WRITES_PARTY, values=relation(row_id="member")),
    post("bodies:correct", WRITES_PARTY, WRITES_PARTY, values=relation(row_id="member"),
         data=with_data(role="deputy", since="2026-02-01", seen="0", why="写错了")),
    get("bodies:close", SYSTEM, values=relation(code="alliance")),
    post("bodies:close", SYSTEM, SYSTEM, values=lambda cast: {"code": cast.twin.code},
         data=lambda cast: {"successor": cast.city.community.code, "why": "合并", "sure": "on"}),
    # Nothing was ended in the cast's city; who may is tested in tests/orders.
    get("bodies:reopen", NOBODY, values=relation(code="alliance")),
    post("bodies:reopen", NOBODY, values=relation(code="alliance"), data=with_data(why="x")),
    get("bodies:delete", SYSTEM, values=lambda cast: {"code": cast.mistake.code}),
    post("bodies:delete", SYSTEM, SYSTEM, values=lambda cast: {"code": cast.mistake.code},
         data=with_data(sure="on")),
    get("bodies:cross_step", WRITES_PARTY, values=relation(row_id="cross"),
        args={"step": "agree"}),
    post("bodies:cross_step", WRITES_PARTY, WRITES_PARTY, values=relation(row_id="cross"),
         args={"step": "agree"}, data=with_data(on="2026-05-08", meeting="支部党员大会")),
    get("bodies:agreement", SEES_PARTY, values=relation(row_id="agreement")),
    get("bodies:agreement_file", NOBODY, values=relation(row_id="agreement")),
    get("bodies:renew", WRITES_PARTY, values=relation(row_id="agreement")),
    post("bodies:renew", WRITES_PARTY, WRITES_PARTY, values=relation(row_id="agreement"),
         data=with_data(signed_on="2026-11-17", expires_on="2027-11-17")),
    get("bodies:end_agreement", WRITES_PARTY, values=relation(row_id="agreement")),
    post("bodies:end_agreement", WRITES_PARTY, WRITES_PARTY, values=relation(row_id="agreement"),
         data=with_data(on="2026-11-17", why="单位搬走")),
    *(get(f"party:{name}", PARTY) for name in (
        "home", "agreements", "pairings", "crosses", "temporary", "levels")),
    get("party:coverage", PARTY, args={"key": "estates"}),
    get("party:structure", STAFF),
    get("party:census", PARTY),
    get("party:matrix", STAFF),
    get("desk:duty_versions", STAFF),
]  # fmt: skip


def import_of(cast: Cast) -> dict[str, Any]:
    return {"import_id": cast.area_import.pk}


def plan_of(cast: Cast) -> dict[str, Any]:
    return {"plan_id": cast.grid_plan.pk}


def renamed_estate(cast: Cast) -> dict[str, Any]:
    upload = SimpleUploadedFile("a.csv", f"编码,名称\n{cast.city.grid.code},新名小区\n".encode())
    return {"file": upload, "crs": "WGS84", "day": DAY}


def redrawn(cast: Cast) -> dict[str, Any]:
    shape = {"code": cast.city.grid.code, "name": "新名小区"}
    return {"day": DAY, "features": [{"type": "Feature", "properties": shape, "geometry": None}]}


def homes_of(cast: Cast) -> dict[str, Any]:
    grid = cast.city.grid
    text = f"地址,经度,纬度,户数\n1栋,{grid.centre_lon},{grid.centre_lat},300\n"
    upload = SimpleUploadedFile("h.csv", text.encode())
    return {"file": upload, "crs": "WGS84", "area": cast.city.community_area.code,
            "lowest": 300, "highest": 500}  # fmt: skip


AREA_FILES = [
    get("area_files:imports", SYSTEM),
    post("area_files:imports", SYSTEM, SYSTEM, data=renamed_estate),
    get("area_files:preview", SYSTEM, values=import_of),
    get("area_files:preview_shapes", SYSTEM, values=import_of),
    get("area_files:preview_points", SYSTEM, values=import_of),
    post("area_files:apply", SYSTEM, SYSTEM, values=import_of),
    post("area_files:discard", SYSTEM, SYSTEM, values=import_of),
    get("area_files:exports", STAFF),
    get("area_files:download", STAFF, data=lambda cast: {
        "area": cast.city.community_area.code, "day": DAY, "file_format": "csv", "crs": "WGS84"}),
    get("area_files:editor", SYSTEM, data=lambda cast: {"area": cast.city.community_area.code}),
    get("area_files:editor_shapes", SYSTEM,
        data=lambda cast: {"area": cast.city.community_area.code}),
    post("area_files:editor_check", SYSTEM, data=redrawn, json=True),
    post("area_files:editor_save", SYSTEM, SYSTEM, data=redrawn, json=True),
    get("area_files:plans", SYSTEM),
    post("area_files:plans", SYSTEM, SYSTEM, data=homes_of),
    get("area_files:plan", SYSTEM, values=plan_of),
    get("area_files:plan_shapes", SYSTEM, values=plan_of),
    get("area_files:plan_today", SYSTEM, values=plan_of),
    # One home cannot be moved: the page says so, nothing changes.
    post("area_files:plan_move", SYSTEM, values=plan_of, data=with_data(move="0:1", version="1")),
    # One grid for a community of several estates would merge them: refused with a sentence.
    post("area_files:plan_undo", SYSTEM, values=plan_of, data=with_data(version="1")),
    post("area_files:plan_accept", SYSTEM, values=plan_of, data=with_data(day=DAY, version="1")),
    post("area_files:plan_discard", SYSTEM, SYSTEM, values=plan_of),
]  # fmt: skip


SYSADMIN = frozenset({"sysadmin"})
COUNTERS = CLERKS | frozenset({
    "grid", "grid_elsewhere", "dispatcher", "director", "director_elsewhere", "commander",
})  # fmt: skip


def renaming(do: str) -> Values:
    """A new name for a community, to preview or to keep."""

    def values(cast: Cast) -> dict[str, Any]:
        from gongzhi.kernel.clock import today

        return {
            "kind": "rename", "area": cast.city.community_area.code, "name": "新名社区",
            "effective_on": str(today()), "do": do,
        }  # fmt: skip

    return values


def in_park(cast: Cast) -> dict[str, Any]:
    return {"functional_id": cast.park.pk}


def park_form(cast: Cast) -> dict[str, Any]:
    return {"kind": "park", "name": "新园", "code": "P-1", "areas": cast.city.grid.code}


BOUNDARIES = [
    get("areas:index", STAFF),
    get("areas:index", STAFF, data=with_data(area_q="社区")),
    get("areas:area", STAFF, values=lambda cast: {"area_id": cast.city.grid.id}),
    get("areas:outline", STAFF, values=lambda cast: {"area_id": cast.city.grid.id}),
    get("areas:by_code", STAFF, values=lambda cast: {"code": cast.city.grid.code}),
    get("areas:changes", STAFF),
    get("areas:change", STAFF, values=lambda cast: {"change_id": cast.change.pk}),
    post("areas:cancel_change", SYSADMIN, SYSADMIN,
         values=lambda cast: {"change_id": cast.change.pk}),
    get("areas:new_change", SYSADMIN),
    post("areas:new_change", SYSADMIN, data=renaming("preview")),
    post("areas:new_change", SYSADMIN, SYSADMIN, data=renaming("save")),
    get("areas:functional", STAFF),
    get("areas:functional_area", STAFF, values=in_park),
    get("areas:new_functional", SYSADMIN),
    post("areas:new_functional", SYSADMIN, SYSADMIN,
         data=lambda cast: park_form(cast) | {"code": "P-2"}),
    get("areas:edit_functional", SYSADMIN, values=in_park),
    post("areas:edit_functional", SYSADMIN, SYSADMIN, values=in_park, data=park_form),
    post("areas:end_functional", SYSADMIN, SYSADMIN, values=in_park),
    get("area_figures:by_area", COUNTERS),
    get("rates:rates", COUNTERS),
    get("rates:orders", COUNTERS, data=with_data(rate="solved", side="whole")),
    # Of cities that name their grid's functions (tests/acceptance/xy/test_xy_14.py); not of this.
    get("functions:functions", NOBODY),
    get("functions:orders", NOBODY, data=with_data(function="mediation")),
]  # fmt: skip

SYSTEM = frozenset({"sysadmin"})
SECURITY = frozenset({"secadmin"})
AUDIT = frozenset({"auditadmin"})


def spare(cast: Cast) -> dict[str, Any]:
    return {"user_id": cast.spare.pk}


def people_file(cast: Cast) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    table = f"账号,姓名,岗位,单位\nli.si,李四,handler,{cast.body_code}\n"
    return {"do": "write", "file": SimpleUploadedFile("people.csv", table.encode())}


def days(cast: Cast, **more: Any) -> dict[str, Any]:
    return {"since": "2026-11-17", "last": "2026-12-31", **more}


PEOPLE = [
    get("accounts:second_factor", NOBODY),
    get("accounts:set_up_factor", NOBODY),
    get("accounts:own_password", NOBODY),
    get("accounts:oidc", NOBODY),
    get("accounts:oidc_back", NOBODY),
    get("accounts:my_factor", STAFF),
    get("accounts:my_password", NOBODY),
    get("accounts:my_leave", STAFF),
    post("accounts:cancel_my_leave", NOBODY,  # another person's
         values=lambda cast: {"stand_in_id": cast.away.pk}),
    get("users:list", SYSTEM | SECURITY),
    get("users:roles", SYSTEM | SECURITY),
    get("users:bodies", SYSTEM | SECURITY, data=with_data(body="SZ")),
    get("users:people", SYSTEM | SECURITY, data=with_data(user="h")),
    get("users:person", SYSTEM | SECURITY, values=spare),
    get("users:requests", SYSTEM | SECURITY),
    get("users:create", SYSTEM),
    post("users:create", SYSTEM, SYSTEM, data=with_data(username="wang.wu", name="王五")),
    get("users:edit", SYSTEM, values=spare),
    post("users:edit", SYSTEM, SYSTEM, values=spare, data=with_data(name="新名")),
    post("users:block", SYSTEM, SYSTEM, values=spare, data=with_data(reason="调离")),
    post("users:unblock", SYSTEM, values=spare),
    post("users:password", SYSTEM, SYSTEM, values=spare),
    get("users:import", SYSTEM),
    post("users:import", SYSTEM, SYSTEM, data=people_file),
    get("users:template", SYSTEM),
    get("users:export", SYSTEM, SYSTEM),
    get("users:post", SYSTEM, values=spare),
    post("users:post", SYSTEM, SYSTEM, values=spare,
         data=lambda cast: days(cast, role="body_head", body=cast.body_code)),
    get("users:stand_in", SYSTEM, values=spare),
    post("users:stand_in", SYSTEM, SYSTEM, values=spare,
         data=lambda cast: days(cast, kind="leave", deputy=cast.deputy)),
    post("users:cancel_stand_in", SYSTEM, SYSTEM,
         values=lambda cast: {"stand_in_id": cast.away.pk}),
    get("users:end_posting", SYSTEM, values=lambda cast: {"posting_id": cast.posting.pk}),
    post("users:end_posting", SYSTEM, SYSTEM,
         values=lambda cast: {"posting_id": cast.posting.pk}),
    get("users:security", SECURITY),
    post("users:unlock", SECURITY, data=with_data(username="nobody")),
    post("users:issue_key", SECURITY, SECURITY,
         data=lambda cast: {"name": "对接", "user": cast.spare.username}),
    post("users:revoke_key", SECURITY, SECURITY, values=lambda cast: {"key_id": cast.key.pk}),
    post("users:reset_factor", SECURITY, values=spare, data=with_data(reason="换手机")),
    post("users:end_sessions", SECURITY, SECURITY, values=spare),
    post("users:decide", SECURITY, SECURITY, values=lambda cast: {"request_id": cast.asked.pk},
         data=with_data(do="release")),
    get("access:logs", AUDIT),
    get("access:logs", AUDIT, data=with_data(log="events")),
    get("access:logs", AUDIT, data=with_data(log="history")),
    get("access:export", AUDIT, AUDIT),
    get("teams:teams", STAFF),
]  # fmt: skip

ADMIN = frozenset({"sysadmin"})
OFFICE = [
    get("office:overview", ADMIN),
    get("office:draft", ADMIN),
    post("office:apply", ADMIN, ADMIN, data=with_data(reason="试", base="1")),
    post("office:discard", ADMIN, ADMIN),
    post("office:renew", ADMIN, ADMIN),
    get("office:history", ADMIN | AUDIT),
    get("office:compare", ADMIN | AUDIT),
    get("office:release", ADMIN | AUDIT, args={"version": 1}),
    get("office:back", ADMIN, args={"version": 1}),
    # Over a release that is not in force: refused for everybody.
    post("office:back", NOBODY, args={"version": 1}, data=with_data(reason="试", base="0")),
    get("office:export", ADMIN),
    get("office:find", ADMIN, args={"what": "body"}),
    get("office:say", ADMIN),
    get("office:table", ADMIN, args={"table": "limits"}),
    get("office:row", ADMIN, args={"table": "limits"}, data=with_data(key="10101|gone")),
    get("office:new", ADMIN, args={"table": "duties"}),
    post("office:drop", ADMIN, ADMIN, args={"table": "duties"}, data=with_data(key="1")),
    get("office:subject", ADMIN, args={"subject": "names"}),
    get("office:it", ADMIN),
    post("office:hand_over_again", ADMIN),  # nothing failed
]  # fmt: skip
