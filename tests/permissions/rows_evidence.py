"""Routes of the wall: what is shown is everybody's, the rest is the community's own."""

from __future__ import annotations

from typing import Any

from .cast import Cast
from .rowkinds import CLERK, CLERKS, EVERYONE, OWNER, RESIDENTS, get, photo_file, post, with_data


def of(name: str, value: str) -> Any:
    return lambda cast: {name: getattr(cast, value).pk}


def community(cast: Cast) -> dict[str, Any]:
    return {"code": cast.city.community.code}


def media(value: str) -> Any:
    return lambda cast: {"picture_id": getattr(cast, value).pk, "size": "full"}


def hung_up(cast: Cast) -> dict[str, Any]:
    return {"subject": f"project-{cast.project.pk}", "file": photo_file(), "moment": "before",
            "consent": "nobody"}  # fmt: skip


def sent(cast: Cast) -> dict[str, Any]:
    return {"file": photo_file(), "consent": "agreed"}


PROJECT = {"title": "清垃圾", "estate": "示例小区", "started_on": "2026-11-01"}
EVIDENCE = [
    get("wall:wall", EVERYONE, values=community),
    get("wall:project", EVERYONE, values=of("project_id", "project")),
    get("wall:media", EVERYONE, values=media("shown_picture")),
    get("wall:media", CLERK, values=media("waiting_picture")),
    post("wall:ask", RESIDENTS, RESIDENTS, values=of("picture_id", "shown_picture")),
    get("wall:send", RESIDENTS, values=of("post_id", "begun")),
    post("wall:send", OWNER, OWNER, values=of("post_id", "begun"), data=sent),
    get("walldesk:home", CLERKS),
    get("walldesk:add", CLERKS),
    post("walldesk:add", CLERK, CLERK, data=hung_up),
    get("walldesk:picture", CLERK, values=of("picture_id", "waiting_picture")),
    post("walldesk:show", CLERK, CLERK, values=of("picture_id", "waiting_picture")),
    post("walldesk:away", CLERK, CLERK, values=of("picture_id", "shown_picture")),
    post("walldesk:blur", CLERK, CLERK, values=of("picture_id", "shown_picture"),
         data=with_data(cell="0-0")),
    get("walldesk:projects", CLERKS),
    post("walldesk:projects", CLERKS, CLERKS, data=with_data(**PROJECT)),
    get("walldesk:project", CLERK, values=of("project_id", "project")),
    post("walldesk:project", CLERK, CLERK, values=of("project_id", "project"),
         data=with_data(on="2026-11-17", what="清运", amount="4", unit="车")),
    post("walldesk:end", CLERK, CLERK, values=of("project_id", "project")),
    post("walldesk:strike", CLERK, CLERK,
         values=lambda cast: {"project_id": cast.project.pk, "deed_id": cast.deed.pk}),
]  # fmt: skip
