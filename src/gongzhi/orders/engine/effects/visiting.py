"""The effect of a follow-up visit: its result becomes a row that figures count."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import Invalid

from ...models import Visit
from ..step import Step, effect

YES, NO, UNKNOWN = "yes", "no", "unknown"
_REACHED: Final[dict[str, bool]] = {YES: True, NO: False}
_SAID: Final[dict[str, bool | None]] = {YES: True, NO: False, UNKNOWN: None, "": None}
_SCALE: Final[dict[str, int | None]] = {"3": 3, "2": 2, "1": 1, UNKNOWN: None, "": None}


@effect(reads=("reached", "said", "said_satisfied"))
def record_visit(step: Step) -> None:
    """Reached or not, and what the reporter said then. Raises Invalid by field."""
    reached = _one_of(step, "reached", _REACHED)
    solved = _one_of(step, "said", _SAID)
    satisfaction = _one_of(step, "said_satisfied", _SCALE)
    if not reached and (solved is not None or satisfaction is not None):
        raise Invalid(_("没有联系上，就没有诉求人的话可记。"), "said")
    Visit.objects.create(
        order=step.order,
        seq=step.order.event_seq + 1,
        user_id=step.actor.user_id,
        at=step.at,
        reached=reached,
        solved=solved,
        satisfaction=satisfaction,
    )


def _one_of(step: Step, name: str, values: dict[str, Any]) -> Any:
    given = str(step.payload.get(name) or "")
    if given not in values:
        raise Invalid(_("请选择回访的结果。"), name)
    return values[given]
