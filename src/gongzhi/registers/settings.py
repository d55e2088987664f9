"""The settings of the registers in force (profiles/*/registers/settings.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import get_language

from gongzhi.profiles import selectors as profiles
from gongzhi.registers.profile_section import KEY


@dataclass(frozen=True)
class Purpose:
    """Why a register is kept and on which basis, in the reader's language."""

    purpose: str
    basis: str
    consent: frozenset[str]


def purpose_of(register: str) -> Purpose | None:
    """What the city says about a register, or about `account`; None where it says nothing."""
    document = profiles.current().section(KEY) or {}
    found = document.get("account") if register == "account" else None
    found = found or (document.get("purposes") or {}).get(register)
    if found is None:
        return None
    language = "en" if (get_language() or "zh").startswith("en") else "zh"
    return Purpose(
        found["purpose"][language], found["basis"][language], frozenset(found["consent"])
    )


def consent_fields(register: str) -> frozenset[str]:
    """Keys of the fields that are held by consent alone."""
    found = purpose_of(register)
    return found.consent if found else frozenset()


def opinion_bodies() -> frozenset[str]:
    """Codes of the bodies that may ask a home community about a person; none: nobody may."""
    document = profiles.current().section(KEY) or {}
    return frozenset((document.get("opinions") or {}).get("bodies") or ())


def period(kind: str) -> timedelta | None:
    """How long rows of a kind are kept; None when the release in force does not say."""
    document = profiles.current().section(KEY) or {}
    found = (document.get("retention") or {}).get(kind)
    return timedelta(days=found["days"]) if found else None


def period_basis(kind: str) -> str:
    """The law or practice on which a period rests, in the reader's language; "" when unsaid."""
    document = profiles.current().section(KEY) or {}
    found = ((document.get("retention") or {}).get(kind) or {}).get("basis")
    language = "en" if (get_language() or "zh").startswith("en") else "zh"
    return str(found[language]) if found else ""
