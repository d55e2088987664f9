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


def known_resident(phone: str, nameless: str) -> str:
    """SQL of the id of a resident to whom nothing is to be added, by SQL of `resident_keys`.

    For statements that need the id on their way, without a query of its own; no row for a new
    phone or a name that is new.
    """
    return (
        f"SELECT id FROM accounts_resident WHERE phone_blind = {phone}"  # noqa: S608 - own scope
        f" AND (name_sealed <> '' OR {nameless})"
    )


def resident_keys(phone: str, name: str = "") -> tuple[str, bool]:
    """What a phone is found by, and whether nobody was named. Invalid (`phone`)."""
    return codes.phone_index(clean_phone(phone)), not name.strip()


_KNOWN: Final = known_resident("$1", "$2::boolean").encode()


def resident_id_for(*, phone: str, name: str = "") -> int:
    """Like `ensure_resident`, for whoever needs the id only: one light query when it is known.

    Nothing is sealed nor loaded then; taking a report in is the busiest thing the product does.
    """
    known = fetch_one(_KNOWN, resident_keys(phone, name))
    if known is not None and known[0]:
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
