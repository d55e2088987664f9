"""Answer a saved question for an area: counts by area, from the register, now (ML-18)."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from gongzhi.accounts.services.log_access import log_access
from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor, covers, subtree
from gongzhi.registers.bodyreach import asking_paths
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.counting.asking import conditions, counts_people, may_ask, reads_all
from gongzhi.registers.counting.smallcounts import is_small, left_out
from gongzhi.registers.models import Answer, Question
from gongzhi.registers.reading.told_before import closeness

_SAME_ASKING: Final = timedelta(minutes=1)


def answer_question(
    *, actor: Actor, question_id: int, area: str, at: datetime | None = None
) -> Answer:
    """Counted once, kept as it was given, logged. No row of a person is read.

    NotFound outside of the scope, Conflict for a closed question and for one that differs from an
    answer which the actor can read by a few people only (registers/counting/differencing.py), Invalid
    (`area`) unless the area lies in the question's and in the actor's own.
    """
    at = at or clock.now()
    if actor.user_id is None:
        raise Denied
    with transaction.atomic():
        rows = Question.objects.visible_to(actor).select_for_update(of=("self",))
        question = rows.filter(pk=question_id).first()
        if question is None:
            raise NotFound
        if not may_ask(actor, question.register):
            raise Denied
        if question.closed_at is not None:
            raise Conflict(_("这个问题已经收起，不再回答。"))
        place = areas.area_by_code(area)
        own = asking_paths(actor)
        if (
            place is None
            or not covers(question.area_path, place.path)
            or not any(covers(path, place.path) for path in own)
        ):
            raise Invalid(_("请选您能看到的区域。"), "area")
        given = Answer.objects.visible_to(actor).filter(
            question=question, area_id=place.id, user_id=actor.user_id, at__gt=at - _SAME_ASKING
        )
        if (first := given.first()) is not None:
            return first  # a second tap: counted twice, it would replace two forms
        total, lines = _count(actor, question, place, at)
        answer = Answer.objects.create(
            question=question, area_id=place.id, area_path=place.path, total=total, lines=lines,
            user_id=actor.user_id, at=at,
        )  # fmt: skip
        log_access(
            actor=actor, kind="question", at=at, purpose=f"{question.name} → {question.for_whom}",
            subject=f"{question.register} {place.code} {answer.pk}",
        )  # fmt: skip
    return answer


def _count(
    actor: Actor, question: Question, place: AreaRef, at: datetime
) -> tuple[int | None, list[list[int | None]]]:
    model, year = REGISTERS[question.register].model, clock.local(at).year
    # Counts only, of an area that was checked; the census keeps to the scope of its post.
    rows = (
        model.objects.marked()
        if reads_all(question.register)
        else model.objects.visible_to(actor)
    )  # fmt: skip
    low, high = subtree(place.path)
    rows = rows.filter(
        conditions(question.register, question.filters, year),
        ended_on=None, area_path__gte=low, area_path__lt=high,
    )  # fmt: skip
    counted: Counter[int] = Counter()
    parts = parts_of(place, question.level)
    known = {part.id for part in parts}
    total = 0
    for path, count in rows.values_list("area_path").annotate(Count("id")):
        total += count
        ids = [int(part) for part in path.rstrip(".").split(".")]
        counted[next((one for one in ids if one in known), place.id)] += count
    listed = [part.id for part in parts]
    if counted[place.id] and place.id not in known:
        listed.append(place.id)  # what stands in the area itself and in none of its parts
    counts: list[int | None] = [counted[one] for one in listed]
    told: int | None = total
    if counts_people(question.register):
        close = closeness(actor, question, place, at)
        if close.total and not is_small(total):
            raise Conflict(
                _("这个问题和先前答过的只差几个人，两个数一减就能认出是谁，所以不回答。"
                  "请用先前的答案，或者换一个差得更多的问题。")
            )  # fmt: skip
        counts = left_out(
            [counted[one] for one in listed],
            also=[n for n, one in enumerate(listed) if one in close.parts],
        )
        told = None if is_small(total) else total
    return told, [[one, count] for one, count in zip(listed, counts, strict=True)]


def parts_of(place: AreaRef, level: int) -> list[AreaRef]:
    """Areas of a level inside of one, by code; the area itself when it is not above the level."""
    if place.level >= level:
        return [place]
    return [
        one
        for one in areas.current_areas()
        if one.level == level and one.path.startswith(place.path)
    ]
