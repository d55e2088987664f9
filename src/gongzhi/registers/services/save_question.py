"""Compose a question over a register and save it; take back one's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.accounts.models import User
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor, covers
from gongzhi.registers.bodyreach import asking_paths
from gongzhi.registers.counting.asking import conditions, may_ask
from gongzhi.registers.models import Question


def save_question(
    *,
    actor: Actor,
    name: str,
    for_whom: str,
    register: str,
    area: str,
    level: int,
    filters: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Question:
    """`area` is a code within the actor's reach, `level` the number by which answers are split.
    The same question of the same person that still stands is that one.

    Denied for posts that do not ask, or not about this register. Invalid names the field.
    """
    paths = asking_paths(actor)
    if not paths or actor.user_id is None or not may_ask(actor, register):
        raise Denied
    name, for_whom = " ".join(name.split()), " ".join(for_whom.split())
    for field, text in (("name", name), ("for_whom", for_whom)):
        if not text:
            raise Invalid(_("请填写。"), field)
        if len(text) > 60:
            raise Invalid(_("最多%(max)d个字。") % {"max": 60}, field)
    place = areas.area_by_code(area)
    if place is None or not any(covers(path, place.path) for path in paths):
        raise Invalid(_("请选您能看到的区域。"), "area")
    if not place.level <= level <= max(one.level for one in areas.current_areas()):
        raise Invalid(_("分到的一级要在这个区域以下。"), "level")
    chosen = {key: value for key, value in (filters or {}).items() if value}
    try:
        conditions(register, chosen, clock.today().year)
    except KeyError as error:
        raise Invalid(_("不能按这一项来问。"), "register") from error
    same = {
        "name": name, "for_whom": for_whom, "register": register, "filters": chosen,
        "level": level, "area_id": place.id, "area_path": place.path, "user_id": actor.user_id,
    }  # fmt: skip
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)  # a double tap waits here
        there = Question.objects.visible_to(actor).filter(closed_at=None, **same).first()
        found: Question = there or Question.objects.create(**same, made_at=at or clock.now())
    return found


def close_question(*, actor: Actor, question_id: int, at: datetime | None = None) -> None:
    """No more answers; those given stay. NotFound for a question of somebody else."""
    mine = Question.objects.visible_to(actor).filter(pk=question_id, user_id=actor.user_id)
    if not mine.filter(closed_at=None).update(closed_at=at or clock.now()):
        raise NotFound
