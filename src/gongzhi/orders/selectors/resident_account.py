"""What a resident reads of the own account."""

from __future__ import annotations

from dataclasses import dataclass

from gongzhi.accounts.models import Resident
from gongzhi.kernel.crypto import mask_phone, open_
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message

_MESSAGES_MOST = 50


@dataclass(frozen=True)
class Account:
    """The own name in full, the own phone masked: somebody may look over the shoulder."""

    name: str
    phone: str
    large_type: bool


def account_of(actor: Actor) -> Account:
    row = Resident.objects.visible_to(actor).get()
    name = open_(row.name_sealed) if row.name_sealed else ""
    return Account(name, mask_phone(open_(row.phone_sealed)), row.large_type)


def messages_to(actor: Actor) -> list[Message]:
    """The newest messages to the resident, at most 50; nobody else's."""
    if actor.resident_id is None:
        return []
    rows = Message.objects.filter(resident_id=actor.resident_id or 0)
    return list(rows.order_by("-created_at")[:_MESSAGES_MOST])
