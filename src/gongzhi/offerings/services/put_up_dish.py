"""A line put up on a community's own menu (QJ-10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line, whole
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.orders.privacy.personal import telling
from gongzhi.web.words import joined

from ..catalogue import menu_settings
from ..menu import DAYS_MOST, NAME_MOST, PAIN_MOST, WORDS_MOST, own_menus
from ..models import MenuLine


@dataclass(frozen=True)
class Dish:
    """What was filled in. `body` is the community's code, `pain` the key of what it answers."""

    body: str
    name: str
    words: str
    days: int
    pain_words: str
    pain: str = ""


def put_up_dish(*, actor: Actor, dish: Dish, at: datetime | None = None) -> MenuLine:
    """By the community's clerk. NotFound (another's community), Invalid (the field), Conflict."""
    settings = menu_settings()
    body = next((one for one in own_menus(actor) if one.code == dish.body), None)
    if settings is None or body is None:
        raise NotFound
    line = MenuLine(
        body_id=body.id, name=_public(dish.name, "name", NAME_MOST),
        words=_public(dish.words, "words", WORDS_MOST),
        days=whole(dish.days, "days", 1, DAYS_MOST), pain=dish.pain[:60],
        pain_words=_public(dish.pain_words, "pain_words", PAIN_MOST), user_id=actor.user_id,
        at=at or clock.now(),
    )  # fmt: skip
    if MenuLine.objects.filter(body_id=body.id, ended_at=None).count() >= settings["most"]:
        raise Conflict(_("菜单最多%(max)d道，先拿下几道少有人点的。") % {"max": settings["most"]})
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("菜单上已经有这一道。")) from error
    return line


def _public(words: str, field: str, most: int) -> str:
    """Everybody reads it: what tells who somebody is must go."""
    words = one_line(words, field, most)
    found = telling(words)
    if found:
        raise Invalid(_("写事，不写是谁：请去掉%(parts)s。") % {"parts": joined(found)}, field)
    return words
