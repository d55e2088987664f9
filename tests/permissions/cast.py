"""One prepared city: orders inside and outside of each post's scope, and a browser per role."""

from __future__ import annotations

import copy
import io
import tempfile
import uuid
from collections.abc import Iterable
from datetime import date, time, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test import Client
from django.test.client import ClientHandler
from PIL import Image
from psycopg import sql

from gongzhi.accounts.models import (
    AdminRequest,
    ApiKey,
    StandIn,
    User,
)
from gongzhi.accounts.services.issue_api_key import issue_api_key
from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.planning import Bounds
from gongzhi.areas.services.apply_change import make_change
from gongzhi.areas.services.keep_functional import Wanted, keep_functional
from gongzhi.areas.services.plan_grids import plan_grids
from gongzhi.areas.services.stage_import import stage_file
from gongzhi.fieldwork.models import (
    KeptCorrection,
    Need,
    Talk,
)
from gongzhi.kernel import clock
from gongzhi.kernel.scope import Actor
from gongzhi.office.edits import Edit
from gongzhi.office.services.keep_edits import keep_edits
from gongzhi.orders.hooks.outbox import Entry
from gongzhi.orders.models import CheckPlace, Order, OrderParty, SavedView
from gongzhi.orders.photos import draftphotos
from gongzhi.orders.services.accept_outbox_entry import accept_outbox_entry
from gongzhi.orders.services.act import act
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.call_bodies import call
from gongzhi.orders.services.start_at_desk import Opening, start_at_desk
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import (
    Agreement,
    AgreementItem,
    AgreementParty,
    Body,
    CrossAppointment,
    Membership,
)
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import Building, Home, PartyMember, Person
from gongzhi.registers.services.answer_question import answer_question
from gongzhi.registers.services.ask_about_own_data import ask_about_own_data
from gongzhi.registers.services.check_import import check_import
from gongzhi.registers.services.save_question import save_question
from gongzhi.registers.services.save_row import save_row
from gongzhi.registers.services.stage_import import stage_import
from gongzhi.venues.services.book_room import Wanted as WantedRoom
from gongzhi.venues.services.book_room import book_room
from gongzhi.venues.services.keep_photo import add_photo
from gongzhi.venues.services.save_activity import ActivityDraft, hold_activity
from gongzhi.venues.services.save_room import RoomDraft, save_room
from gongzhi.venues.services.save_station import StationDraft, add_station
from gongzhi.venues.services.sign_up import sign_up
from gongzhi.volunteering.models import (
    Invitation,
    Post,
)
from gongzhi.volunteering.services.check_in_unit import Asked as Asked_
from gongzhi.volunteering.services.check_in_unit import check_in_unit
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.enrol import enrol
from gongzhi.volunteering.services.found_team import found_team
from gongzhi.volunteering.services.issue_certificate import issue_certificate
from gongzhi.volunteering.services.publish_post import Wanted as Wanted_
from gongzhi.volunteering.services.publish_post import publish_post
from gongzhi.volunteering.services.settle import settle
from gongzhi.volunteering.services.swap_places import offer_swap
from tests.orders.conftest import T0, City
from tests.signing_in import sign_in

from .cast_asked import AskedFor
from .served import served

ROLES = (
    "public", "owner", "stranger", "handler", "handler_elsewhere", "grid", "grid_elsewhere",
    "dispatcher", "director", "director_elsewhere", "commander", "sysadmin", "party_clerk",
    "party_elsewhere", "api", "secadmin", "auditadmin", "clerk", "clerk_elsewhere",
)  # fmt: skip
DRAFT_KEY = uuid.UUID("11111111-2222-4333-8444-555555555555")
OWNER, STRANGER = "19900000001", "19900000002"


def photo(colour: str = "grey") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return out.getvalue()


class Relations:
    """An alliance of the street with a member, a cross-appointment and an agreement."""

    def __init__(self, city: City) -> None:
        since = DateRange(date(2026, 3, 1), None)
        self.alliance = f"LM-{city.street_area.code}-001"
        holder = orgs.body_by_code(self.alliance)
        unit = next(b for b in orgs.bodies_of_kind("unit") if self._near(b, city))
        assert holder is not None
        self.unit = unit.code
        self.member = Membership(body_id=holder.id, member_id=unit.id, valid=since)
        self.cross = CrossAppointment(
            person_name="李二", from_body_id=unit.id, to_body_id=holder.id, to_post="committee",
            recommended_on=date(2026, 5, 1),
        )  # fmt: skip
        self.agreement = Agreement(
            kind="co_build", title="共建", signed_on=date(2026, 1, 1), expires_on=date(2026, 12, 1)
        )
        for row in (self.member, self.cross, self.agreement):
            row.save()
        AgreementParty(agreement=self.agreement, body_id=holder.id).save()
        AgreementItem(agreement=self.agreement, number=1, text="开放停车场").save()
        AgreementParty(agreement=self.agreement, body_id=unit.id).save()

    @staticmethod
    def _near(body: orgs.BodyRef, city: City) -> bool:
        area = areas.area_by_id(body.area_id or 0)
        return area is not None and area.path.startswith(city.street_area.path)


class Cast:
    """`main` waits to be signed by its lead and is not published; `shown` is published; `rated`
    waits for its reporter's judgement. All three are the owner's, in one grid."""

    def __init__(self, city: City) -> None:
        self.city = city
        self._cookies: dict[str, SimpleCookie] = {}
        self._counted_at: tuple[dict[str, int], str] | None = None
        self._handler = ClientHandler(enforce_csrf_checks=False)
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
        self.relations = Relations(city)
        user = User.objects.get(pk=self.actors["dispatcher"].user_id)
        settings = Edit("set", "orders/settings.yaml", ("rating_days",), 9)
        keep_edits(actor=self.actors["sysadmin"], edits=[settings])
        self.token = issue_api_key(user=user, name="热线").token
        self._office()
        self.mistake = Body.objects.create(
            code="T-mistake", name="登记错的", kind="party_temporary_branch", path="0.",
            from_profile=False,
        )  # fmt: skip
        self.twin = Body.objects.create(
            code="T-twin", name="并入的社区", kind=city.community.kind, path="0.",
            area_id=city.community.area_id, from_profile=False,
        )  # fmt: skip
        self._change_areas(self.actors["sysadmin"])
        self._stage_areas()
        self._register(worker)
        self._visit(worker)
        self._gather(self.actors["director"])
        self._volunteer(owner, self.actors["clerk"])
        self._venues(owner, self.actors["clerk"])
        self.residents_ask = AskedFor(city, owner, self.actors["clerk"], self.station.pk)
        vars(self).update(served(owner, self.actors["clerk"], self.post))

    def _volunteer(self, owner: Actor, clerk: Actor) -> None:
        """A unit at the community; the owner has a place in `post`, one in `begun`, and hours."""
        code = self.city.community.code
        day = clock.today()
        unit = Asked_(self.relations.unit, code, day - timedelta(days=3))
        self.checkin = check_in_unit(actor=clerk, asked=unit)
        enrol(actor=owner, community=code, name="周师傅")
        self.invitation = Invitation.reached.create(
            phone_blind="0" * 64, code="in-the-text", until=day + timedelta(days=9),
            unit_id=self.checkin.unit_id, community_id=self.checkin.community_id,
        )  # fmt: skip
        self.team = found_team(actor=clerk, host=code, kind="volunteer", name="邻里队")
        self.post, self.free_post = (self._post(clerk, hours) for hours in (24, 48))
        past, self.begun = (self._post(clerk, hours) for hours in (-48, -1))
        self.claim = claim_post(actor=owner, post_id=self.post.pk)
        self.swap_code = offer_swap(actor=owner, post_id=self.post.pk)
        self.came, done = (
            claim_post(actor=owner, post_id=one.pk, at=T0 - timedelta(days=5))
            for one in (self.begun, past)
        )
        settle(actor=clerk, post_id=past.pk, minutes={done.pk: 60})
        year = date(day.year, 1, 1)
        self.certificate = issue_certificate(actor=owner, name="周小明", first=year, last=day)

    @staticmethod
    def _post(clerk: Actor, hours: int) -> Post:
        start = T0 + timedelta(hours=hours)
        wanted = Wanted_("clean", "清扫", "楼前", start, start + timedelta(hours=2), 5)
        return publish_post(actor=clerk, wanted=wanted, at=T0 - timedelta(days=6))

    def _venues(self, owner: Actor, clerk: Actor) -> None:
        """A station with a room that the owner booked, and an activity with the owner in it."""
        hours = (time(8, 30), time(20, 30), tuple(range(7)))
        draft = StationDraft("service_station", "社区服务站", *hours)
        code = self.city.community.code
        self.station = add_station(actor=clerk, body=code, draft=draft)
        self.station_photo = add_photo(actor=clerk, station_id=self.station.pk, data=photo("blue"))
        rooms = [
            save_room(
                actor=clerk, station_id=self.station.pk,
                draft=RoomDraft("dance", name, True, 30, 120, 3, 8, False),
            )
            for name in ("舞蹈室", "另一间")
        ]  # fmt: skip
        self.room, self.spare_room = rooms
        day = clock.today() + timedelta(days=1)
        wanted = WantedRoom(day, time(9), 60, "练舞", 2)
        self.booking = book_room(
            actor=owner, room_id=self.room.pk, key=uuid.uuid4(), wanted=wanted
        )[0]
        self.activity = hold_activity(
            actor=clerk, station_id=self.station.pk, key=uuid.uuid4(),
            draft=ActivityDraft("手工课", day, time(15), 60, 9),
        )  # fmt: skip
        self.signup = sign_up(actor=owner, activity_id=self.activity.pk)

    def _change_areas(self, boss: Actor) -> None:
        """A change of boundaries to come, and a functional area."""
        later = clock.today() + timedelta(days=3)
        renamed = Asked("rename", later, (self.city.street_area.id,), (Part("", "改名街道"),))
        self.change = make_change(actor=boss, asked=renamed)
        park = Wanted("P-1", "科技园", "park", area_ids=(self.city.grid.id,))
        self.park = keep_functional(actor=boss, wanted=park)

    def _stage_areas(self) -> None:
        """A renamed estate that waits to be applied, and a plan of one grid."""
        admin, grid = self.actors["sysadmin"], self.city.grid
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "a.csv"
            path.write_text(f"编码,名称\n{grid.code},改名小区\n", "utf-8")
            self.area_import = stage_file(
                actor=admin, path=path, name="a.csv", chosen_crs="WGS84", day=T0.date()
            )
            path.write_text(
                f"地址,经度,纬度,户数\n1栋,{grid.centre_lon},{grid.centre_lat},300\n", "utf-8"
            )
            self.grid_plan = plan_grids(
                actor=admin, path=path, name="a.csv", chosen_crs="WGS84",
                area_code=self.city.community_area.code, bounds=Bounds(),
            )  # fmt: skip

    def _register(self, worker: Actor) -> None:
        """A building with a home and somebody in it, and a workbook that waits to be written."""
        home = {"building_code": "LY-1", "number": "2-301"}
        for register, words in (
            ("buildings", {"code": "LY-1", "name": "3号楼", "address": "燕山大路18号",
                           "area_code": self.city.grid.code}),
            ("homes", home),
            ("people", {**home, "name": "周小明"}),
        ):  # fmt: skip
            save_row(actor=worker, register=REGISTERS[register], words=words)
        self.building, self.home = Building.reached.get(), Home.reached.get()
        self.person = Person.reached.get()
        data = "楼栋编码,房号,姓名\nLY-1,2-301,李小红\n".encode()
        self.register_import = stage_import(
            actor=worker, register=REGISTERS["people"], data=data, file_name="人.csv"
        )
        check_import(import_id=self.register_import.pk)
        self._ask()
        self._request(self.actors["owner"])

    def _gather(self, director: Actor) -> None:
        """A long-running file and a campaign of the street, with one place to look at."""
        for name, fields in (
            ("long_file", {"since_year": "2004"}),
            ("campaign", {"checklist": "楼道堆物"}),
        ):
            wanted = Opening(name, uuid.uuid4(), "供水二十年没改造", fields=fields)
            order = start_at_desk(actor=director, opening=wanted, at=T0)
            setattr(self, name.removeprefix("long_"), order)
        self.place = CheckPlace.objects.create(campaign=self.campaign, area_id=self.city.grid.id)

    def _ask(self) -> None:
        """A member on the roll of the street's committee, a question of the street, an answer."""
        clerk, director = self.actors["party_clerk"], self.actors["director"]
        self.roll = f"P-{self.city.street_area.code}"
        words = {"body": self.roll, "number": "1", "birth_year": "1980", "name": "周小明"}
        save_row(actor=clerk, register=REGISTERS["members"], words=words)
        self.member = PartyMember.reached.get()
        street = self.city.street_area
        self.question = save_question(
            actor=director, name="楼栋", for_whom="住建局", register="buildings", area=street.code,
            level=street.level,
        )  # fmt: skip
        self.answer = answer_question(
            actor=director, question_id=self.question.pk, area=self.city.grid.code,
            at=clock.now() - timedelta(hours=1),  # a second tap would get this one
        )  # fmt: skip

    def _visit(self, worker: Actor) -> None:
        """Two needs and a correction of a visit, and a talk, all at the cast's community."""
        for kind, payload in (
            ("visit", {"home": str(self.home.pk), "met": "yes", "text": "楼道灯不亮",
                       "text2": "楼道太黑", "moved": "租客搬走了"}),
            ("talk", {"said": "问低保怎么办", "name": "赵大妈", "outcome": "passed",
                      "passed_to": "街道民政"}),
        ):  # fmt: skip
            entry = Entry(uuid.uuid4(), kind, payload=payload)
            answer = accept_outbox_entry(actor=worker, entry=entry)
            assert answer.result == "done", answer.message
        self.need, self.other_need = Need.reached.order_by("id")
        self.correction, self.talk = KeptCorrection.reached.get(), Talk.reached.get()

    def _request(self, owner: Actor) -> None:
        """The person is the owner, whose request to be deleted was refused."""
        city = self.city
        Person.reached.update(account_id=owner.resident_id)
        self.data_request = ask_about_own_data(
            actor=owner, kind="delete", client_key=uuid.uuid4(), at=T0
        )
        clerk = city.staff("community_clerk", city.community, city.community_area)
        number = Order.reached.get(pk=self.data_request.order_id).number
        reason = {"reason": "没有带证件核对"}
        act(actor=clerk, number=number, action="refuse_request", payload=reason, at=T0)

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
        village = orgs.responsible_body("community", away.path)
        assert team is not None
        assert office is not None
        assert village is not None
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
            "party_clerk": city.staff("party_clerk", city.street, city.street_area),
            "party_elsewhere": city.staff("party_clerk", office, street),
            "secadmin": city.staff("secadmin", city.centre),
            "auditadmin": city.staff("auditadmin", city.centre),
            "clerk": city.staff("community_clerk", city.community, city.community_area),
            "clerk_elsewhere": city.staff("community_clerk", village, community),
        }

    def _office(self) -> None:
        """Somebody whom administrators act on: posted, with a deputy, a key and a request."""
        sysadmin, handler = self.actors["sysadmin"], self.actors["handler"]
        body = orgs.body_by_id(self.main.lead_body_id or 0)
        assert body is not None
        spare, lucky = self.city.staff("handler", body), self.city.staff("supervisor", body)
        self.spare = User.objects.get(pk=spare.user_id)
        self.posting = self.spare.postings.get()
        self.body_code = body.code
        self.deputy = User.objects.get(pk=handler.user_id).username
        today = T0.date()
        other = User.objects.get(pk=lucky.user_id)
        self.away = StandIn.objects.create(
            person=other, deputy=self.spare, valid=(today, today + timedelta(days=2)), made_at=T0
        )
        self.key = ApiKey.objects.get(user_id=self.actors["dispatcher"].user_id)
        self.asked = AdminRequest.objects.create(
            kind="grant", user=other, role="auditadmin", body_id=body.id, valid=(today, None),
            reason="增设", asked_by_id=sysadmin.user_id, asked_at=T0,
        )  # fmt: skip

    def rows_before(self) -> tuple[dict[str, int], str]:
        """By table the rows written so far, and where the log ended when they were counted.

        Writing in between moves that end, which costs the next one a comparison and hides nothing.
        """
        if self._counted_at is None:
            self._counted_at = (rows_written(), end_of_log())
        return self._counted_at

    def count_anew(self) -> None:
        """Rows were written since the last count, though they will be taken back."""
        self._counted_at = None

    def forget_logins(self) -> None:
        """What a test logged in went with its savepoint."""
        self._cookies.clear()
        self.count_anew()

    def browser(self, role: str) -> Client:
        """A new browser of a role, logged in once; `api` sends its key and nothing else."""
        if role not in self._cookies:
            self._cookies[role] = self._log_in(role).cookies
        client = self._client(role)
        client.cookies = copy.deepcopy(self._cookies[role])
        return client

    def _client(self, role: str) -> Client:
        more = {"HTTP_AUTHORIZATION": f"Bearer {self.token}"} if role == "api" else {}
        client = Client(**more)
        # One chain of middleware for all browsers: it is built anew with every handler.
        client.handler = self._handler
        return client

    def _log_in(self, role: str) -> Client:
        client = self._client(role)
        actor = self.actors.get(role)
        return client if actor is None else sign_in(client, actor)


BY_THE_WAY = ("accounts_session",)  # that a session was used


def end_of_log() -> str:
    """Where the database's own log ends: as long as it stays, nothing at all was written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        return str(cursor.fetchone()[0])


def rows_written() -> dict[str, int]:
    """By table: rows written so far in this transaction, also those taken back."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables"
            " WHERE schemaname = 'public' AND relname <> ALL(%s)"
            " AND n_tup_ins + n_tup_upd + n_tup_del > 0",
            [list(BY_THE_WAY)],
        )
        return dict(cursor.fetchall())


def contents(tables: Iterable[str]) -> dict[str, str]:
    """By table: a digest of all its rows, to tell what was really changed from what was taken
    back within the request, or written as it was.
    """
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            whole = sql.SQL(
                "SELECT coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {} AS t"
            )
            cursor.execute(whole.format(sql.Identifier(table)))
            found[table] = cursor.fetchone()[0]
    return found
