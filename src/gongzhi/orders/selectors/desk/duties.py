"""The power-and-duty list as a table: class × area → lead and supporting bodies, and the basis."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel.textindex import initials, normalise
from gongzhi.orgs import selectors as orgs
from gongzhi.web.words import joined

from ...models import DutyClause
from .names import body_name, category_name, language
from .options import kind_names


@dataclass(frozen=True)
class DutyLine:
    """One line in words."""

    clause: str
    category: str
    area: str
    lead: str
    supporting: str
    basis: str
    ruled_from: str


def duty_lines(q: str = "") -> list[DutyLine]:
    """Lines in force, in the order of the list; those that answer `q` (name or initials)."""
    rows = DutyClause.objects.filter(active=True).select_related("category").order_by("id")
    asked = normalise(q).strip()
    found = []
    for row in rows:
        area = areas.area_by_id(row.area_id) if row.area_id else None
        line = DutyLine(
            clause=row.clause,
            category=category_name(row.category),
            area=area.label(language()) if area else _("全域"),
            lead=named(row.lead),
            supporting=joined(named(name) for name in row.supporting),
            basis=row.basis,
            ruled_from=row.ruled_from,
        )
        words = normalise(f"{line.clause} {line.category} {line.lead} {line.supporting}")
        if not asked or asked in words or initials(row.category.name).startswith(asked):
            found.append(line)
    return found


def named(name: str) -> str:
    """A body's name, or `所在街道` for the one of a kind that answers for the area."""
    kind = name.removeprefix("kind:")
    if kind != name:
        return _("所在%(kind)s") % {"kind": kind_names().get(kind, kind)}
    body = orgs.body_by_code(name)
    return body_name(body.id) if body else name
