"""One prepared city: orders inside and outside of each post's scope, and a browser per role."""

from __future__ import annotations

import copy
import io
import uuid
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection
from django.test import Client
from PIL import Image

from gongzhi.accounts.models import AccessLog, PhoneCode, User
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.areas import selectors as areas
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message
from gongzhi.office.edits import Edit
from gongzhi.office.models import SettingsDraft
from gongzhi.office.services.keep_edits import keep_edits
from gongzhi.orders import draftphotos
from gongzhi.orders.models import (
    Attachment,
    ForceCall,
    Order,
    OrderEvent,
    OrderParty,
    Rating,
    SavedView,
    Support,
)
from gongzhi.orders.services.act import act
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.call_force import call
from gongzhi.orgs import selectors as orgs
from gongzhi.profiles.models import ProfileRelease
from tests.orders.conftest import T0, City
from tests.signing_in import sign_in

ROLES = (
    "public", "owner", "stranger", "handler", "handler_elsewhere", "grid", "grid_elsewhere",
    "dispatcher", "director", "director_elsewhere", "commander", "sysadmin", "api",
)  # fmt: skip
DRAFT_KEY = uuid.UUID("11111111-2222-4333-8444-555555555555")
OWNER, STRANGER = "19900000001", "19900000002"


def photo(colour: str = "grey") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


class Cast:
    """`main` waits to be signed by its lead and is not published; `shown` is published; `rated`
    waits for its reporter's judgement. All three are the owner's, in one grid."""

    def __init__(self, city: City) -> None:
        self.city = city
        self._cookies: dict[str, SimpleCookie] = {}
        owner = city.resident(OWNER)
        worker = city.grid_worker
        self.main = self._verified(owner, worker)
        self.photo = attach(actor=owner, number=self.main.number, kind="report", blobs=[photo()])[0]
        self.shown = self._verified(owner, worker, public=True, text="<script>alert(1)</script>")
        self.rated = self._finished(owner, worker)
        draftphotos.keep(DRAFT_KEY, [photo("red")], most=6)
        self.draft_sha = draftphotos.waiting(DRAFT_KEY)[0].sha256
        self.actors = self._actors(owner, worker)
        handler = self.actors["handler"].user_id
        self.view = SavedView.objects.create(user_id=handler, name="我的", query="tab=to_sign")
        commander = self.actors["commander"]
        [self.call] = call(actor=commander, number=self.shown.number, body_ids=[city.team.id])
        user = User.objects.get(pk=self.actors["dispatcher"].user_id)
        settings = Edit("set", "orders/settings.yaml", ("rating_days",), 9)
        keep_edits(actor=self.actors["sysadmin"], edits=[settings])
        self.token = issue_api_key(user=user, name="热线").token

    def _verified(self, owner: Actor, worker: Actor, **fields: Any) -> Order:
        order = self.city.report(owner, **fields)
        act(actor=worker, number=order.number, action="verify_true", at=T0 + timedelta(minutes=5))
        order = Order.reached.get(pk=order.pk)
        assert order.state == "to_sign"
        return order

    def _finished(self, owner: Actor, worker: Actor) -> Order:
        order = self._verified(owner, worker)
        handler, result = self.city.handler(order), {"result": "10:20到场，已换新井盖，现已平稳。"}
        act(actor=handler, number=order.number, action="sign", at=T0 + timedelta(minutes=6))
        act(actor=handler, number=order.number, action="finish", payload=result,
            at=T0 + timedelta(minutes=7))  # fmt: skip
        act(actor=worker, number=order.number, action="check_pass", at=T0 + timedelta(minutes=8))
        return Order.reached.get(pk=order.pk)

    def _actors(self, owner: Actor, worker: Actor) -> dict[str, Actor]:
        city, root = self.city, areas.root_area()
        away = next(a for a in areas.leaf_areas() if not a.path.startswith(city.street_area.path))
        street, community = areas.ancestors(away.path)[1:3]
        team = orgs.responsible_body("grid_team", away.path)
        office = orgs.responsible_body("street", away.path)
        parts = {p.body_id for p in OrderParty.objects.all()}
        bureau = next(b for b in orgs.bodies_of_kind("department") if b.id not in parts)
        assert team is not None
        assert office is not None
        return {
            "owner": owner,
            "stranger": city.resident(STRANGER),
            "handler": city.handler(self.main),
            "handler_elsewhere": city.staff("handler", bureau),
            "grid": worker,
            "grid_elsewhere": city.staff("grid_worker", team, community),
            "dispatcher": city.dispatcher,
            "director": city.director,
            "director_elsewhere": city.staff("street_director", office, street),
            "commander": city.staff("commander", city.centre, root),
            "sysadmin": city.staff("sysadmin", city.centre),
        }

    def browser(self, role: str) -> Client:
        """A new browser of a role, logged in once; `api` sends its key and nothing else."""
        if role not in self._cookies:
            self._cookies[role] = self._log_in(role).cookies
        client = self._client(role)
        client.cookies = copy.deepcopy(self._cookies[role])
        return client

    def _client(self, role: str) -> Client:
        if role == "api":
            return Client(HTTP_AUTHORIZATION=f"Bearer {self.token}")
        return Client()

    def _log_in(self, role: str) -> Client:
        client = self._client(role)
        actor = self.actors.get(role)
        return client if actor is None else sign_in(client, actor)


def fingerprint() -> tuple[Any, ...]:
    """Everything that a request could change, so that "nothing changed" can be asserted."""
    kept = tuple(Order.reached.order_by("id").values_list("id", "state", "event_seq", "supporters"))
    tables = (OrderEvent, Attachment)
    counted = tuple(model.reached.count() for model in tables)
    plain = (OrderParty, Rating, Support, SavedView, Message, AccessLog, PhoneCode)
    calls = tuple(ForceCall.objects.order_by("id").values_list("id", "received_at", "cancelled_at"))
    drafts = tuple(len(draft.edits) for draft in SettingsDraft.objects.all())
    settings = (ProfileRelease.objects.count(), drafts)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        jobs = cursor.fetchone()
    return kept, counted, tuple(model.objects.count() for model in plain), calls, settings, jobs
