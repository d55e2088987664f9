"""The keeper's desk: an account found by a phone, the journal, what waits to be collected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from gongzhi.accounts.login.codes import phone_index
from gongzhi.accounts.models import Resident
from gongzhi.accounts.phones import clean_phone
from gongzhi.accounts.selectors import addresses_of
from gongzhi.kernel.crypto import mask_phone
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.points.models import Account, Bank, Entry, Handout, Member

from .own import Line, line_of, number_of

PAGE = 50
_SHOWN = (Account.Kind.HOLDER, Account.Kind.FUND)


@dataclass(frozen=True)
class JournalLine:
    """An entry and the account it stands on."""

    line: Line
    account_id: int
    number: str
    fund: str
    by_desk: bool

    @property
    def dialog(self) -> str:
        """The id of the question before it is taken back."""
        return f"back-{self.line.movement_id}-{self.account_id}"


def account_by_phone(actor: Actor, bank: Bank, phone: str) -> Account | None:
    """The holder's account that the owner of this phone shares. Invalid (`phone`)."""
    index = phone_index(clean_phone(phone))
    people = Resident.objects.visible_to(SYSTEM).filter(phone_blind=index)
    mine = Member.objects.visible_to(actor).filter(
        left_at=None, account__bank=bank, resident_id__in=list(people.values_list("pk", flat=True))
    )
    account_id = mine.values_list("account_id", flat=True).first()
    return account_of(actor, bank, account_id) if account_id else None


def account_of(actor: Actor, bank: Bank, account_id: int) -> Account | None:
    """A holder's account or a fund of the bank."""
    found: Account | None = (
        Account.objects.visible_to(actor).filter(pk=account_id, bank=bank, kind__in=_SHOWN).first()
    )
    return found


def phones_of(actor: Actor, account: Account) -> list[str]:
    """The masked phones of who shares it."""
    ids = list(
        Member.objects.visible_to(actor)
        .filter(account=account, left_at=None)
        .values_list("resident_id", flat=True)
    )
    found = addresses_of(resident_ids=ids)
    return sorted(mask_phone(found[one].phone) for one in ids if one in found)


def journal(actor: Actor, bank: Bank, number: Any = 1) -> Page[Any]:
    """Every entry on holders' accounts and funds, the newest first."""
    rows = (
        Entry.objects.visible_to(actor)
        .filter(account__bank=bank, account__kind__in=_SHOWN)
        .select_related("account", "movement", "movement__reversed_by")
        .order_by("-id")
    )
    page = Paginator(rows, PAGE).get_page(number)
    page.object_list = [
        JournalLine(
            line_of(row), row.account_id, number_of(row.account_id),
            row.account.title if row.account.kind == Account.Kind.FUND else "",
            row.movement.user_id is not None,
        )
        for row in page.object_list
    ]  # fmt: skip
    return page


def to_collect(actor: Actor, bank: Bank) -> list[Handout]:
    """What waits at the counter, the oldest first; codes are for the holders alone."""
    return list(
        Handout.objects.visible_to(actor)
        .filter(account__bank=bank, state=Handout.State.WAITING)
        .select_related("item")
        .defer("code")
        .order_by("at")[:100]
    )
