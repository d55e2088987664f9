"""Pure rules of the engine: next state, needs, lamps. No database, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .spec import SAME, ActionSpec

CONDITIONS = frozenset(
    {"emergency", "outside", "no_lead", "returns_at_least", "reworks_by_reporter_at_least"}
)
NEEDS = frozenset(
    {
        "reason", "note", "result", "body", "bodies", "person", "category",
        "answer_on", "into", "after_photo",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What the choice of the next state may depend on."""

    emergency: bool
    outside: bool
    has_lead: bool
    returns: int  # after this action counted its own
    reopened: int  # times the reporter brought it back before
    said: Mapping[str, Any] = field(default_factory=dict)  # choices of the process's own fields


def holds(condition: Mapping[str, Any], facts: Facts) -> bool:
    """Does one `to_when` line hold? All its parts must; a part that is no condition names a choice."""
    checks = {
        "emergency": lambda v: facts.emergency is v,
        "outside": lambda v: facts.outside is v,
        "no_lead": lambda v: (not facts.has_lead) is v,
        "returns_at_least": lambda v: facts.returns >= v,
        "reworks_by_reporter_at_least": lambda v: facts.reopened >= v,
    }
    return all(
        checks[k](v) if k in checks else facts.said.get(k) == v
        for k, v in condition.items()
        if k != "to"
    )


def next_state(action: ActionSpec, source: str, facts: Facts) -> str:
    """The state after `action`; the first `to_when` that holds wins, else `to`."""
    for condition in action.to_when:
        if holds(condition, facts):
            return str(condition["to"])
    return source if action.to == SAME else action.to


def missing_needs(
    action: ActionSpec, payload: Mapping[str, Any], *, has_after_photo: bool
) -> list[str]:
    """Names of the fields that the action needs and the payload lacks."""
    missing = []
    for need in action.needs:
        given = has_after_photo if need == "after_photo" else payload.get(need)
        if isinstance(given, str):
            given = given.strip()
        if not given:
            missing.append(need)
    return missing
