"""The wall and the projects of a community that ends go to its successor."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from gongzhi.evidence.models import Picture, Project
from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orgs.ending.parts import Ending, Watched, register_ending


def register() -> None:
    """Make it known."""
    watched = (
        Watched("evidence_picture", "%(from)s IN (t.community_id, t.unit_id)"),
        Watched("evidence_project", "t.community_id = %(from)s"),
    )
    register_ending(Ending("evidence", _("没做完的小区整治"), count, pass_on, watched))


def count(body_id: int) -> int:
    """Projects that go on."""
    return Project.objects.filter(community_id=body_id, ended_on=None).count()


def pass_on(from_id: int, to_id: int, at: datetime) -> int:
    """All pictures and projects; the number of projects that go on."""
    going = count(from_id)
    pictures = Picture.objects.visible_to(SYSTEM)
    pictures.filter(community_id=from_id).update(community_id=to_id)
    pictures.filter(unit_id=from_id).update(unit_id=to_id)
    taken = Project.objects.filter(community_id=to_id, ended_on=None).values_list(
        "title", flat=True
    )
    # One of the same title at the successor stays two: the older community's ends today.
    same = Project.objects.filter(community_id=from_id, ended_on=None, title__in=list(taken))
    same.update(ended_on=clock.local(at).date())
    Project.objects.filter(community_id=from_id).update(community_id=to_id)
    return going
