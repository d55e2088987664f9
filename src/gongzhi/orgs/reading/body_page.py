"""One body: its place in the tree, members, posts, agreements, responsibilities.

That bodies belong together is shown to all staff; names of persons only inside the scope.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from gongzhi.areas import selectors as areas
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orgs import rules
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.config import kind_names, kinds_of, language, relations
from gongzhi.orgs.models import (
    Agreement,
    AgreementParty,
    Body,
    CrossAppointment,
    Membership,
    OfficePost,
    Pairing,
    Programme,
    Responsibility,
    TemporaryBranch,
    TemporaryCount,
)
from gongzhi.orgs.models.posts import Post
from gongzhi.orgs.reach import reach_of, writing_reach

from .cut import Parts
from .duty import Answer, answers
from .duty_list import MemberDuties, duty_list


@dataclass(frozen=True)
class Relation:
    """One row between this body and another; `person` is empty outside of the scope."""

    row_id: int
    other: str
    other_code: str
    what: str
    person: str
    since: date
    until: date | None
    basis: str = ""
    state: str = ""
    over: bool = False
    origin: str = ""
    origin_code: str = ""


@dataclass(frozen=True)
class AgreementLine:
    """An agreement with its days left."""

    row_id: int
    title: str
    kind: str
    parties: str
    signed_on: date
    expires_on: date
    days_left: int
    tone: str
    ended_on: date | None = None


@dataclass(frozen=True)
class TemporaryLine:
    """Numbers of one home organisation."""

    home: str
    in_service: int
    returned: int
    since: date
    until: date | None


@dataclass
class BodyPage:
    """Everything about one body that the actor may see."""

    body: Body
    name: str
    kind: str
    group: str
    above: list[Body]
    children: list[Body]
    child_count: int
    areas: list[str]
    area_count: int
    names_shown: bool
    may_write: bool
    members: list[Relation] = field(default_factory=list)
    member_count: int = 0
    belongs_to: list[Relation] = field(default_factory=list)
    posts: list[Relation] = field(default_factory=list)
    crosses: list[Relation] = field(default_factory=list)
    pairings: list[Relation] = field(default_factory=list)
    agreements: list[AgreementLine] = field(default_factory=list)
    duties: list[Answer] = field(default_factory=list)
    programmes: list[Programme] = field(default_factory=list)
    temporary: TemporaryBranch | None = None
    counts: list[TemporaryLine] = field(default_factory=list)
    duty_list: list[MemberDuties] = field(default_factory=list)
    parts: Parts = field(default_factory=Parts)

    @property
    def pages(self) -> dict[str, Any]:
        """Pages of the parts that have more rows than one page holds, by the part's name."""
        return self.parts.pages


def body_page(
    *, actor: Actor, code: str, day: date, asked: Mapping[str, str] | None = None
) -> BodyPage:
    """The page of a body, also of one that is closed. NotFound when there is none.

    `asked` says which page of a long part is wanted: {"members": "2"}.
    """
    body = Body.objects.filter(code=code).first()
    if body is None:
        raise NotFound
    parts = Parts(asked)
    page = _head(actor, body, parts)
    rows = Membership.objects.visible_to(actor)
    page.members = _memberships(rows, day, parts, "members", body_id=body.pk)
    page.member_count = _in_force(Membership.objects.filter(body=body), day)
    page.belongs_to = _memberships(rows, day, parts, "belongs", member_id=body.pk)
    page.posts = _posts(actor, body, day, parts)
    page.crosses = _crosses(actor, body, parts)
    page.pairings = _pairings(actor, body, day, parts)
    page.agreements = _agreements(actor, body, day, parts)
    page.duties = _duties(actor, body, day, parts)
    page.programmes = list(Programme.objects.filter(group=body).prefetch_related("tasks"))
    page.temporary = TemporaryBranch.objects.filter(body=body).first()
    if page.temporary is not None and page.names_shown:
        page.counts = _counts(page.temporary, parts)
    if page.names_shown and body.kind in (*kinds_of("leading"), *kinds_of("joint")):
        page.duty_list = duty_list(actor, body.pk, day)
    return page


def _head(actor: Actor, body: Body, parts: Parts) -> BodyPage:
    ref = orgs.body_by_id(body.pk) or _ref(body)
    ids = [int(part) for part in body.path.split(".") if part][:-1]
    found = {row.pk: row for row in Body.objects.filter(pk__in=ids)}
    children = Body.objects.filter(parent=body, active=True).order_by("code")
    served = [areas.area_by_id(area_id) for area_id in orgs.areas_of(body.pk)]
    here = [area.label(language()) for area in served if area is not None]
    return BodyPage(
        body=body,
        name=body.label(language()),
        kind=kind_names().get(body.kind, body.kind),
        group=next((g for g, kinds in relations().groups.items() if body.kind in kinds), ""),
        above=[found[one] for one in ids if one in found],
        children=parts.cut("children", children),
        child_count=children.count(),
        areas=here[:12],
        area_count=len(here),
        names_shown=reach_of(actor).holds_body(ref),
        may_write=body.active and writing_reach(actor).holds_body(ref),
        parts=parts,
    )


def _ref(body: Body) -> orgs.BodyRef:
    names = orgs.BodyRef.__dataclass_fields__
    return orgs.BodyRef(**{name: getattr(body, name) for name in names})


def _in_force(rows: Any, day: date) -> int:
    return int(rows.on(day).marked().count())


def _memberships(seen: Any, day: date, parts: Parts, part: str, **of: int) -> list[Relation]:
    """Whole rows where the actor may see names, bare facts where not."""
    mine = "member" if "body_id" in of else "body"
    people = {
        pk: " ".join(filter(None, (title, name)))
        for pk, title, name in seen.filter(**of).values_list("pk", "post_title", "representative")
    }
    roles = dict(Membership.Role.choices)
    facts = (
        Membership.objects.filter(**of)
        .order_by("valid__startswith", "pk")
        .facts("pk", f"{mine}__code", f"{mine}__name", f"{mine}__name_en", "role", "valid", "basis")
    )
    return [
        Relation(
            pk, _label(name, name_en), code, str(roles[role]), people.get(pk, ""), valid.lower,
            valid.upper, basis, over=_over(valid, day),
        )
        for pk, code, name, name_en, role, valid, basis in parts.cut(part, facts)
    ]  # fmt: skip


def _posts(actor: Actor, body: Body, day: date, parts: Parts) -> list[Relation]:
    rows = OfficePost.objects.filter(body=body)
    people = dict(rows.visible_to(actor).values_list("pk", "holder_name"))
    posts = dict(Post.choices)
    facts = rows.order_by("valid__startswith", "pk").facts("pk", "post", "valid", "basis")
    return [
        Relation(
            pk, "", "", str(posts[post]), people.get(pk, ""), valid.lower, valid.upper, basis,
            over=_over(valid, day),
        )
        for pk, post, valid, basis in parts.cut("posts", facts)
    ]  # fmt: skip


def _crosses(actor: Actor, body: Body, parts: Parts) -> list[Relation]:
    """Recommendations and appointments: only inside the scope, since a step is about a person."""
    rows = CrossAppointment.objects.visible_to(actor).filter(Q(from_body=body) | Q(to_body=body))
    rows = rows.order_by("-recommended_on", "-pk")
    return cross_relations(parts.cut("crosses", rows), seen_from=body.pk)


def cross_relations(rows: Iterable[CrossAppointment], *, seen_from: int = 0) -> list[Relation]:
    """Cross-appointments in words, the newest first."""
    posts = dict(Post.choices)
    found = []
    for row in sorted(rows, key=lambda row: (row.recommended_on, row.pk), reverse=True):
        other_id = row.from_body_id if row.to_body_id == seen_from else row.to_body_id
        other = orgs.body_by_id(other_id)
        # On a list of its own a row says both ends; on a body's page the other end is enough.
        origin = None if seen_from else orgs.body_by_id(row.from_body_id)
        found.append(
            Relation(
                row.pk, other.label(language()) if other else "", other.code if other else "",
                str(posts[row.to_post]), row.person_name, row.recommended_on, row.decided_on,
                row.basis, state=row.state,
                origin=origin.label(language()) if origin else "",
                origin_code=origin.code if origin else "",
            )
        )  # fmt: skip
    return found


def _pairings(actor: Actor, body: Body, day: date, parts: Parts) -> list[Relation]:
    rows = Pairing.objects.filter(Q(from_body=body) | Q(community=body))
    people = {
        pk: " ".join(filter(None, (title, name)))
        for pk, title, name in rows.visible_to(actor).values_list("pk", "post_title", "leader_name")
    }
    kinds = dict(Pairing.Kind.choices)
    found = []
    facts = rows.order_by("valid__startswith", "pk").facts(
        "pk", "kind", "from_body_id", "community_id", "valid", "basis"
    )
    for pk, kind, from_id, community_id, valid, basis in parts.cut("pairings", facts):
        other = orgs.body_by_id(from_id if community_id == body.pk else community_id)
        found.append(
            Relation(
                pk, other.label(language()) if other else "", other.code if other else "",
                str(kinds[kind]), people.get(pk, ""), valid.lower, valid.upper, basis,
                over=_over(valid, day),
            )
        )  # fmt: skip
    return found


def _agreements(actor: Actor, body: Body, day: date, parts: Parts) -> list[AgreementLine]:
    signed = AgreementParty.reached.filter(body=body).values("agreement_id")
    rows = Agreement.objects.visible_to(actor).filter(pk__in=signed).order_by("expires_on", "pk")
    shown = parts.cut("agreements", rows.values_list("pk", flat=True))
    return agreement_lines(actor, day, pk__in=shown) if shown else []


def agreement_lines(actor: Actor, day: date, **of: Any) -> list[AgreementLine]:
    """Agreements in the scope that a filter names, the first to expire first."""
    rows = Agreement.objects.visible_to(actor)
    found = list(rows.filter(**of).order_by("expires_on", "pk"))
    signed: dict[int, list[str]] = {}
    for agreement_id, party in (
        AgreementParty.objects.filter(agreement_id__in=[row.pk for row in found])
        .order_by("pk")
        .facts("agreement_id", "body_id")
    ):
        ref = orgs.body_by_id(party)
        signed.setdefault(agreement_id, []).append(ref.label(language()) if ref else "")
    kinds, alert = dict(Agreement.Kind.choices), relations().alert_days
    separator = ", " if language() == "en" else "、"
    return [
        AgreementLine(
            row.pk, row.title, str(kinds[row.kind]), separator.join(signed.get(row.pk, [])),
            row.signed_on, row.expires_on, rules.days_left(row.expires_on, day),
            rules.expiry_tone(row.expires_on, day, alert), row.ended_on,
        )
        for row in found
    ]  # fmt: skip


def _duties(actor: Actor, body: Body, day: date, parts: Parts) -> list[Answer]:
    mine = Responsibility.objects.filter(body=body).on(day).order_by("pk").facts("pk")
    shown = [pk for (pk,) in parts.cut("duties", mine)]
    if not shown:
        return []
    rows = Responsibility.objects.filter(pk__in=shown)
    people = dict(rows.visible_to(actor).values_list("pk", "person_name"))
    return answers(rows.order_by("pk"), people)


def _counts(branch: TemporaryBranch, parts: Parts) -> list[TemporaryLine]:
    rows = TemporaryCount.objects.filter(branch=branch).order_by("valid__startswith", "pk")
    facts = rows.facts("body_id", "in_service", "returned", "valid")
    found = []
    for home_id, in_service, returned, valid in parts.cut("counts", facts):
        home = orgs.body_by_id(home_id) if home_id else None
        label = home.label(language()) if home else ""
        found.append(TemporaryLine(label, in_service, returned, valid.lower, valid.upper))
    return found


def _label(name: str, name_en: str) -> str:
    return name_en if language() == "en" and name_en else name


def _over(valid: Any, day: date) -> bool:
    return valid.upper is not None and valid.upper <= day


def forms_for(page: BodyPage) -> list[str]:
    """What may be recorded on this body's page, by its kind."""
    if not page.may_write:
        return []
    kind = page.body.kind
    found = ["membership", "post", "cross"]
    if kind in kinds_of("community"):
        found.append("pairing")
    found.append("agreement")
    if kind in kinds_of("party"):
        found.append("responsibility")
        if page.temporary is None:
            found.append("temporary")
    if kind in kinds_of("leading"):
        found.append("programme")
    if page.temporary is not None:
        found += ["counts", "close"]
    return found
