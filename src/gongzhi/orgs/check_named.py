"""A body that a file names by its code must be there and in use."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Place, Problems
from gongzhi.profiles.registry import Context


def check_named(code: str, place: Place, context: Context, problems: Problems) -> None:
    """Bodies that were not read again are compared when the setting is used."""
    if "orgs" not in context.work:
        return
    in_use = {one.code: one.active for one in context.work["orgs"]}
    if not in_use or in_use.get(code):
        return
    if code in in_use:
        problems.add(
            place,
            _("“%(code)s”在 orgs/bodies.csv 里已经停用（active 为 0），请改成接办的单位")
            % {"code": code},
        )
    else:
        problems.add(place, _("没有这个单位：%(name)s") % {"name": code}, sorted(in_use))
