"""Every route of the URL conf: who gets through, and for whom anything is written.

Whoever is not in `through` must be sent to a login page or refused (401, 403, 404, 405, 409),
and nothing may have changed. Whoever is in it, but not in `writes`, may read and changes nothing.
A route that is missing here fails the suite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

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


ADMIN = frozenset({"sysadmin"})
OFFICE = [
    get("office:overview", ADMIN),
    get("office:draft", ADMIN),
    post("office:apply", ADMIN, ADMIN, data=with_data(reason="试", base="1")),
    post("office:discard", ADMIN, ADMIN),
    post("office:renew", ADMIN),
    get("office:history", ADMIN),
    get("office:compare", ADMIN),
    get("office:release", ADMIN, args={"version": 1}),
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
]  # fmt: skip


def _file() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("a.jpg", photo("blue"), "image/jpeg")


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
    *OFFICE,
]
