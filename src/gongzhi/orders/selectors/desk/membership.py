"""Which worklists a person has: what the process lets the posts do with what is held where.

A state with a worklist is mine when a post of mine may take one of the state's steps
(`policies.steps_of`, which the order's page asks too): as its holder (the body that must act
next), as its lead, or, for a first step that moves the order on, over a whole area or centre.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q

from gongzhi.kernel.scope import Actor, Posting, subtree

from ...engine.holding import centre_ids
from ...engine.policies import steps_of
from ...process.current import current_processes
from ...process.spec import SAME, ActionSpec, ProcessSpec, StateSpec, spec_of

CO = "co"  # the list of what co-handlers still owe the lead; not a state
CALLED = "called"  # the list of calls to my bodies that wait for them; not a state


@dataclass
class Reach:
    """Where the orders of one worklist are found: held by bodies, or anywhere in areas."""

    body_ids: set[int] = field(default_factory=set)
    area_paths: set[str] = field(default_factory=set)
    everywhere: bool = False

    def __bool__(self) -> bool:
        return bool(self.body_ids or self.area_paths or self.everywhere)

    def where(self) -> Q:
        """The condition on orders; the state is the caller's."""
        if self.everywhere:
            return Q()
        wanted = Q(pk__in=())
        if self.body_ids:
            wanted |= Q(holder_body_id__in=sorted(self.body_ids))
        for path in sorted(self.area_paths):
            low, high = subtree(path)
            wanted |= Q(area_path__gte=low, area_path__lt=high)
        return wanted


def current_specs() -> list[ProcessSpec]:
    """The processes that new orders start with, that of matters first."""
    return [spec_of(process_id) for process_id in current_processes().values()]


def current_states() -> dict[str, StateSpec]:
    """Every state of today's processes by key; what has a worklist has a key of its own
    (`check_process`), so that a tab says what it is whichever process it is of."""
    found: dict[str, StateSpec] = {}
    for spec in current_specs():
        for key, state in spec.states.items():
            if key not in found or found[key].worklist is None:
                found[key] = state
    return found


def current_action(key: str) -> ActionSpec:
    """An action of today's processes, that of matters first. KeyError."""
    return next(spec.actions[key] for spec in current_specs() if key in spec.actions)


def main_action(spec: ProcessSpec, state: str) -> ActionSpec | None:
    """What a state waits for first (`policies.steps_of`)."""
    return next(iter(steps_of(spec, state)), None)


def co_answer_states() -> list[str]:
    """States in which co-handlers can still answer the lead."""
    actions = [a for spec in current_specs() for a in spec.actions.values()]
    answering = (a for a in actions if "co_answer" in a.effects)
    return sorted({state for action in answering for state in action.sources})


def worklists_of(actor: Actor) -> dict[str, Reach]:
    """state → where its orders are found, in the order of the processes; only what is mine."""
    centres = centre_ids()
    found: dict[str, Reach] = {}
    for spec in current_specs():
        for state in spec.states.values():
            if state.worklist is None:
                continue
            reach = Reach()
            for posting in actor.postings:
                _add(reach, spec, state, posting, centres)
            if reach:
                found[state.key] = reach
    return found


def _add(
    reach: Reach, spec: ProcessSpec, state: StateSpec, posting: Posting, centres: frozenset[int]
) -> None:
    for place, action in enumerate(steps_of(spec, state.key)):
        for line in action.who:
            relation, _colon, role = line.partition(":")
            if role not in {posting.role, "*"}:
                continue
            in_centre = posting.body_id in centres
            if _as_holder(relation, state.holder, in_centre) and posting.body_id:
                reach.body_ids.add(posting.body_id)
            elif place == 0 and action.to != SAME:
                if relation == "area" and posting.area_path:
                    reach.area_paths.add(posting.area_path)
                elif relation == "centre" and in_centre:
                    reach.everywhere = True


def _as_holder(relation: str, holder: str, in_centre: bool) -> bool:
    """Whether standing in `relation` makes one the holder of such a state."""
    if relation == "holder":
        return True
    if relation == "lead":
        return holder == "lead"
    return relation == "centre" and holder == "centre" and in_centre
