"""A few questions that a street saved and answered from the registers instead of by a form."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Final

from gongzhi.areas import selectors as areas
from gongzhi.demo.people.cast import Cast
from gongzhi.registers.models import Answer, Question
from gongzhi.registers.services.answer_question import answer_question
from gongzhi.registers.services.save_question import save_question

_ASKED: Final = (
    ("60—79岁居民有多少", "民政局", "people", {"age": "60-79"}, 3),
    ("出租房屋有多少", "公安局", "homes", {"use": "let"}, 1),
    ("破损的部件有多少", "城管局", "facilities", {"state": "damaged"}, 2),
)


def fill_questions(cast: Cast, rng: Random, at: datetime) -> None:
    """Saved by a clerk of the home street, answered as often as above in the last weeks."""
    street = areas.area_by_id(cast.home.street.area_id or 0)
    community = areas.area_by_id(cast.home.community.area_id or 0)
    if street is None or community is None or Question.reached.exists():
        return
    actor = cast.one(cast.home.street.id, ("street_clerk",), rng)
    for name, whom, register, filters, answers in _ASKED:
        asked = save_question(
            actor=actor, name=f"{name}（示例）", for_whom=whom, register=register,
            area=street.code, level=community.level, filters=filters, at=at - timedelta(days=40),
        )  # fmt: skip
        for number in range(answers):
            day = at - timedelta(days=5 + 10 * number)
            answer_question(actor=actor, question_id=asked.pk, area=street.code, at=day)
    Question.reached.update(is_demo=True)
    Answer.reached.update(is_demo=True)
