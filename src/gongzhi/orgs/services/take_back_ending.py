"""Take back that a body was ended: it is there again, with what went to its successor."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.boundaries.lock import one_change_at_a_time
from gongzhi.areas.models import AreaVersion
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor, subtree
from gongzhi.orgs import selectors as orgs

from ..ending.parts import endings
from ..ending.relations import WATCHED as RELATIONS
from ..ending.tracing import forget, restore, rows_of
from ..models import Body, BodyEnding
from ..reading.twins import answering_kinds
from .end_body import AREAS, CHILDREN, Hanging, areas_of_row, check_may_end, others_there

# How long what went with a body can still be told from what the successor did since.
DAYS = 30


def may_take_back(ending: BodyEnding, at: datetime) -> bool:
    """Whether there is still something to come back from."""
    return (
        ending.undone_at is None
        and ending.settled_at is None
        and ending.recorded_at > at - timedelta(days=DAYS)
    )


def what_comes_back(ending: BodyEnding) -> list[Hanging]:
    """What went to the successor, in the words of the ending, kinds without any left out."""
    labels = {"children": _("下级单位"), "relations": _("成员关系、结对和责任")}
    labels |= {one.key: str(one.label) for one in endings()}
    return [Hanging(key, labels.get(key, key), count) for key, count in ending.passed.items()]


def take_back_ending(*, actor: Actor, code: str, why: str, at: datetime | None = None) -> int:
    """The body `code` is as it was: areas, bodies below, relations, postings, open orders.

    What was decided about one of them since stays decided (an order that went on, a posting that
    ended). Returns how many rows came back. Denied; NotFound; Invalid (`why`); Conflict when it
    cannot be any more or something made since stands in the way: then nothing is written.
    """
    check_may_end(actor)
    at, why = at or clock.now(), why.strip()
    if not why:
        raise Invalid(_("请写明撤回的依据和原因。"), "why")
    with transaction.atomic():
        one_change_at_a_time()
        ending = _locked(code, at)
        old = ending.body
        old.active = True
        old.save(update_fields=["active", "updated_at"])
        orgs.forget()
        back = restore(ending, AREAS, _("单位服务区域"))
        _check_place(ending)
        back += _return_children(ending)
        for one in RELATIONS:
            back += restore(ending, one, _("成员关系、结对、任职和责任"))
        for domain in endings():
            if domain.take_back is not None:
                back += domain.take_back(ending, at)
            else:
                back += sum(restore(ending, one, str(domain.label)) for one in domain.watched)
        ending.undone_at, ending.undone_why, ending.undone_by_id = at, why[:200], actor.user_id
        ending.save(update_fields=["undone_at", "undone_why", "undone_by"])
        forget([ending.pk])
        transaction.on_commit(orgs.forget)
    orgs.forget()
    return back


def forget_endings(*, at: datetime | None = None) -> int:
    """After `DAYS` an ending stands: its traces go. How many were settled."""
    at = at or clock.now()
    old = BodyEnding.objects.filter(settled_at=None, recorded_at__lte=at - timedelta(days=DAYS))
    with transaction.atomic():
        rows = list(old.select_for_update().order_by("pk"))
        for row in rows:
            if row.undone_at is None:
                for one in endings():
                    if one.let_go is not None:
                        one.let_go(row.body_id)
        forget([row.pk for row in rows])
        BodyEnding.objects.filter(pk__in=[row.pk for row in rows]).update(settled_at=at)
    return len(rows)


def _locked(code: str, at: datetime) -> BodyEnding:
    """The ending in force, with both bodies locked in the order of their ids as when it was made."""
    found = BodyEnding.objects.in_force().filter(body__code=code).first()
    if found is None:
        raise NotFound
    ids = (found.body_id, found.successor_id)
    rows = {
        row.pk: row for row in Body.objects.select_for_update().filter(pk__in=ids).order_by("id")
    }
    ending = BodyEnding.objects.in_force().select_for_update().filter(pk=found.pk).first()
    if ending is None:
        raise Conflict(_("这次撤并已经撤回了。"))
    ending.body, ending.successor = rows[ending.body_id], rows[ending.successor_id]
    if not may_take_back(ending, at):
        raise Conflict(_("撤并超过%(days)s天，不能再撤回。") % {"days": DAYS})
    if not ending.successor.active:
        raise Conflict(
            _("接续的“%(name)s”后来也撤并了，请先撤回它的撤并。") % {"name": ending.successor.name}
        )
    above = ending.body.parent
    if above is not None and not above.active:
        raise Conflict(_("上级“%(name)s”已经停用，请先恢复它。") % {"name": above.name})
    return ending


def _check_place(ending: BodyEnding) -> None:
    """Its areas are still there, and no other body was set up for them since."""
    body = ending.body
    for area_id in areas_of_row(body):
        if areas.area_by_id(area_id) is None:
            name = AreaVersion.objects.filter(area_id=area_id).latest("valid").name
            raise Conflict(_("不能撤回：它负责的区域“%(name)s”已经调整。") % {"name": name})
    if body.kind not in answering_kinds():
        return
    new = [one for one in others_there(body) if one not in ending.beside]
    if new:
        name = Body.objects.get(pk=new[0]).name
        raise Conflict(_("不能撤回：它的区域现在由“%(name)s”负责。") % {"name": name})


def _return_children(ending: BodyEnding) -> int:
    """Bodies that hung on it and still hang on the successor, with all below them."""
    old, new, back = ending.body, ending.successor, 0
    ids = [one.row_id for one in rows_of(ending, CHILDREN.table)]
    for child in Body.objects.filter(pk__in=ids, parent=new).order_by("pk"):
        low, high = subtree(child.path)
        rows = list(Body.objects.select_for_update().filter(path__gte=low, path__lt=high))
        whole, now = f"{old.path}{child.pk}.", timezone.now()
        for row in rows:
            if row.pk == child.pk:
                row.parent_id = old.pk
            row.path, row.updated_at = whole + row.path.removeprefix(child.path), now
        Body.objects.bulk_update(rows, ["parent", "path", "updated_at"], batch_size=500)
        back += 1
    return back
