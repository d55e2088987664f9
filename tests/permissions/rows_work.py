"""Routes of the main job: shell, residents, field, desk, command, media, programs."""

from __future__ import annotations

from typing import Any

from .cast import DRAFT_KEY, Cast
from .rowkinds import (
    API,
    CENTRE,
    CLERK,
    CLERKS,
    EVERYONE,
    FINDERS,
    GRID,
    HANDLER,
    NOBODY,
    OWNER,
    REPORT,
    RESIDENTS,
    SEE,
    STAFF,
    entry,
    found_matter,
    get,
    photo_file,
    photo_of,
    point,
    post,
    rectification,
    report_form,
    report_json,
    service_form,
    tip,
    with_data,
)

# Who may call forces to a matter of the cast, and who stands for the body that did.
MAY_CALL = frozenset({"dispatcher", "director", "commander"})
CALLERS = frozenset({"dispatcher", "commander"})


def called(cast: Cast) -> dict[str, Any]:
    return {"call_id": cast.call.pk}


def place_seen(cast: Cast) -> dict[str, Any]:
    key = "cccccccc-2222-4333-8444-555555555555"
    return {"kind": "place_seen", "check": cast.place.pk, "client_key": key}


def team_to_call(cast: Cast) -> dict[str, Any]:
    return {"bodies": [cast.city.team.code]}


# Who keeps the three lists, and who reads them.
LISTS = CLERKS | HANDLER | {"handler_elsewhere"}
READ_LISTS = LISTS | {"director", "director_elsewhere", "commander"}


def menu_line(cast: Cast) -> dict[str, Any]:
    """A line of the menu of the city's community."""
    return {"community": cast.city.community.code, "name": "磨剪子", "words": "当场磨好",
            "days": "3", "pain_words": "磨刀没处去"}  # fmt: skip


def list_entry(cast: Cast) -> dict[str, Any]:
    """A need of the city's community."""
    return {"side": "need", "body": cast.city.community.code, "class_key": "care", "name": "陪聊",
            "quantity": "1", "unit": "次", "starts_on": "2030-01-01", "ends_on": "2030-01-02",
            "part": "any"}  # fmt: skip


SHELL = [
    get("healthz", EVERYONE),
    get("web:start", EVERYONE),
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
         data=lambda cast: {"client_key": str(DRAFT_KEY), "photos": photo_file()}),
    get("resident:draft_photo", EVERYONE,
        values=lambda cast: {"client_key": DRAFT_KEY, "sha256": cast.draft_sha}),
    get("resident:categories", EVERYONE, data=with_data(q="井盖")),
    get("resident:suggest", EVERYONE, data=with_data(text="井盖松动")),
    get("resident:near", EVERYONE, data=point),
    get("resident:locate", EVERYONE, data=point),
    get("resident:places", EVERYONE, data=with_data(q="小区")),
    get("resident:services", EVERYONE),
    get("items:catalogue", EVERYONE, data=with_data(q="lf")),
    get("items:item", EVERYONE, args={"code": "D03"}),
    get("items:item", NOBODY, args={"code": "D99"}),
    get("items:order", EVERYONE, args={"code": "D03"}),
    post("items:order", EVERYONE, EVERYONE, data=service_form, args={"code": "D03"}),
    post("items:order", NOBODY, data=service_form, args={"code": "G01"}),
    get("resident:service", EVERYONE, args={"process": "service_order"}),
    post("resident:service", EVERYONE, EVERYONE, data=service_form,
         args={"process": "service_order"}),
    # Not offered to residents, or not there at all: as if it did not exist.
    get("resident:service", NOBODY, args={"process": "hazard"}),
    get("resident:mine", RESIDENTS),
    get("resident:lookup", EVERYONE),
    get("resident:tip", EVERYONE),
    post("resident:tip", EVERYONE, EVERYONE, data=tip),
    get("resident:tip_follow", EVERYONE),
    post("resident:tip_follow", NOBODY, data=with_data(number="QA1", code="0" * 16)),
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
    get("field:campaigns", STAFF),
    get("field:order", SEE, order="main"),
    post("field:contact", GRID, GRID, order="main", data=with_data(purpose="现场核实")),
    # A refusal of the outbox comes back as a page with its sentence.
    post("field:outbox", STAFF, SEE, data=entry("note")),
    # The order is not there yet, or no longer: what was found is kept beside it as a note.
    post("field:outbox", STAFF, SEE, data=entry("check_pass")),
    # Registering what was found is for those in the field and those who take reports.
    post("field:outbox", STAFF, FINDERS, data=found_matter),
    # A place of a campaign: those who look at things there.
    post("field:outbox", STAFF, GRID | CLERK | {"director"}, data=place_seen),
]

# Of the street's long-running file.
DEPARTMENTS = frozenset({"handler", "handler_elsewhere"})
STREETS = frozenset({"director", "director_elsewhere"})
KEEPERS = frozenset({"director", "commander", "dispatcher"})

DESK = [
    get("desk:worklists", STAFF),
    get("desk:all", STAFF),
    get("desk:handled", STAFF),
    get("desk:mine", STAFF),
    get("desk:duties", STAFF),
    # This city does not triage: the page is not there.
    get("desk:triage", NOBODY),
    get("desk:triage_orders", NOBODY),
    get("desk:mediations", STAFF),
    get("workload:affairs", STAFF),
    get("workload:burden", CLERKS | STREETS | DEPARTMENTS | {"commander"}),
    get("workload:record_burden", CLERKS | STREETS | DEPARTMENTS),
    post("workload:record_burden", DEPARTMENTS | {"clerk", "director"},
         DEPARTMENTS | {"clerk", "director"},
         data=lambda cast: {"body": cast.city.community.code, "kind": "plaque", "name": "某点",
                            "asked_by": "某局"}),
    post("workload:end_burden", NOBODY, args={"burden_id": 1}),
    get("offerings:items", STAFF),
    get("offerings:take", GRID | CLERKS | {"grid_elsewhere"}, args={"code": "D03"}),
    post("offerings:take", GRID | CLERK, GRID | CLERK, args={"code": "D03"},
         data=lambda cast: {"client_key": REPORT["client_key"], "text": "老人理发",
                            "source": "window", "lon": cast.city.lon, "lat": cast.city.lat}),
    get("offerings:menu", READ_LISTS),
    get("offerings:menu_add", CLERKS),
    post("offerings:menu_add", CLERK, CLERK, data=menu_line),
    post("offerings:menu_take", NOBODY, args={"line_id": 1}, data=with_data(body="x", at_once="1")),
    post("offerings:menu_back", NOBODY, args={"line_id": 1}),
    post("offerings:menu_end", NOBODY, args={"line_id": 1}),
    get("offerings:lists", READ_LISTS),
    get("offerings:unmet", READ_LISTS),
    get("offerings:add_entry", LISTS),
    get("offerings:matching", LISTS),
    post("offerings:add_entry", CLERK, CLERK, data=list_entry),
    post("offerings:agree", NOBODY, data=with_data(need="1", offer="2", quantity="1", why="近")),
    get("offerings:entry", NOBODY, args={"entry_id": 1}),
    post("offerings:end_entry", NOBODY, args={"entry_id": 1}, data=with_data(result="好")),
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
    # A call: the body that was called answers, the body that called does without it.
    post("desk:call_bodies", MAY_CALL, MAY_CALL, order="main", data=team_to_call),
    post("desk:answer_call", GRID, GRID, values=called, args={"step": "arrived"}),
    post("desk:answer_call", CALLERS, CALLERS, values=called, args={"step": "release"},
         data=with_data(reason="不用来了")),
    post("desk:answer_call", NOBODY, values=called, args={"step": "judge"},  # nothing to judge
         data=with_data(by="caller", satisfaction="3")),
    post("desk:judge_answer", STAFF, data=with_data(result="10:20到场，已换新井盖。")),
    post("desk:gather", KEEPERS, KEEPERS, order="file",
         data=lambda cast: {"number": cast.main.number}),
    post("desk:release", KEEPERS, order="file",
         data=lambda cast: {"number": cast.main.number}),
    post("desk:places", frozenset({"director"}), frozenset({"director"}), order="campaign",
         data=lambda cast: {"level": str(cast.city.grid.level)}),
    get("desk:start_one", CLERKS | GRID | frozenset({"grid_elsewhere"}),
        args={"process": "service_order"}),
    post("desk:start_one", CLERK | GRID, CLERK | GRID, args={"process": "service_order"},
         data=lambda cast: {**service_form(cast), **point(cast), "area": "", "source": "visit"}),
    get("desk:new", CENTRE | CLERKS),
    get("desk:new_categories", STAFF, data=with_data(q="井盖")),
    get("desk:new_limits", STAFF, data=with_data(category_choice="10109")),
    post("desk:new_caller", STAFF, CENTRE | CLERKS, data=with_data(phone="19900000001")),
    get("desk:new_estates", STAFF, data=with_data(area="小区")),
    get("desk:new_grids", STAFF),
    get("desk:processes", STAFF),
    get("desk:process", STAFF, values=lambda cast: {"process": "matter"}),
    get("desk:start", STAFF),
    get("desk:start_one", CLERKS | {"director", "director_elsewhere"},
        values=lambda cast: {"process": "rectification"}),
    post("desk:start_one", CLERK | {"director"}, CLERK | {"director"},
         values=lambda cast: {"process": "rectification"}, data=rectification),
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
