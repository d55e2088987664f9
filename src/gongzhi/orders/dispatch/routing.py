"""Dispatch by the catalogue: class × area → lead and supporting bodies, and why (JN-07, JN-12)."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas.selectors import current_areas
from gongzhi.kernel.ttlcache import TtlCache
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef

from ..models import Category, DutyClause
from .triage import Ruled
from .triaging import current_rules, ruled_for


@dataclass(frozen=True)
class Proposal:
    """What the catalogue says. Without a lead it does not decide, and `why` says why not."""

    lead: BodyRef | None
    supporting: tuple[BodyRef, ...]
    clause: DutyClause | None
    why: str
    triage: Ruled | None = None


@dataclass(frozen=True)
class Refusal:
    """Why a body cannot lead, and who could."""

    reason: str
    alternatives: tuple[BodyRef, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class _DutyList:
    by_category: dict[int, list[tuple[DutyClause, str]]]
    parents: dict[int, int | None]


_kept: TtlCache[str, _DutyList] = TtlCache(seconds=3, size=1)


def _read() -> _DutyList:
    paths = {area.id: area.path for area in current_areas()}
    by_category: dict[int, list[tuple[DutyClause, str]]] = {}
    for clause in DutyClause.objects.filter(active=True).order_by("clause"):
        path = paths.get(clause.area_id, "") if clause.area_id else ""
        by_category.setdefault(clause.category_id, []).append((clause, path))
    return _DutyList(by_category, dict(Category.objects.values_list("id", "parent_id")))


def forget() -> None:
    """Read the duty list at the next call."""
    _kept.forget()


def _clause_for(category_id: int, area_path: str) -> DutyClause | None:
    """The clause of the class or of its nearest parent; the smallest area wins."""
    catalogue = _kept.get("duties", _read)
    current: int | None = category_id
    while current is not None:
        fitting = [
            (len(path), clause)
            for clause, path in catalogue.by_category.get(current, [])
            if area_path.startswith(path)
        ]
        if fitting:
            return max(fitting, key=lambda pair: pair[0])[1]
        current = catalogue.parents.get(current)
    return None


def body_named(name: str, area_path: str) -> BodyRef | None:
    """A body by code (one that ended: its successor), or `kind:<kind>`: the one of that kind
    responsible for the area.
    """
    kind = name.removeprefix("kind:")
    if kind != name:
        return orgs.responsible_body(kind, area_path)
    return orgs.acting_body(name)


def _class_name(category: Category) -> str:
    english = (get_language() or "zh").startswith("en")
    return category.name_en if english and category.name_en else category.name


def _label(body: BodyRef) -> str:
    return body.label(get_language() or "zh")


def propose(category: Category | None, area_path: str) -> Proposal:
    """Whom the catalogue names for this class at this place."""
    if category is None:
        return Proposal(None, (), None, _("还没有选类别，清单定不了由谁办。"))
    clause = _clause_for(category.pk, area_path)
    ruled = ruled_for(category, clause.legal_duty_of if clause else "")
    if clause is None:
        return _by_triage(category, ruled, area_path)
    lead = body_named(clause.lead, area_path)
    if lead is None:
        why = _("清单第%(clause)s条指的单位在这个区域没有（%(lead)s），请人工派遣。") % {
            "clause": clause.clause,
            "lead": clause.lead,
        }
        return Proposal(None, (), clause, why, ruled)
    refusal = guard_lead(lead, category, area_path)
    if refusal is not None:  # by the system's own dispatch as little as by anybody's
        return Proposal(None, (), clause, refusal.reason, ruled)
    named = (body_named(name, area_path) for name in clause.supporting)
    supporting = tuple(body for body in named if body is not None and body.id != lead.id)
    why = _("按权责清单第%(clause)s条：%(category)s → %(lead)s") % {
        "clause": clause.clause,
        "category": _class_name(category),
        "lead": _label(lead),
    }
    return Proposal(lead, supporting, clause, why, ruled)


def _by_triage(category: Category, ruled: Ruled | None, area_path: str) -> Proposal:
    """No duty line: the body that the three-way triage names, where the city uses it."""
    rules = current_rules()
    wanted = rules.kinds[ruled.kind].lead if rules and ruled else ""
    lead = body_named(wanted, area_path) if wanted else None
    if ruled is None or lead is None:
        why = _("权责清单里没有“%s”这一类，请人工派遣。") % _class_name(category)
        return Proposal(None, (), None, why, ruled)
    why = _("权责清单里没有“%(category)s”这一类，按三事分流 → %(lead)s") % {
        "category": _class_name(category),
        "lead": _label(lead),
    }
    return Proposal(lead, (), None, why, ruled)


def legal_duty_of(category: Category | None, area_path: str) -> str:
    """Whose duty the class is by law, as the clause in force says; "" when it does not."""
    clause = _clause_for(category.pk, area_path) if category is not None else None
    return clause.legal_duty_of if clause is not None else ""


COMMUNITY_KINDS = frozenset({"community", "grid_team"})
ABOVE_COMMUNITY = frozenset({"government", "department", "street", "town"})


def guard_lead(body: BodyRef, category: Category | None, area_path: str) -> Refusal | None:
    """What lies in the duty of a government, department or street never goes to a community as
    lead (Beijing art. 17, QJ-18). None when the body may lead.
    """
    if body.kind.startswith("party_"):
        return Refusal(_("党组织不承办工单，请派给负责的单位。"))
    if body.kind not in COMMUNITY_KINDS or category is None:
        return None
    clause = _clause_for(category.pk, area_path)
    if clause is None or clause.legal_duty_of not in ABOVE_COMMUNITY:
        return None
    proper = body_named(clause.lead, area_path)
    reason = _("这是%(owner)s的职责（清单第%(clause)s条），不能派社区主办；可以请社区协办。") % {
        "owner": _label(proper) if proper else clause.lead,
        "clause": clause.clause,
    }
    return Refusal(reason, (proper,) if proper is not None else ())
