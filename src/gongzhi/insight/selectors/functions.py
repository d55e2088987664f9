"""What the page of the grid's functions shows: each function by kind of work and by area below."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor

from ..figures.functions import ACTIVITIES, NONE, ORDERS, POSTS, VISITS, WORKS, counts
from ..figures.window import Span
from ..functions_section import Functions, current_functions

WORK_NAMES: dict[str, str | Promise] = {
    ORDERS: _("工单"),
    POSTS: _("志愿岗位"),
    ACTIVITIES: _("活动"),
    VISITS: _("走访和巡查"),
}


@dataclass(frozen=True)
class FunctionRow:
    """One function: how much of each kind of work was done."""

    key: str
    name: str
    works: list[int]


@dataclass(frozen=True)
class AreaLine:
    """An area below: (key of the function, its orders there)."""

    area: AreaRef
    cells: list[tuple[str, int]]


@dataclass(frozen=True)
class FunctionsPage:
    area: AreaRef
    span: Span
    rows: list[FunctionRow]
    lines: list[AreaLine]

    @property
    def work_names(self) -> list[str | Promise]:
        return [WORK_NAMES[work] for work in WORKS]


def functions() -> Functions:
    """Of the release in force. NotFound where the city does not name any."""
    found = current_functions.get()
    if found is None:
        raise NotFound
    return found


def name_of(key: str) -> str:
    """Of a function, or of what belongs to none. NotFound for a name that is none."""
    if key == NONE:
        return str(_("不归哪一项"))
    known = functions()
    if key not in known.names:
        raise NotFound
    return known.name(key)


def functions_page(*, actor: Actor, area: AreaRef, span: Span) -> FunctionsPage:
    """Everything on the page. NotFound for an area outside the actor's posts."""
    known = functions()
    language = get_language() or "zh"
    below = sorted(areas.children(area.id), key=lambda one: one.label(language))
    found = counts(actor=actor, area=area, below=below, span=span, functions=known)
    keys = (*known.names, NONE)
    rows = [FunctionRow(k, name_of(k), [found[k, work, None] for work in WORKS]) for k in keys]
    lines = [AreaLine(one, [(k, found[k, ORDERS, one.id]) for k in keys]) for one in below]
    return FunctionsPage(area, span, rows, lines)
