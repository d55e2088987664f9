"""The profile section of the three rates: weights and the smallest sample."""

from __future__ import annotations

from typing import Annotated, Any, Final

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import Shape, check_document
from gongzhi.profiles.source import ProfileSource

FILE: Final = "insight/rates.yaml"
KEY: Final = "insight/rates"
WHOLE: Final = 100
Weight = Annotated[int, Field(ge=0, le=WHOLE)]


class WeightsShape(Shape):
    response: Weight
    solved: Weight
    satisfied: Weight


class RatesShape(Shape):
    """insight/rates.yaml."""

    weights: WeightsShape
    least: int = Field(ge=1, le=10_000)


def check_rates(source: ProfileSource, problems: Problems, _context: Context) -> dict[str, Any]:
    """The file as a plain document; the weights make a hundred."""
    document = source.yaml(FILE)
    rates = document and check_document(document, RatesShape, problems)
    if not document or not rates:
        return {}
    weights = rates.weights
    if weights.response + weights.solved + weights.satisfied != WHOLE:
        problems.add(document.place("weights"), _("三个权重合计应为 100"))
    return rates.model_dump()


def register() -> None:
    """Make the section known."""
    register_section(Section(KEY, 60, check_rates))
