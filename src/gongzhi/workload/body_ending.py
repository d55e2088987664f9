"""What a community bore goes over to the one that takes its place."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.orgs.ending.parts import Ending, Watched, register_ending

from .models import Burden


def register() -> None:
    """Make it known."""
    watched = (Watched("workload_burden", "%(from)s IN (t.body_id, t.asker_id)"),)
    register_ending(Ending("burden", _("减负台账"), count, pass_on, watched))


def count(body_id: int) -> int:
    """How many stand."""
    return int(Burden.reached.filter(body_id=body_id, ended_on=None).count())


def pass_on(from_id: int, to_id: int, at: datetime) -> int:
    """Those that the successor has already end; the others are its own from now on."""
    Burden.reached.filter(asker_id=from_id).update(asker_id=to_id)
    rows = Burden.reached.filter(body_id=from_id, ended_on=None)
    there = Burden.reached.filter(
        body_id=to_id, ended_on=None, kind=OuterRef("kind"), name=OuterRef("name")
    )
    rows.filter(Exists(there)).update(ended_on=clock.local(at).date())
    return int(rows.update(body_id=to_id))
