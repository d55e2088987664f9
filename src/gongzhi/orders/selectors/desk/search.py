"""The keyword: an order number or its end, words of the text or place, pinyin initials, a phone.

A phone is looked for by its blind index (whole), or, with its last four digits, among the open
orders that the clock puts first; only posts that talk to reporters may, and the search is logged.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.accounts.login.codes import phone_index
from gongzhi.accounts.services.log_access import log_access
from gongzhi.areas import selectors as areas
from gongzhi.kernel.crypto import mask_phone, open_
from gongzhi.kernel.scope import Actor, subtree
from gongzhi.kernel.textindex import initials, normalise

from ...dispatch.catalogue import active_categories, ids_below
from ...models import Order

PHONE_ROLES = ("acceptor", "dispatcher", "duty_officer")
TEXT_DAYS = 90  # how far back words are looked for among closed orders
_TAIL_ORDERS = 500
_PHONE = re.compile(r"1[3-9]\d{9}")
_NUMBER = re.compile(r"[A-Z]{0,4}\d{4,}")
_LETTERS = re.compile(r"[a-z]{2,}")


def as_logged(q: str) -> str:
    """The keyword as a log may keep it: a phone is masked, however it was typed."""
    digits = re.sub(r"\D", "", normalise(q))
    return mask_phone(digits) if _PHONE.fullmatch(digits) else q


def number_asked(q: str) -> str:
    """The whole order number that was typed, "" when it is something else."""
    plain = "".join(normalise(q).split()).upper()
    return plain if re.fullmatch(r"[A-Z]{2,4}\d{10,}", plain) else ""


def keyword(q: str, *, actor: Actor, now: datetime) -> Q:
    """The condition for a keyword; everything when it is empty.

    A search that looks at phones is logged here, so that no list can forget it.
    """
    plain = "".join(normalise(q).split())
    if not plain:
        return Q()
    if _PHONE.fullmatch(plain):
        return _by_phone(plain, actor)
    if _NUMBER.fullmatch(plain.upper()):
        return _by_number(plain.upper(), actor)
    if _LETTERS.fullmatch(plain):
        return _by_initials(plain)
    recent = ~Q(phase="closed") | Q(reported_at__gte=now - timedelta(days=TEXT_DAYS))
    words = Q()
    for word in normalise(q).split()[:4]:
        words &= (
            Q(text__icontains=word)
            | Q(place__icontains=word)
            | Q(category_id__in=_categories_named(word))
            | _areas_where(areas_named(word))
        )
    return recent & words


def _by_number(number: str, actor: Actor) -> Q:
    wanted = Q(number=number) | Q(number__endswith=number)
    if re.fullmatch(r"\d{4}", number) and actor.has_role(*PHONE_ROLES):
        _log(actor)
        wanted |= Q(pk__in=_phone_tail(number, actor))
    return wanted


def _by_phone(phone: str, actor: Actor) -> Q:
    if not actor.has_role(*PHONE_ROLES):
        return Q(pk__in=())
    _log(actor)
    return Q(reporter__phone_blind=phone_index(phone))


def _log(actor: Actor) -> None:
    log_access(actor=actor, kind="search", subject=_("按电话查工单"), purpose=_("工作台搜索"))


def _phone_tail(tail: str, actor: Actor) -> list[int]:
    """Open orders whose reporter's phone ends so. Phones are sealed, so the first by clock only."""
    rows = (
        Order.objects.visible_to(actor)
        .open()
        .exclude(reporter=None)
        .order_by("due_at", "pk")
        .values_list("pk", "reporter__phone_sealed")[:_TAIL_ORDERS]
    )
    return [pk for pk, sealed in rows if open_(sealed).endswith(tail)]


def _by_initials(letters: str) -> Q:
    classes = [
        pk
        for row in active_categories()
        if (row.initials or initials(row.name)).startswith(letters)
        for pk in ids_below(row.code)
    ]
    wanted = Q(category_id__in=sorted(set(classes))) | _areas_where(areas_named(letters))
    return wanted | Q(text__icontains=letters) & ~Q(phase="closed")


def _categories_named(word: str) -> list[int]:
    named = [row.code for row in active_categories() if word in normalise(row.name)]
    return sorted({pk for code in named for pk in ids_below(code)})


def areas_named(word: str) -> list[str]:
    """Paths of areas whose name or initials hold the word; none for the county itself."""
    plain = normalise(word)
    return [
        area.path
        for area in areas.current_areas()
        if area.parent_id is not None
        and (plain in normalise(area.name) or initials(area.name).startswith(plain))
    ]


def _areas_where(paths: list[str]) -> Q:
    wanted = Q(pk__in=())
    for path in paths[:40]:
        low, high = subtree(path)
        wanted |= Q(area_path__gte=low, area_path__lt=high)
    return wanted
