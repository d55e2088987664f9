"""What whoever shares an account reads: every entry of it, and what it may be used for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.points.config import points_settings
from gongzhi.points.models import Account, Bank, Entry, Handout, Item, Member


@dataclass(frozen=True)
class Line:
    """One entry in words; `reversed` when it was taken back later."""

    movement_id: int
    at: datetime
    kind: str
    kind_words: str
    text: str
    points: int
    reversed: bool


@dataclass(frozen=True)
class Own:
    """The account that a resident shares; `people` share it."""

    account: Account
    community: BodyRef | None
    people: int

    @property
    def number(self) -> str:
        return number_of(self.account.pk)


def number_of(account_id: int) -> str:
    """How an account is called where nobody's name stands."""
    return f"{account_id:06d}"


def own_account(actor: Actor) -> Own | None:
    """None for whoever takes no part."""
    points_settings()
    row = Account.objects.visible_to(actor).select_related("bank").first()
    if row is None:
        return None
    people = Member.objects.visible_to(actor).filter(account=row, left_at=None).count()
    return Own(row, orgs.body_by_id(row.bank.community_id), people)


def lines_of(actor: Actor, account_id: int, *, most: int = 200) -> list[Line]:
    """The entries of an account within reach, the newest first."""
    rows = (
        Entry.objects.visible_to(actor)
        .filter(account_id=account_id)
        .select_related("movement", "movement__reversed_by")
        .order_by("-id")[:most]
    )
    return [line_of(row) for row in rows]


def line_of(row: Entry) -> Line:
    """An entry with its movement."""
    movement = row.movement

    return Line(
        movement.pk, movement.at, movement.kind, str(movement.get_kind_display()), movement.text,
        row.points, hasattr(movement, "reversed_by"),
    )  # fmt: skip


def items_of(bank: Bank) -> list[Item]:
    """What is in the list, the cheapest first."""
    return list(Item.objects.filter(bank=bank, withdrawn_at=None).order_by("points", "name"))


def funds_of(bank: Bank) -> list[Account]:
    """The community's fund and the needs that it gathers for; no person in them."""
    rows = Account.objects.visible_to(SYSTEM)
    return list(rows.filter(bank=bank, kind=Account.Kind.FUND, closed_at=None).order_by("id"))


def waiting_of(actor: Actor, account_id: int) -> list[Handout]:
    """What waits to be collected."""
    return list(
        Handout.objects.visible_to(actor)
        .filter(account_id=account_id, state=Handout.State.WAITING)
        .select_related("item")
        .order_by("at")
    )


def banks() -> list[tuple[Bank, BodyRef]]:
    """All standing banks with their communities, by code."""
    points_settings()
    found = [
        (bank, body)
        for bank in Bank.objects.filter(ended_at=None)
        if (body := orgs.body_by_id(bank.community_id)) is not None
    ]
    return sorted(found, key=lambda one: one[1].code)


def as_json(actor: Actor) -> dict[str, Any]:
    """All that is kept about the actor's account, to take along (PIPL art. 45)."""
    own = own_account(actor)
    if own is None:
        return {"account": None}
    return {
        "account": own.number,
        "community": own.community.name if own.community else "",
        "balance": own.account.balance,
        "entries": [
            {"at": one.at.isoformat(), "kind": one.kind, "text": one.text, "points": one.points}
            for one in lines_of(actor, own.account.pk, most=100_000)
        ],
    }
