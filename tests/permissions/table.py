"""Every route of the URL conf: who gets through, and for whom anything is written.

Whoever is not in `through` must be sent to a login page or refused (401, 403, 404, 405, 409),
and nothing may have changed. Whoever is in it, but not in `writes`, may read and changes nothing.
A route that is missing here fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from .cast import DRAFT_KEY, ROLES, Cast, photo

EVERYONE = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()
RESIDENTS = frozenset({"owner", "stranger"})
STAFF = frozenset(ROLES) - RESIDENTS - {"public", "api"}
OWNER = frozenset({"owner"})
HANDLER = frozenset({"handler"})
CENTRE = frozenset({"dispatcher"})
GRID = frozenset({"grid"})
FINDERS = frozenset({"grid", "grid_elsewhere", "dispatcher"})
# In whose scope the prepared orders lie.
SEE = frozenset({"handler", "grid", "dispatcher", "director", "commander"})
API = frozenset({"api"})

Values = Callable[[Cast], dict[str, Any]]


def nothing(cast: Cast) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Row:
    """`name` as in the URL conf (namespace:name); `order` names which prepared order it is."""

    method: str
    name: str
    through: frozenset[str]
    writes: frozenset[str] = NOBODY
    order: str = ""
    args: dict[str, Any] = field(default_factory=dict)
    values: Values = nothing
    data: Values = nothing
    json: bool = False
    ends_at_login: bool = False  # a redirect to a login page is the success

    @property
    def label(self) -> str:
        return f"{self.method} {self.name} {self.order} {self.args or ''}".strip()


def get(name: str, through: frozenset[str], writes: frozenset[str] = NOBODY, **more: Any) -> Row:
    return Row("GET", name, through, writes, **more)


def post(name: str, through: frozenset[str], writes: frozenset[str] = NOBODY, **more: Any) -> Row:
    return Row("POST", name, through, writes, **more)


def with_data(**data: Any) -> Values:
    return lambda cast: data


def entry(kind: str) -> Values:
    """A form of the field front about the prepared order."""

    def values(cast: Cast) -> dict[str, Any]:
        return {
            "client_key": "aaaaaaaa-2222-4333-8444-555555555555",
            "kind": kind,
            "number": cast.main.number,
            "note": "现场看过",
        }

    return values


def photo_of(size: str) -> Values:
    return lambda cast: {"photo_id": cast.photo.pk, "size": size}


REPORT = {
    "client_key": "bbbbbbbb-2222-4333-8444-555555555555",
    "text": "路灯不亮",
    "category": "10109",
}


def report_form(cast: Cast) -> dict[str, Any]:
    return {**REPORT, "lon": cast.city.lon, "lat": cast.city.lat, "phone": "19900000009"}


def found_matter(cast: Cast) -> dict[str, Any]:
    return {**REPORT, "kind": "report", "lon": cast.city.lon, "lat": cast.city.lat}


def report_json(cast: Cast) -> dict[str, Any]:
    return {**REPORT, "lon": cast.city.lon, "lat": cast.city.lat}


def point(cast: Cast) -> dict[str, Any]:
    return {"lon": cast.city.lon, "lat": cast.city.lat, "category": "10109"}


SHELL = [
    get("healthz", EVERYONE),
    get("web:field_manifest", EVERYONE),
    get("web:field_worker", EVERYONE),
    get("web:field_offline", EVERYONE),
    post("web:language", EVERYONE, data=with_data(language="en")),
    post("web:type", EVERYONE, data=with_data(large="1")),
]

ACCOUNTS = [
    get("accounts:login", EVERYONE),
    post("accounts:logout", EVERYONE, ends_at_login=True),
    get("accounts:resident_login", EVERYONE),
    post("accounts:code", EVERYONE, EVERYONE, data=with_data(phone="19900000009")),
    get("notify:messages", STAFF),
    post("notify:read", STAFF),
    get("notify:demo_inbox", EVERYONE),
]

PUBLIC = [
    get("public:index", EVERYONE),
    get("public:areas", EVERYONE),
    get("public:grids", EVERYONE),
    get("public:points", EVERYONE),
    get("public:order", EVERYONE, order="shown"),
    get("public:order", NOBODY, order="main"),
]

RESIDENT = [
    get("resident:home", EVERYONE),
    get("resident:here", EVERYONE),
    get("resident:report", EVERYONE),
    post("resident:report", EVERYONE, EVERYONE, data=report_form),
    post("resident:photos", EVERYONE,
         data=lambda cast: {"client_key": str(DRAFT_KEY), "photos": _file()}),
    get("resident:draft_photo", EVERYONE,
        values=lambda cast: {"client_key": DRAFT_KEY, "sha256": cast.draft_sha}),
    get("resident:categories", EVERYONE, data=with_data(q="井盖")),
    get("resident:suggest", EVERYONE, data=with_data(text="井盖松动")),
    get("resident:near", EVERYONE, data=point),
    get("resident:locate", EVERYONE, data=point),
    get("resident:places", EVERYONE, data=with_data(q="小区")),
    get("resident:mine", RESIDENTS),
    get("resident:lookup", EVERYONE),
    get("resident:me", EVERYONE),
    get("resident:looks", RESIDENTS),
    get("resident:messages", RESIDENTS),
    # A signed-in resident is sent on to the order's page, which answers 404 to a stranger.
    get("resident:confirm", RESIDENTS, order="main"),
    get("resident:order", OWNER, order="main"),
    get("resident:receipt", OWNER, order="main"),
    post("resident:nudge", OWNER, OWNER, order="main"),
    get("resident:supplement", OWNER, order="main"),
    post("resident:supplement", OWNER, OWNER, order="main", data=with_data(note="晚上更明显")),
    get("resident:withdraw", OWNER, order="main"),
    post("resident:withdraw", OWNER, OWNER, order="main"),
    get("resident:rate", OWNER, order="rated"),
    post("resident:rate", OWNER, OWNER, order="rated",
         data=with_data(solved="1", satisfaction="3")),
    get("resident:support", EVERYONE, order="shown"),
    get("resident:support", NOBODY, order="main"),
    post("resident:support", frozenset({"stranger"}), frozenset({"stranger"}), order="shown"),
    post("resident:support", NOBODY, order="main"),
]  # fmt: skip

FIELD = [
    get("field:today", STAFF),
    get("field:today_json", STAFF),
    get("field:grid", STAFF),
    get("field:grid_areas", STAFF),
    get("field:grid_points", STAFF),
    get("field:orders", STAFF),
    get("field:new", STAFF),
    get("field:suggest", STAFF, data=with_data(text="井盖松动")),
    get("field:first", STAFF),
    get("field:calls", STAFF),
    get("field:me", STAFF),
    get("field:order", SEE, order="main"),
    post("field:contact", GRID, GRID, order="main", data=with_data(purpose="现场核实")),
    # A refusal of the outbox comes back as a page with its sentence.
    post("field:outbox", STAFF, SEE, data=entry("note")),
    # The order is not there yet, or no longer: what was found is kept beside it as a note.
    post("field:outbox", STAFF, SEE, data=entry("check_pass")),
    # Registering what was found is for those in the field and those who take reports.
    post("field:outbox", STAFF, FINDERS, data=found_matter),
]

DESK = [
    get("desk:worklists", STAFF),
    get("desk:all", STAFF),
    get("desk:handled", STAFF),
    get("desk:mine", STAFF),
    get("desk:duties", STAFF),
    get("desk:export", STAFF, STAFF, data=with_data(kind="all")),
    post("desk:keep_view", STAFF, STAFF, data=with_data(name="红灯", query="lamp=red")),
    get("desk:open_view", STAFF, values=lambda cast: {"view_id": cast.view.pk}),
    post("desk:forget_view", HANDLER, HANDLER, values=lambda cast: {"view_id": cast.view.pk}),
    # Bulk answers each line with a sentence; only the lead's handler can sign.
    post("desk:bulk", STAFF, HANDLER, data=lambda cast: {"one": f"sign:{cast.main.number}"}),
    get("desk:bulk_done", STAFF),
    get("desk:order", SEE, order="main"),
    get("desk:shapes", SEE, order="main"),
    post("desk:contact", SEE, SEE, order="main", data=with_data(purpose="核实情况")),
    post("desk:act", HANDLER, HANDLER, order="main", args={"action": "sign"}),
    post("desk:act", HANDLER, HANDLER, order="main", args={"action": "return"},
         data=with_data(reason="不归我们管，井盖属供水公司")),
    post("desk:act", SEE, SEE, order="main", args={"action": "note"},
         data=with_data(note="已看")),
    post("desk:act", NOBODY, order="main", args={"action": "finish"},
         data=with_data(result="10:20到场，已换新井盖，现已平稳。")),
    post("desk:act", NOBODY, order="main", args={"action": "close_silent"}),
    post("desk:act", NOBODY, order="rated", args={"action": "rate_solved"}),
    post("desk:act", frozenset({"director", "commander"}), frozenset({"director", "commander"}),
         order="main", args={"action": "press"}, data=with_data(note="请今天办完")),
    post("desk:judge_answer", STAFF, data=with_data(result="10:20到场，已换新井盖。")),
    get("desk:new", CENTRE),
    get("desk:new_categories", STAFF, data=with_data(q="井盖")),
    get("desk:new_limits", STAFF, data=with_data(category_choice="10109")),
    post("desk:new_caller", STAFF, CENTRE, data=with_data(phone="19900000001")),
    get("desk:new_grids", STAFF),
    get("desk:director", frozenset({"director", "director_elsewhere", "commander"})),
    post("desk:press", frozenset({"director", "commander"}),
         data=lambda cast: {"area": cast.city.street_area.code, "reason": "请今天办完"}),
    post("desk:decide", STAFF, NOBODY, order="main", args={"action": "suspend"}),
]  # fmt: skip

# Posts that look at the wall; others are refused.
WALL = frozenset({"director", "director_elsewhere", "commander"})
CALLS = frozenset({"director", "commander"})

COMMAND = [
    get("command:wall", WALL),
    get("command:state", WALL),
    get("command:areas", WALL),
    get("command:area", CALLS, values=lambda cast: {"code": cast.city.grid.code}),
    get("command:orders", WALL, data=with_data(measure="open")),
    get("command:order", CALLS, order="main"),
    get("command:no_panel", WALL),
    post("command:one_key", CALLS, CALLS, order="main",
         data=lambda cast: {"forces": [str(cast.city.team.id)]}),
    post("command:cancel", frozenset({"commander"}), frozenset({"commander"}),
         data=lambda cast: {"calls": [str(cast.call.pk)]}),
    get("command:press", CALLS, data=lambda cast: {
        "area": cast.city.street_area.code, "body": str(cast.main.lead_body_id)}),
    post("command:press", CALLS, data=lambda cast: {
        "area": cast.city.street_area.code, "body": str(cast.main.lead_body_id), "note": "快办"}),
]  # fmt: skip

MEDIA = [
    get("photo", SEE | OWNER | API, values=photo_of("full")),
    get("photo", SEE | OWNER | API, values=photo_of("thumb")),
]

PROGRAMS = [
    get("api:openapi-json", EVERYONE),
    get("api:api-root", NOBODY),
    get("api:order_list", API),
    get("api:order_read", API, order="main"),
    post("api:order_report", API, API, data=report_json, json=True),
    post("api:order_act", API, API, order="main", args={"action": "note"}, json=True,
         data=with_data(payload={"note": "热线已告知"})),
    post("api:order_act", NOBODY, order="main", args={"action": "sign"}, json=True),
]  # fmt: skip


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
    get("party:matrix", STAFF),
    get("desk:duty_versions", STAFF),
]  # fmt: skip


def _file() -> Any:
    pass


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
    post("area_files:plan_accept", SYSTEM, values=plan_of, data=with_data(day=DAY, version="1")),
    post("area_files:plan_discard", SYSTEM, SYSTEM, values=plan_of),
]  # fmt: skip


def _file() -> Any:
    return SimpleUploadedFile("a.jpg", photo("blue"), "image/jpeg")


SYSADMIN = frozenset({"sysadmin"})
COUNTERS = frozenset({
    "grid", "grid_elsewhere", "dispatcher", "director", "director_elsewhere", "commander",
})  # fmt: skip


def renaming(do: str) -> Values:
    """A new name for a community, to preview or to keep."""

    def values(cast: Cast) -> dict[str, Any]:
        from gongzhi.areas.selectors import today

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


TABLE: list[Row] = [
    *SHELL,
    *ACCOUNTS,
    *PUBLIC,
    *RESIDENT,
    *FIELD,
    *DESK,
    *COMMAND,
    *MEDIA,
    *PROGRAMS,
    *BOUNDARIES,
    *AREA_FILES,
    *RELATIONS,
    *PEOPLE,
]
