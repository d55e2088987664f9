"""Saved questions and their answers as pages show them.

Who asked and who answered stands in the log: pages name areas, which a department reaches, and
no people of a street, whom it does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import get_language

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import Actor, covers
from gongzhi.registers.bodyreach import asking_paths
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.counting.asking import words_of
from gongzhi.registers.models import Answer, Question

MOST: Final = 100
SINCE: Final = timedelta(days=365)


@dataclass(frozen=True)
class QuestionLine:
    """One question: what it asks in words, of which area, how often it was answered."""

    id: int
    name: str
    for_whom: str
    register: str
    asked: list[str]
    area: str
    level: str
    made_at: datetime
    mine: bool
    choices: list[tuple[str, str]]
    answers: int


@dataclass(frozen=True)
class Board:
    """Open questions, newest first; what they saved within a year, counted from the answers."""

    lines: list[QuestionLine]
    answered: int
    questions: int
    recent: list[Any]


def board(actor: Actor, now: datetime) -> Board:
    """Three statements, whatever is there."""
    given = Answer.objects.visible_to(actor).filter(at__gte=now - SINCE)
    rows = (
        Question.objects.visible_to(actor)
        .filter(closed_at=None)
        .annotate(given=Count("answers", filter=Q(answers__in=given)))
        .order_by("-made_at", "-pk")[:MOST]
    )
    counts = given.aggregate(all=Count("id"), questions=Count("question_id", distinct=True))
    recent = given.select_related("question").order_by("-at", "-pk")[:10]
    paths = asking_paths(actor)
    return Board(
        [_line(actor, row, paths) for row in rows],
        counts["all"],
        counts["questions"],
        [(row, area_label(row.area_id)) for row in recent],
    )


def _line(actor: Actor, row: Any, paths: tuple[str, ...]) -> QuestionLine:
    return QuestionLine(
        id=row.pk,
        name=row.name,
        for_whom=row.for_whom,
        register=str(REGISTERS[row.register].title),
        asked=words_of(row.register, row.filters),
        area=area_label(row.area_id),
        level=areas.level_name(row.level, _language()),
        made_at=row.made_at,
        mine=row.user_id == actor.user_id,
        choices=[(one.code, one.label(_language())) for one in answerable(row.area_path, paths)],
        answers=row.given,
    )


def answerable(question_path: str, paths: tuple[str, ...]) -> list[AreaRef]:
    """The widest areas for which somebody with these paths can answer."""
    found = []
    for path in paths:
        narrow = question_path if covers(path, question_path) else path
        if covers(question_path, narrow):
            found += areas.ancestors(narrow)[-1:]
    return found


@dataclass(frozen=True)
class AnswerPage:
    """An answer: the question in words, the counts by area, when and from what."""

    answer: Any
    question: Any
    register: str
    asked: list[str]
    area: str
    level: str
    lines: list[tuple[str, str, int | None]]
    left_out: bool
    day: date


def answer_page(actor: Actor, answer_id: int) -> AnswerPage:
    """NotFound outside of the scope."""
    row = Answer.objects.visible_to(actor).filter(pk=answer_id).select_related("question").first()
    if row is None:
        raise NotFound
    question = row.question
    lines = [(area_code(one), area_label(one), count) for one, count in row.lines]
    return AnswerPage(
        answer=row,
        question=question,
        register=str(REGISTERS[question.register].title),
        asked=words_of(question.register, question.filters),
        area=area_label(row.area_id),
        level=areas.level_name(question.level, _language()),
        lines=lines,
        left_out=row.total is None or any(count is None for _c, _n, count in lines),
        day=row.at.date(),
    )


def level_choices(actor: Actor) -> list[tuple[int, str]]:
    """Levels at and below the widest area that the actor reaches."""
    paths = asking_paths(actor)
    tops = [one for path in paths for one in areas.ancestors(path)[-1:]]
    if not tops:
        return []
    lowest = max(one.level for one in areas.current_areas())
    first = min(one.level for one in tops)
    return [(no, areas.level_name(no, _language())) for no in range(first, lowest + 1)]


def area_choices(actor: Actor) -> list[tuple[str, str]]:
    """One's own areas and those one step below: for which a question can be asked."""
    found: list[AreaRef] = []
    for path in asking_paths(actor):
        own = areas.ancestors(path)[-1:]
        found += own + [below for one in own for below in areas.children(one.id)]
    return [(one.code, one.label(_language())) for one in found]


def area_label(area_id: int) -> str:
    """The area's name in the reader's language; empty for one that is gone."""
    area = areas.area_by_id(area_id)
    return area.label(_language()) if area else ""


def area_code(area_id: int) -> str:
    """Its code of today."""
    area = areas.area_by_id(area_id)
    return area.code if area else ""


def _language() -> str:
    return get_language() or "zh"
