"""What is held about the resident who asks, why, and who looked (PIPL art. 44, 45)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gongzhi.accounts.models import Resident
from gongzhi.accounts.selectors import looks_at
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import mask_phone, open_
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.words.wording import resident_sentence
from gongzhi.orders.words.written import texts_of
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import MemberAtHome, MemberHelp, Person
from gongzhi.registers.reading.home_duties import HomeDutyShown, duty_of
from gongzhi.registers.reading.opinions import own_opinions
from gongzhi.registers.reading.own_exports import own_exports
from gongzhi.registers.reading.own_searches import own_searches
from gongzhi.registers.reading.requests import own_requests
from gongzhi.registers.reading.row_page import Shown, Step, fields_of, history
from gongzhi.registers.rows import rowwords
from gongzhi.registers.settings import Purpose, purpose_of
from gongzhi.web.words import joined


@dataclass(frozen=True)
class OwnData:
    """One's own row, the identity number masked; nobody gives a purpose to see oneself."""

    fields: list[Shown]
    area: str
    address: str
    checked_on: date
    ended_on: date | None
    steps: list[Step]
    row_id: int
    purpose: Purpose | None
    consent: str
    duty: HomeDutyShown | None


@dataclass(frozen=True)
class OwnAccount:
    """What the login itself holds."""

    name: str
    phone: str
    since: datetime
    orders: int
    purpose: Purpose | None


def own_data(actor: Actor) -> OwnData | None:
    """None for residents who are linked to no row, and for everybody else."""
    if actor.kind != "resident":
        return None
    people = REGISTERS["people"]
    rows = Person.objects.visible_to(actor).values(*rowwords.columns(people))
    row = rows.first()
    if row is None:
        return None
    opened = rowwords.words(people, row, opened=True)
    # A phone may be a family's: what only the person knows is not told to whoever holds it.
    opened["id_number"] = rowwords.words(people, row)["id_number"]
    purpose = purpose_of("people")
    held_by_consent = purpose.consent if purpose else frozenset()
    return OwnData(
        fields=fields_of(people, opened, opened),
        area=rowwords.area_words(row["area_id"]),
        address=row["home__address"] or "",
        checked_on=row["checked_on"],
        ended_on=row["ended_on"],
        steps=history(people, row["id"], named=False),
        row_id=row["id"],
        purpose=purpose,
        consent=joined(one.title for one in people.fields if one.key in held_by_consent),
        duty=duty_of(actor, row["home_id"], clock.today()) if row["home_id"] else None,
    )


def own_account(actor: Actor) -> OwnAccount | None:
    """The account of the resident who asks: the own name, the phone masked, how many matters."""
    row = Resident.objects.visible_to(actor).first()
    if row is None:
        return None
    return OwnAccount(
        name=open_(row.name_sealed) if row.name_sealed else "",
        phone=mask_phone(open_(row.phone_sealed)),
        since=row.created_at,
        orders=Order.objects.visible_to(actor).filter(reporter_id=row.pk).count(),
        purpose=purpose_of("account"),
    )


def open_matters(actor: Actor) -> int:
    """How many matters that the resident reported are not closed: nobody could be told of them."""
    rows = Order.objects.visible_to(actor).filter(reporter_id=actor.resident_id)
    return rows.exclude(phase="closed").count()


def own_subjects(resident_id: int) -> list[str]:
    """The own row as the access log names it."""
    ids = Person.reached.filter(account_id=resident_id).values_list("pk", flat=True)
    return [f"people {pk}" for pk in ids]


def as_json(actor: Actor) -> dict[str, Any]:
    """Everything of the page as data, for the resident to take along (PIPL art. 45)."""
    found, account = own_data(actor), own_account(actor)
    return {
        "registered": {one.title: one.text for one in found.fields} if found else None,
        **(_row_json(found) if found else {}),
        "account": _account_json(actor, account) if account else None,
        "looks": [
            {"at": look.at.isoformat(), "who": look.office, "purpose": look.purpose}
            for look in looks_at(resident_id=actor.resident_id or 0)
        ],
        "searches": [
            {"on": one.day.isoformat(), "who": one.office}
            for one in (own_searches(found.row_id) if found else [])
        ],
        "exports": [
            {"at": one.at.isoformat(), "who": one.office, "purpose": one.purpose,
             "area": one.area, "rows": one.rows, "opened": one.personal}
            for one in (own_exports(found.row_id) if found else [])
        ],
        "opinions": [
            {"at": one.at.isoformat(), "asker": one.asker, "community": one.community,
             "purpose": one.purpose, "written": one.written, "reply": one.reply}
            for one in own_opinions(actor)
        ],
        "requests": [
            {"at": one.at.isoformat(), "what": one.title, "number": one.number,
             "state": one.sentence, "reason": one.reason, "done": one.done}
            for one in own_requests(actor)
        ],
        **_whistles_json(actor),
    }  # fmt: skip


def _whistles_json(actor: Actor) -> dict[str, Any]:
    """Nothing where the resident neither reported as a member nor ever came (ML-40)."""
    since = MemberAtHome.objects.visible_to(actor).values_list("since", flat=True).first()
    helped = [
        {"at": row.accepted_at.isoformat(), "minutes": row.minutes, "recorded_by": row.said_by}
        for row in MemberHelp.objects.visible_to(actor).order_by("id")
    ]
    if since is None and not helped:
        return {}
    return {"member_since": since.isoformat() if since else None, "helped": helped}


def _row_json(own: OwnData) -> dict[str, Any]:
    return {
        "address": own.address,
        "area": own.area,
        "checked_on": own.checked_on.isoformat(),
        "answers_for_home": f"{own.duty.body} {own.duty.person}" if own.duty else "",
        "purpose": own.purpose.purpose if own.purpose else "",
        "legal_basis": own.purpose.basis if own.purpose else "",
        "history": [{"at": step.at.isoformat(), "what": step.text} for step in own.steps],
    }


def _account_json(actor: Actor, account: OwnAccount) -> dict[str, Any]:
    """The phone masked as on the page; the matters reported, in the own words."""
    rows = Order.objects.visible_to(actor).filter(reporter_id=actor.resident_id)
    orders = list(rows.exclude(state="draft").order_by("-reported_at", "-id"))
    words = texts_of(orders)
    return {
        "name": account.name,
        "phone": account.phone,
        "since": account.since.isoformat(),
        "purpose": account.purpose.purpose if account.purpose else "",
        "legal_basis": account.purpose.basis if account.purpose else "",
        "orders": [
            {"number": order.number, "at": order.reported_at.isoformat(), "text": words[order.pk],
             "place": order.place, "state": resident_sentence(order)}
            for order in orders
        ],
    }  # fmt: skip
