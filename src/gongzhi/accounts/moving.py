"""What a change of boundaries does to postings: who held the old area holds its successor.

The row stays the same posting, so whoever has it sees the successor's orders the same minute;
what it was before stands in its history.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.accounts import actor, selectors
from gongzhi.accounts.models import Posting
from gongzhi.areas.boundaries.movers import Effect, Moved, Mover, register_mover
from gongzhi.areas.services.apply_change import when_applied
from gongzhi.kernel import clock


def register() -> None:
    """Make it known."""
    register_mover(Mover("accounts", gettext_lazy("人员岗位"), preview, move, order=30))
    when_applied(_forget)


def _forget() -> None:
    actor.forget()
    selectors.forget()


def _targets(effect: Effect) -> dict[int, int]:
    forward = effect.drawing.forward
    return {i: forward.without_point(i) for i in forward.areas & effect.drawing.closed}


def preview(effect: Effect) -> list[Moved]:
    """Postings that hold today or later for an area that ends."""
    today = clock.today()
    rows = Posting.objects.filter(area_id__in=_targets(effect), valid__endswith=None)
    rows |= Posting.objects.filter(area_id__in=_targets(effect), valid__endswith__gt=today)
    people = rows.values("user_id").distinct().count()
    return [Moved(_("人员岗位"), rows.count(), _("%(n)d人") % {"n": people} if people else "")]


def move(effect: Effect) -> int:
    """The number of postings moved: those that hold today or later. Past ones stay as they were."""
    today = clock.today()
    moved = 0
    for area_id, to in _targets(effect).items():
        rows = Posting.objects.filter(area_id=area_id)
        alive = rows.filter(valid__endswith=None) | rows.filter(valid__endswith__gt=today)
        moved += alive.update(area_id=to)
    _forget()
    return moved
