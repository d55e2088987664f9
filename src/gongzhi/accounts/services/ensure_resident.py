"""The resident behind a phone number, made when new."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from gongzhi.accounts.login import codes
from gongzhi.accounts.models import Resident
from gongzhi.accounts.phones import clean_phone
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import seal
from gongzhi.platform.postgresql.prepared import fetch_one

_KNOWN: Final = (
    b"SELECT id, name_sealed <> '' FROM accounts_resident WHERE phone_blind = $1"  # its own scope
)


def resident_id_for(*, phone: str, name: str = "") -> int:
    """Like `ensure_resident`, for whoever needs the id only: one light query when it is known.

    Nothing is sealed nor loaded then; taking a report in is the busiest thing the product does.
    """
    known = fetch_one(_KNOWN, [codes.phone_index(clean_phone(phone))])
    if known is not None and known[0] and (known[1] == b"t" or not name.strip()):
        return int(known[0])
    return int(ensure_resident(phone=phone, name=name).pk)


def ensure_resident(
    *,
    phone: str,
    name: str = "",
    verified: bool = False,
    language: str = "",
    is_demo: bool = False,
    at: datetime | None = None,
) -> Resident:
    """Find or make the resident; two callers at once get the same row. Invalid (`phone`).

    A name is only filled in where none stands, since whoever types a phone number need not be
    its owner. `verified` says that the owner has just proved to hold the phone.
    """
    phone = clean_phone(phone)
    at = at or clock.now()
    name = name.strip()[:40]
    resident, made = Resident.objects.marked().get_or_create(
        phone_blind=codes.phone_index(phone),
        defaults={
            "phone_sealed": seal(phone),
            "name_sealed": seal(name) if name else "",
            "verified_at": at if verified else None,
            "language": language,
            "created_at": at,
            "is_demo": is_demo,
        },
    )
    if made:
        return resident
    changed = []
    if name and not resident.name_sealed:
        resident.name_sealed = seal(name)
        changed.append("name_sealed")
    if verified and resident.verified_at is None:
        resident.verified_at = at
        changed.append("verified_at")
    if changed:
        resident.save(update_fields=changed)
    return resident
