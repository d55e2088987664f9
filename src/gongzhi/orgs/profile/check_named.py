"""A body that a file names by its code must be there and in use."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Place, Problems, nearest
from gongzhi.profiles.registry import Context


def check_named(code: str, place: Place, context: Context, problems: Problems) -> None:
    """Bodies that were not read again are compared when the setting is used."""
    bodies = context.work.at_hand("orgs")
    if not bodies or (code in bodies and bodies[code].active):
        return
    if code in bodies:
        problems.add(
            place,
            _("“%(code)s”在 orgs/bodies.csv 里已经停用（active 为 0），请改成接办的单位")
            % {"code": code},
        )
    else:
        problems.add(place, _("没有这个单位：%(name)s") % {"name": code}, nearest(code, bodies))
