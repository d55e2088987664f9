"""Versions of the power-and-duty list: each release of the profile said what, and from when.

The releases are the only store (ML-14, JN-07). Clauses that rulings wrote in between belong to
no release; each says itself which order it came from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.orgs import rules
from gongzhi.profiles.models import ProfileRelease
from gongzhi.web.words import joined

from ...dispatch.catalogue import category_by_code
from .duties import named
from .names import category_name

Clauses = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Version:
    """A release in which the list differs from the one before."""

    version: int
    applied_at: datetime
    clauses: int
    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class Changed:
    """One clause in two releases; a side is None where the clause is not there."""

    clause: str
    before: dict[str, str] | None
    after: dict[str, str] | None


def duty_versions() -> list[Version]:
    """The releases that changed the list, the newest first."""
    found: list[Version] = []
    last: Clauses = {}
    rows = ProfileRelease.objects.order_by("version").values_list(
        "version", "applied_at", "document__orders/duties"
    )
    for version, applied_at, document in rows:
        clauses = _by_clause(document)
        change = rules.difference(last, clauses)
        if not found or change.added or change.removed or change.changed:
            found.append(
                Version(
                    version, applied_at, len(clauses), len(change.added), len(change.removed),
                    len(change.changed),
                )
            )  # fmt: skip
        last = clauses
    return found[::-1]


def duty_difference(older: int, newer: int) -> list[Changed]:
    """What the newer release says otherwise than the older one, by clause."""
    found = dict(
        ProfileRelease.objects.filter(version__in=(older, newer)).values_list(
            "version", "document__orders/duties"
        )
    )
    before, after = _by_clause(found.get(older)), _by_clause(found.get(newer))
    change = rules.difference(before, after)
    clauses = sorted({*change.added, *change.removed, *change.changed})
    return [Changed(one, _words(before.get(one)), _words(after.get(one))) for one in clauses]


def _by_clause(document: Any) -> Clauses:
    return {line["clause"]: line for line in document or []}


def _words(line: dict[str, Any] | None) -> dict[str, str] | None:
    if line is None:
        return None
    category = category_by_code(line.get("category_code", ""))
    supporting = line.get("supporting") or []
    return {
        "category": category_name(category) if category else line.get("category_code", ""),
        "area": line.get("area_code") or _("全域"),
        "lead": named(line["lead"]),
        "supporting": joined(named(name) for name in supporting),
        "basis": line.get("basis", ""),
    }
