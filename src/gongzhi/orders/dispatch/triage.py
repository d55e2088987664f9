"""Three-way triage (三事分流, ML-31): whose is a matter, big, small or private? A pure rule.

A class of the list decides first, the nearest one above the item; else the duty list, by in whose
legal duty the matter lies. What decides is told with the answer. Values are the profile's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from ..process.spec import pick

KINDS: Final = ("big", "small", "private")


@dataclass(frozen=True)
class TriageKind:
    """One of the three: its name, the kinds of bodies that act, and who leads where no duty line
    says it (`kind:community`; empty: decided by hand).
    """

    names: Mapping[str, str]
    bodies: tuple[str, ...]
    lead: str = ""

    def name(self, lang: str | None = None) -> str:
        return pick(self.names, lang)


@dataclass(frozen=True)
class TriageRules:
    kinds: Mapping[str, TriageKind]
    by_duty: Mapping[str, str]
    classes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ruled:
    """What the rule says. `by` is the class or the duty that decided, `source` which of them."""

    kind: str
    source: str  # class | duty
    by: str


def rules_of(document: Mapping[str, Any] | None) -> TriageRules | None:
    """The rules of a checked document; None where the city does not use them."""
    if not document:
        return None
    return TriageRules(
        kinds={
            key: TriageKind(one["name"], tuple(one["bodies"]), one["lead"])
            for key, one in document["kinds"].items()
        },
        by_duty=document["by_duty"],
        classes=document["classes"],
    )


def rule(rules: TriageRules, classes: Sequence[str], legal_duty_of: str) -> Ruled | None:
    """`classes` are the item and what stands above it. None when nothing decides."""
    for code in classes:
        if code in rules.classes:
            return Ruled(rules.classes[code], "class", code)
    if legal_duty_of in rules.by_duty:
        return Ruled(rules.by_duty[legal_duty_of], "duty", legal_duty_of)
    return None


def chosen_kind(rules: TriageRules, body_kind: str) -> str:
    """Which of the three a body of this kind stands for; empty when for none."""
    return next((key for key, one in rules.kinds.items() if body_kind in one.bodies), "")
