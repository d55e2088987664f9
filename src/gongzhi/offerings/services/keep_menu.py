"""A community's own menu (QJ-10): put a line up, take it as a unit, give it back, end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.entered import one_line
from gongzhi.kernel.errors import Conflict, Invalid, NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.models import Order
from gongzhi.orders.personal import telling
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.selectors import BodyRef
from gongzhi.web.words import joined

from ..catalogue import Item, menu_settings
from ..menu import AT_ONCE_MOST, DAYS_MOST, NAME_MOST, PAIN_MOST, WORDS_MOST, may_take, own_menus
from ..models import ItemOrder, MenuLine, MenuTake


@dataclass(frozen=True)
class Dish:
    """What was filled in. `body` is the community's code, `pain` the key of what it answers."""

    body: str
    name: str
    words: str
    days: int
    pain_words: str
    pain: str = ""


def put_up(*, actor: Actor, dish: Dish, at: datetime | None = None) -> MenuLine:
    """By the community's clerk. NotFound (another's community), Invalid (the field), Conflict."""
    settings = menu_settings()
    body = next((one for one in own_menus(actor) if one.code == dish.body), None)
    if settings is None or body is None:
        raise NotFound
    if not 1 <= dish.days <= DAYS_MOST:
        raise Invalid(_("几个工作日办好，从1到%(max)d。") % {"max": DAYS_MOST}, "days")
    line = MenuLine(
        body_id=body.id, name=_public(dish.name, "name", NAME_MOST),
        words=_public(dish.words, "words", WORDS_MOST), days=dish.days, pain=dish.pain[:60],
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


def take_line(
    *, actor: Actor, line_id: int, body: str, at_once: int, at: datetime | None = None
) -> MenuTake:
    """By a unit that checked in there, or by the community itself. Of two at once one gets it.

    NotFound (not there for this body), Invalid `at_once`, Conflict (somebody was first).
    """
    taker = orgs.body_by_code(body)
    with transaction.atomic():
        line = _open_line(line_id)
        if taker is None or taker not in may_take(actor, line.body_id):
            raise NotFound
        if not 1 <= at_once <= AT_ONCE_MOST:
            raise Invalid(_("同时最多办几单，从1到%(max)d。") % {"max": AT_ONCE_MOST}, "at_once")
        now = line.takes.filter(ended_at=None).first()
        if now is not None:
            if now.body_id == taker.id:
                return now  # a second tap
            raise Conflict(_("这一道刚刚被别的单位认领了。"))
        return MenuTake.objects.create(
            line=line, body_id=taker.id, at_once=at_once, user_id=actor.user_id,
            at=at or clock.now(),
        )  # fmt: skip


def give_line_back(*, actor: Actor, line_id: int, at: datetime | None = None) -> None:
    """By who took it or the community; orders in hand stay with who has them. NotFound."""
    with transaction.atomic():
        line = _open_line(line_id)
        take = line.takes.filter(ended_at=None).first()
        if take is None or not _stands_for(actor, line, take):
            raise NotFound
        take.ended_at, take.ended_user_id = at or clock.now(), actor.user_id
        take.save(update_fields=["ended_at", "ended_user"])


def end_line(*, actor: Actor, line_id: int, at: datetime | None = None) -> None:
    """By the community: nobody orders it any more, orders in hand go on. NotFound."""
    with transaction.atomic():
        line = _open_line(line_id)
        if line.body_id not in {one.id for one in own_menus(actor)}:
            raise NotFound
        line.ended_at, line.ended_user_id = at or clock.now(), actor.user_id
        line.save(update_fields=["ended_at", "ended_user"])
        line.takes.filter(ended_at=None).update(ended_at=line.ended_at, ended_user_id=actor.user_id)


def hold_line(item: Item, order_id: int) -> None:
    """In the transaction that writes an order of it: the line is locked, so that no more orders

    are open at a time than its taker said. Conflict. Nothing for items of the catalogue.
    """
    if not item.menu_of:
        return
    line = MenuLine.objects.select_for_update().filter(pk=int(item.code[1:])).first()
    take = line.takes.filter(ended_at=None).first() if line and line.ended_at is None else None
    if take is None:
        raise Conflict(_("这一道还没有单位认领，或者已经拿下，暂时不能点。"))
    codes = ItemOrder.objects.filter(code=item.code).values("order_id")
    rows = Order.objects.visible_to(SYSTEM).filter(pk__in=codes).exclude(pk=order_id)
    if rows.exclude(phase="closed").count() >= take.at_once:
        raise Conflict(_("这一道现在点满了，办完几单再来点。"))


def _public(words: str, field: str, most: int) -> str:
    """Everybody reads it: what tells who somebody is must go."""
    words = one_line(words, field, most)
    found = telling(words)
    if found:
        raise Invalid(_("写事，不写是谁：请去掉%(parts)s。") % {"parts": joined(found)}, field)
    return words


def _open_line(line_id: int) -> MenuLine:
    line = MenuLine.objects.select_for_update().filter(pk=line_id, ended_at=None).first()
    if line is None:
        raise NotFound
    return line


def _stands_for(actor: Actor, line: MenuLine, take: MenuTake) -> bool:
    bodies: list[BodyRef] = [*own_menus(actor), *may_take(actor, line.body_id)]
    return bool({line.body_id, take.body_id} & {one.id for one in bodies})
