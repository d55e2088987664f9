"""Orders for programs: take a report in, read one, act on it, list what is mine.

Authentication: an API key (`Authorization: Bearer gz_…`); it may do what its user's postings may.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from ninja.security import HttpBearer
from pydantic import BaseModel

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor

from .models import Order
from .process.spec import spec_of
from .selectors.api import open_orders
from .services.act import act
from .services.report import Draft, report
from .words.wording import holder_words, short_of, timeline
from .words.written import text_of


class KeyAuth(HttpBearer):
    """The actor behind the key, whom the middleware found; a wrong key is 401."""

    def __call__(self, request: HttpRequest) -> Actor | None:
        return self.authenticate(request, "")

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        return actor if actor.kind == "api" else None


router = Router(auth=KeyAuth(), tags=["orders"])


class ReportIn(BaseModel):
    """A report. `client_key` (UUID) makes a repeat harmless; lon, lat in WGS 84 degrees.

    A device's alarm is `source: device`, `process: hazard`; `fields` are those that the process
    asks for (its profile file says which).
    """

    client_key: uuid.UUID
    text: str
    category: str | None = None
    limit: str | None = None
    lon: float | None = None
    lat: float | None = None
    place: str = ""
    source: str = "hotline"
    phone: str = ""
    name: str = ""
    public: bool = False
    hide_name: bool = False
    process: str = "matter"
    fields: dict[str, Any] = {}


class ReceiptOut(Schema):
    number: str
    state: str
    repeated: bool


class StepOut(Schema):
    at: datetime
    who: str
    title: str
    text: str


class OrderOut(Schema):
    """An order as its handlers may see it; no name, no phone."""

    number: str
    state: str
    state_name: str
    phase: str
    category: str | None
    text: str
    place: str
    holder: str
    lead: str
    reported_at: datetime
    due_at: datetime | None
    promised_at: datetime | None
    closed_at: datetime | None
    on_time: bool | None
    solved: bool | None
    satisfaction: int | None
    timeline: list[StepOut] = []


class ActionIn(BaseModel):
    """`payload` holds what the action needs: reason, note, result, body, …"""

    client_key: uuid.UUID | None = None
    payload: dict[str, Any] = {}


class RowOut(Schema):
    number: str
    state: str
    due_at: datetime | None


@router.post("/orders", response={201: ReceiptOut, 200: ReceiptOut}, url_name="order_report")
def post_report(request: HttpRequest, body: ReportIn) -> HttpResponse:
    values = body.model_dump()
    draft = Draft(category_code=values.pop("category"), limit_key=values.pop("limit"), **values)
    receipt = report(actor=request.auth, draft=draft)  # type: ignore[attr-defined]
    # Plain text and two flags: checking them against the schema again costs a tenth of the call.
    return JsonResponse(vars(receipt), status=200 if receipt.repeated else 201)


@router.get("/orders", response=list[RowOut], url_name="order_list")
def list_orders(request: HttpRequest, state: str = "", after: str = "", size: int = 50) -> Any:
    return list(open_orders(request.auth, state=state, after=after, size=size))  # type: ignore[attr-defined]


@router.get("/orders/{number}", response=OrderOut, url_name="order_read")
def read_order(request: HttpRequest, number: str) -> Any:
    actor: Actor = request.auth  # type: ignore[attr-defined]
    try:
        order = Order.objects.visible_to(actor).select_related("category").get(number=number)
    except Order.DoesNotExist:
        raise NotFound from None
    return shown(order, actor)


@router.post("/orders/{number}/actions/{action}", response=RowOut, url_name="order_act")
def post_action(request: HttpRequest, number: str, action: str, body: ActionIn) -> Any:
    return act(
        actor=request.auth,  # type: ignore[attr-defined]
        number=number,
        action=action,
        payload=body.payload,
        client_key=body.client_key,
    )


def shown(order: Order, actor: Actor) -> dict[str, Any]:
    """An order as `OrderOut` gives it."""
    plain = (
        "number", "state", "phase", "place", "reported_at", "due_at", "promised_at",
        "closed_at", "on_time", "solved", "satisfaction",
    )  # fmt: skip
    return {
        **{name: getattr(order, name) for name in plain},
        "text": text_of(order),
        "state_name": spec_of(order.process_id).states[order.state].name(),
        "category": order.category.code if order.category else None,
        "holder": holder_words(order),
        "lead": short_of(order.lead_body_id),
        "timeline": timeline(order, actor, "office"),
    }
