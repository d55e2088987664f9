"""End a body: another one of its kind takes over whatever is open (after a merger, for example)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.areas.boundaries.lock import one_change_at_a_time
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor, subtree
from gongzhi.orgs import selectors as orgs

from ..ending.parts import Watched, endings
from ..ending.relations import WATCHED as RELATIONS
from ..ending.relations import count_relations, pass_relations
from ..ending.tracing import traced
from ..models import Body, BodyArea, BodyEnding, TemporaryBranch

ENDERS = ("sysadmin",)
CHILDREN = Watched("orgs_body", "t.parent_id = %(from)s")
_EITHER = "t.body_id IN (%(from)s, %(to)s)"
AREAS = Watched("orgs_bodyarea", _EITHER, _EITHER)
WATCHED = (CHILDREN, AREAS)


@dataclass(frozen=True)
class Hanging:
    """One kind of thing that hangs on a body."""

    key: str
    label: str
    count: int


def check_may_end(actor: Actor) -> None:
    """Denied for everybody but the system administrator."""
    if actor.kind != "staff" or not actor.has_role(*ENDERS):
        raise Denied


def what_hangs_on(body: Body) -> list[Hanging]:
    """What a successor would take over today; kinds without any are left out."""
    found = [
        Hanging("children", _("下级单位"), Body.objects.filter(parent=body, active=True).count()),
        Hanging("relations", _("成员关系、结对和责任"), count_relations(body.pk, clock.today())),
    ]
    found += [Hanging(one.key, str(one.label), one.count(body.pk)) for one in endings()]
    return [one for one in found if one.count]


def end_body(
    *, actor: Actor, code: str, successor: str, why: str, at: datetime | None = None
) -> BodyEnding:
    """From today on `successor` (code) does what `code` did.

    That is areas, bodies below, open orders, postings, responsibilities, memberships, pairings.
    Posts of the body end, agreements stay as they were signed, what is past stays as it was.
    Denied; NotFound; Invalid (`successor`, `why`); Conflict when it has ended. After any of them
    nothing is written.
    """
    check_may_end(actor)
    at, why = at or clock.now(), why.strip()
    if not why:
        raise Invalid(_("请写明撤并的依据和原因。"), "why")
    with transaction.atomic():
        one_change_at_a_time()
        old, new = _locked(code, successor)
        row = BodyEnding(
            body=old, successor=new, ended_on=clock.local(at).date(), why=why[:200],
            beside=others_there(old), recorded_by_id=actor.user_id,
        )  # fmt: skip
        values = {"from": old.pk, "to": new.pk, "from_code": old.code, "at": at}
        with traced(everything_watched(), values) as ending:
            _pass_on(row, at)
            row.save(force_insert=True)
            ending.append(row.pk)
        transaction.on_commit(orgs.forget)
    orgs.forget()
    return row


def everything_watched() -> list[Watched]:
    """Rows that an ending may touch, of all domains."""
    return [*WATCHED, *RELATIONS, *(watched for one in endings() for watched in one.watched)]


def others_there(body: Body) -> list[int]:
    """Ids of the other active bodies of its kind that answer for one of its areas."""
    its = areas_of_row(body)
    rows = Body.objects.filter(active=True, kind=body.kind).exclude(pk=body.pk)
    found = rows.filter(Q(area_id__in=its) | Q(body_areas__area_id__in=its))
    return sorted(found.values_list("pk", flat=True).distinct())


def areas_of_row(body: Body) -> list[int]:
    """Ids of the areas that a body answers for, read anew."""
    served = BodyArea.objects.filter(body=body).values_list("area_id", flat=True)
    return [one for one in (body.area_id, *served) if one is not None]


def _pass_on(row: BodyEnding, at: datetime) -> None:
    old, new = row.body, row.successor
    row.areas = _pass_areas(old, new)
    passed = {"children": _pass_children(old, new)}
    passed["relations"] = pass_relations(old.pk, new.pk, row.ended_on)
    old.active = False
    old.save(update_fields=["active", "updated_at"])
    orgs.forget()
    for one in endings():
        passed[one.key] = one.pass_on(old.pk, new.pk, at)
    row.passed = {key: count for key, count in passed.items() if count}


def _locked(code: str, successor: str) -> tuple[Body, Body]:
    """Both bodies, locked in the order of their ids, so that two at once cannot wait in a ring."""
    rows = Body.objects.select_for_update().filter(code__in={code, successor}).order_by("id")
    found = {row.code: row for row in rows}
    old, new = found.get(code), found.get(successor)
    if old is None:
        raise NotFound
    if not old.active:
        raise Conflict(_("这个单位已经停用了。"))
    if new is None or not new.active:
        raise Invalid(_("没有这个单位，请从列表里选。"), "successor")
    if new.pk == old.pk:
        raise Invalid(_("接续的单位不能是它自己。"), "successor")
    if new.kind != old.kind:
        raise Invalid(_("接续的单位要是同一类单位。"), "successor")
    if new.path.startswith(old.path):
        raise Invalid(_("接续的单位不能是它的下级。"), "successor")
    if TemporaryBranch.objects.filter(body=old).exists():
        raise Conflict(_("临时党组织请办“撤销”，党员回原组织。"))
    return old, new


def _pass_areas(old: Body, new: Body) -> list[int]:
    """The successor answers for the areas of both; ids of those that it did not have."""
    mine = {new.area_id, *BodyArea.objects.filter(body=new).values_list("area_id", flat=True)}
    its = [old.area_id, *BodyArea.objects.filter(body=old).values_list("area_id", flat=True)]
    added = [one for one in dict.fromkeys(its) if one is not None and one not in mine]
    BodyArea.objects.filter(body=old).delete()
    BodyArea.objects.bulk_create([BodyArea(body=new, area_id=one) for one in added])
    return added


def _pass_children(old: Body, new: Body) -> int:
    low, high = subtree(old.path)
    rows = Body.objects.select_for_update().filter(path__gte=low, path__lt=high)
    below = list(rows.exclude(pk=old.pk))
    now = timezone.now()
    for row in below:
        if row.parent_id == old.pk:
            row.parent_id = new.pk
        row.path, row.updated_at = f"{new.path}{row.path.removeprefix(old.path)}", now
    Body.objects.bulk_update(below, ["parent", "path", "updated_at"], batch_size=500)
    return sum(row.parent_id == new.pk and row.active for row in below)
