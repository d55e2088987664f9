"""What a row of the permission table says, and what the rows share."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongzhi.orders.privacy.secretcode import new_code
from gongzhi.orgs import selectors as orgs

from .cast import ROLES, Cast, photo

EVERYONE = frozenset(ROLES)
NOBODY: frozenset[str] = frozenset()
RESIDENTS = frozenset({"owner", "stranger"})
STAFF = frozenset(ROLES) - RESIDENTS - {"public", "api"}
OWNER = frozenset({"owner"})
HANDLER = frozenset({"handler"})
CENTRE = frozenset({"dispatcher"})
GRID = frozenset({"grid"})
CLERK = frozenset({"clerk"})
CLERKS = CLERK | {"clerk_elsewhere"}
FINDERS = CLERKS | {"grid", "grid_elsewhere", "dispatcher"}
# In whose scope the prepared orders lie.
SEE = CLERK | frozenset({"handler", "grid", "dispatcher", "director", "commander"})
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


def tip(cast: Cast) -> dict[str, Any]:
    """A protected tip, from a form of its own each time."""
    return {"client_key": str(uuid.uuid4()), "code": new_code(), "text": "收费不开票"}


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


def service_form(cast: Cast) -> dict[str, Any]:
    ordered = {"service": "meal", "area": cast.city.grid.code, "phone": "19900000009"}
    return {**REPORT, **ordered}


def rectification(cast: Cast) -> dict[str, Any]:
    """A fault at the city's grid, for a firm to mend."""
    firm = orgs.bodies_of_kind("property")[0].code
    return {"client_key": REPORT["client_key"], "text": "楼道堆物", "weight": "slight",
            "body": firm, "lon": cast.city.lon, "lat": cast.city.lat}  # fmt: skip


def point(cast: Cast) -> dict[str, Any]:
    return {"lon": cast.city.lon, "lat": cast.city.lat, "category": "10109"}


def photo_file() -> Any:
    return SimpleUploadedFile("a.jpg", photo("blue"), "image/jpeg")
