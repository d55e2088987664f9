"""How many units are at communities, on the home for Party affairs."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kernel.scope import Actor
from gongzhi.orgs.reading.party_home import Figure, register_figure
from gongzhi.volunteering import reach
from gongzhi.volunteering.models import UnitCheckin


def register() -> None:
    """Make it known."""
    register_figure("check_in", figure)


def figure(actor: Actor, day: date) -> Figure | None:
    """Units that are at a community in reach today; None for whoever may not read the list."""
    if not actor.has_role(*reach.READERS):
        return None
    rows = UnitCheckin.objects.visible_to(actor).filter(valid__contains=day)
    count = rows.values("unit_id").distinct().count()
    return Figure("check_in", _("双报到单位"), str(count), "/desk/volunteers/units/")
