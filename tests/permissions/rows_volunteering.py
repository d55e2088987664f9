"""Routes of volunteering: the person, the community's own desk, units, and who reads counts."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongzhi.kernel import clock
from gongzhi.orgs import selectors as orgs
from gongzhi.volunteering.codes import code_of, rating_code
from gongzhi.volunteering.models import Enrolment

from .cast import Cast
from .rowkinds import (
    CLERK,
    CLERKS,
    EVERYONE,
    NOBODY,
    OWNER,
    RESIDENTS,
    STAFF,
    get,
    post,
    with_data,
)

HANDLERS = frozenset({"handler", "handler_elsewhere"})
STREETS = frozenset({"director", "director_elsewhere"})
PARTY = frozenset({"party_clerk", "party_elsewhere"})
WATCHERS = PARTY | {"director", "director_elsewhere", "commander"}
STRANGER = frozenset({"stranger"})
READERS = CLERKS | WATCHERS | HANDLERS
# Of the cast's community.
PAIRERS = CLERK | {"party_clerk"}
ABOVE = CLERK | {"party_clerk", "director", "commander"}


def of(name: str) -> Any:
    """The id of one of the cast's posts."""
    return lambda cast: {"post_id": getattr(cast, name).pk}


def community(cast: Cast) -> dict[str, Any]:
    return {"code": cast.city.community.code}


def swap(cast: Cast) -> dict[str, Any]:
    return {"code": cast.swap_code}


def shown(cast: Cast) -> dict[str, Any]:
    return {"code": code_of(cast.post, at=clock.now(), seconds=30)}


def certificate(cast: Cast) -> dict[str, Any]:
    return {"code": cast.certificate.code}


def unit_form(cast: Cast) -> dict[str, Any]:
    return {"unit": cast.relations.unit, "community": cast.city.community.code,
            "since": "2024-01-01", "until": "2024-02-01"}  # fmt: skip


def pair(cast: Cast) -> dict[str, Any]:
    return {"pair": f"{_free_unit(cast)} {cast.city.community.code} hand"}


def _free_unit(cast: Cast) -> str:
    units = (body.code for body in orgs.bodies_of_kind("unit"))
    return next(code for code in units if code != cast.relations.unit)


def list_file(cast: Cast) -> dict[str, Any]:
    text = f"手机号,报到社区\n19900000007,{cast.city.community.code}\n"
    return {"file": SimpleUploadedFile("a.csv", text.encode(), "text/csv")}


POST = {"kind": "clean", "title": "清扫", "on": "2026-12-01", "starts_at": "10:00",
        "ends_at": "12:00", "places": "3", "meeting_place": "楼前"}  # fmt: skip
DAYS = {"day": "friday", "weeks": "2", "title": "清扫", "places": "3", "meeting_place": "楼前"}


def ticked(cast: Cast) -> dict[str, Any]:
    return {"claim": cast.came.pk, f"minutes-{cast.came.pk}": "60"}


def shift_entry(cast: Cast) -> dict[str, Any]:
    return {"client_key": "ffffffff-2222-4333-8444-555555555555", "kind": "shift",
            "post": cast.begun.pk, f"came-{cast.came.pk}": "60"}  # fmt: skip


def rating(cast: Cast) -> dict[str, Any]:
    return {"code": rating_code(cast.done.post)}


def enrolled(cast: Cast) -> dict[str, Any]:
    row = Enrolment.reached.get(resident_id=cast.actors["owner"].resident_id, ended_at=None)
    return {"enrolment_id": row.pk}


def declined(cast: Cast) -> dict[str, Any]:
    return {"post_id": cast.post.pk, "claim_id": cast.claim.pk}


def team(cast: Cast) -> dict[str, Any]:
    return {"team_id": cast.team.pk}


def in_text(cast: Cast) -> dict[str, Any]:
    return {"code": cast.invitation.code}


def team_form(cast: Cast) -> dict[str, Any]:
    return {"host": cast.city.community.code, "kind": "volunteer", "name": "新队"}


VOLUNTEERING = [
    get("invited:one", EVERYONE, values=in_text),
    post("invited:one", EVERYONE, EVERYONE, values=in_text),
    get("volunteers:teams", READERS),
    get("volunteers:team", ABOVE, values=team),
    get("volunteers:team_new", CLERKS | STREETS | HANDLERS),
    post("volunteers:team_new", CLERK, CLERK, data=team_form),
    post("volunteers:team_end", CLERK, CLERK, values=team),
    # The stranger has not checked in anywhere.
    post("serve:team_join", RESIDENTS, OWNER, values=team),
    post("serve:team_leave", RESIDENTS, values=team),
    get("serve:page", RESIDENTS),
    get("serve:join", RESIDENTS, values=community),
    post("serve:join", RESIDENTS, RESIDENTS, values=community, data=with_data(name="李师傅")),
    post("serve:leave", RESIDENTS, OWNER),
    post("serve:decline", RESIDENTS, RESIDENTS),
    get("serve:units", RESIDENTS, data=with_data(unit="学校")),
    get("serve:posts", RESIDENTS),
    get("serve:post", RESIDENTS, values=of("post")),
    # The stranger has not checked in anywhere.
    post("serve:claim", OWNER, OWNER, values=of("free_post")),
    post("serve:back", RESIDENTS, OWNER, values=of("post")),
    post("serve:offer", RESIDENTS, OWNER, values=of("post")),
    post("serve:here", RESIDENTS, values=of("post"), data=with_data(near="yes")),
    get("serve:swap", RESIDENTS, values=swap),
    post("serve:swap", OWNER, values=swap),  # the own place: a sentence, and nothing changes
    get("serve:scan", RESIDENTS, values=shown),
    post("serve:scan", RESIDENTS, values=shown),  # too early
    get("serve:export", RESIDENTS),
    get("serve:certificates", RESIDENTS),
    post("serve:certificates", OWNER, OWNER,
         data=with_data(name="周小明", first="2026-01-01", last="2026-12-31")),
    get("serve:certificate", OWNER, values=certificate),
    get("certificates:check", EVERYONE),
    get("certificates:one", EVERYONE, values=certificate),
    get("volunteers:home", READERS),
    get("volunteers:units", READERS),
    get("volunteers:unit_new", CLERKS | PARTY),
    post("volunteers:unit_new", PAIRERS, PAIRERS, data=unit_form),
    get("volunteers:propose", CLERKS | PARTY),
    post("volunteers:propose", PAIRERS, PAIRERS, data=pair),
    post("volunteers:unit_end", PAIRERS, PAIRERS,
         values=lambda cast: {"checkin_id": cast.checkin.pk}),
    get("volunteers:list", HANDLERS),
    post("volunteers:list", HANDLERS, HANDLERS, data=list_file),
    get("volunteers:posts", CLERKS),
    get("volunteers:post_new", CLERKS),
    post("volunteers:post_new", CLERKS, CLERKS, data=with_data(**POST)),
    get("volunteers:days", CLERKS),
    post("volunteers:days", CLERKS, CLERKS, data=with_data(**DAYS)),
    get("volunteers:post", CLERK, values=of("post")),
    get("volunteers:code", CLERK, values=of("post")),
    post("volunteers:confirm", CLERK, CLERK, values=of("post")),
    post("volunteers:cancel", CLERK, CLERK, values=of("post"), data=with_data(reason="下雨")),
    # Somebody else's post answers with a page of its own, as if it were not there.
    post("volunteers:came", CLERK, CLERK, values=of("begun"), data=ticked),
    post("volunteers:decline", CLERK, CLERK, values=declined, data=with_data(reason="人够了")),
    get("volunteers:results", READERS),
    get("volunteers:report", ABOVE, values=community),
    post("volunteers:feedback", CLERK, CLERK,
         values=lambda cast: {"code": cast.relations.unit}, data=with_data(text="来得勤")),
    get("serve:dossier", RESIDENTS),
    post("serve:answer", OWNER, OWNER, values=lambda cast: {"word_id": cast.word.pk},
         data=with_data(text="谢谢")),
    get("serve:rate", RESIDENTS, values=rating),
    # Whoever served there does not rate it.
    post("serve:rate", STRANGER, STRANGER, values=rating, data=with_data(grade="3")),
    get("volunteers:volunteer", CLERK, values=enrolled),
    post("volunteers:word", CLERK, values=lambda cast: {"claim_id": cast.done.pk},
         data=with_data(grade="3", text="再写一次")),
    post("volunteers:appraise", NOBODY, values=lambda cast: {
        "code": cast.relations.unit, "post_id": 1}, data=with_data(grade="3", text="好")),
    get("volunteers:unit", ABOVE, values=lambda cast: {"code": cast.relations.unit}),
    post("volunteers:answer", frozenset(), values=lambda cast: {"feedback_id": 1},
         data=with_data(text="收到")),
    get("shifts:list", CLERKS),
    get("shifts:shift", CLERK, values=of("begun")),
    post("field:outbox", STAFF, CLERK, data=shift_entry),
]  # fmt: skip
