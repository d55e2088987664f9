"""A process as typed, frozen values, parsed once per version from what the profile gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.utils.translation import get_language

from gongzhi.kernel.workcalendar import Limit

SAME = "="

# What a sentence for everybody may name: none of these is in anybody's own words.
PUBLIC_VALUES = ("lead", "holder", "body", "bodies", "due", "answer_on")


def pick(names: Mapping[str, str], lang: str | None = None) -> str:
    """The text in the language asked for (default: the active one); Chinese when it is absent."""
    chosen = lang or get_language() or "zh"
    return names.get("en" if chosen.startswith("en") else "zh") or names["zh"]


# What the system does by itself after somebody's action.
BY_ITSELF = ("accept", "file", "dispatch")


@dataclass(frozen=True)
class StateSpec:
    key: str
    names: Mapping[str, str]
    residents: Mapping[str, str]
    phase: str
    holder: str
    stage: str = ""
    auto: str = ""
    worklist: Mapping[str, str] | None = None
    due: str = ""  # the date among the fields of the start on which its clock ends
    shown: bool = False  # whether its words stand on a page for everybody

    def name(self, lang: str | None = None) -> str:
        return pick(self.names, lang)

    def resident(self, lang: str | None = None) -> str:
        return pick(self.residents, lang)


@dataclass(frozen=True)
class ActionSpec:
    key: str
    names: Mapping[str, str]
    sources: tuple[str, ...]
    to: str
    to_when: tuple[Mapping[str, Any], ...] = ()
    who: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    events: Mapping[str, str] | None = None
    public: Mapping[str, str] | None = None
    tone: str = "normal"
    asks: tuple[str, ...] = ()  # fields that may stay empty
    chooses: Mapping[str, str] | None = None  # what the choice of bodies is called
    body_kinds: tuple[str, ...] = ()  # of which kinds they are; empty: those that lead matters

    def name(self, lang: str | None = None) -> str:
        return pick(self.names, lang)

    def targets(self, source: str) -> set[str]:
        """Every state that this action can lead to from `source`."""
        wanted = {self.to, *(str(w["to"]) for w in self.to_when)}
        return {source if to == SAME else to for to in wanted}


@dataclass(frozen=True)
class FieldSpec:
    """A field of the process's own; its value stands in the event of the step that asked for it."""

    key: str
    names: Mapping[str, str]
    kind: str
    options: Mapping[str, Mapping[str, str]]
    says: Mapping[str, Mapping[str, str]]  # of an option: the sentence that a reader gets
    helps: Mapping[str, str] | None = None
    needed_with: str = ""  # must be filled as soon as that other field is
    ahead: bool = False  # a day or a time that is not over yet

    def name(self, lang: str | None = None) -> str:
        return pick(self.names, lang)


@dataclass(frozen=True)
class BeginningSpec:
    """What every way to begin an order says: its name and help, the fields that it asks for."""

    names: Mapping[str, str]
    helps: Mapping[str, str]
    needs: tuple[str, ...]
    asks: tuple[str, ...]

    def name(self, lang: str | None = None) -> str:
        return pick(self.names, lang)

    def help(self, lang: str | None = None) -> str:
        return pick(self.helps, lang)

    @property
    def fields(self) -> tuple[str, ...]:
        return self.needs + self.asks


@dataclass(frozen=True)
class OpeningSpec(BeginningSpec):
    """How the desk starts such an order: who may, who leads it, what is filled in."""

    roles: tuple[str, ...]
    lead: str
    lead_kinds: tuple[str, ...]
    urgent: bool
    takes: tuple[str, ...] = ()  # processes out of whose orders it may be started
    for_resident: bool = False  # taken down for somebody: asks what residents are asked
    checks: tuple[str, ...] = ()  # names of opening.OPENING_CHECKS


@dataclass(frozen=True)
class TakingSpec(BeginningSpec):
    """How such an order comes in from outside the desk: by residents, or by devices and rounds.

    `leads` are kinds of bodies; the first that is responsible for the place answers for it.
    """

    front: str
    leads: tuple[str, ...]
    discreet: bool = False
    received: Mapping[str, str] | None = None
    carries: tuple[str, ...] = ()  # filled by a module above, never asked on a form


@dataclass(frozen=True)
class RiseSpec:
    """One level to which an unanswered call rises, `after` the level before (receipt was due)."""

    to: str
    after: Limit | None


@dataclass(frozen=True)
class CallsSpec:
    """Which bodies orders of this process call: who may call them, and by when they do what.

    `limits` is None where the minutes of the order settings hold.
    """

    names: Mapping[str, str]
    helps: Mapping[str, str]
    kinds: tuple[str, ...]
    who: tuple[str, ...]
    states: tuple[str, ...]  # empty: as long as the order is not closed
    limits: Mapping[str, Limit] | None
    rises: tuple[RiseSpec, ...]
    judged: bool

    def name(self, lang: str | None = None) -> str:
        return pick(self.names, lang)

    def help(self, lang: str | None = None) -> str:
        return pick(self.helps, lang)


@dataclass(frozen=True)
class ProcessSpec:
    key: str
    version: int
    names: Mapping[str, str]
    start: str
    states: Mapping[str, StateSpec]
    actions: Mapping[str, ActionSpec]
    fields: Mapping[str, FieldSpec]
    opening: OpeningSpec | None = None
    calls: CallsSpec | None = None
    residents: TakingSpec | None = None
    devices: TakingSpec | None = None
    promise: tuple[str, ...] = ()  # the stages within which its result is promised
    confined: bool = False  # only bodies with a part in an order of it see it

    def name(self, lang: str | None = None) -> str:
        return pick(self.names, lang)

    @cached_property
    def classed(self) -> bool:
        """Whether its orders have a class; others have none that could be missing."""
        return any("set_category" in action.effects for action in self.actions.values())

    def actions_from(self, state: str) -> list[ActionSpec]:
        return [a for a in self.actions.values() if state in a.sources]

    def transitions(self) -> set[tuple[str, str]]:
        """All (from, to) with from ≠ to, for the table that the trigger reads.

        An action and what the system does next by itself are one update, hence the chains.
        """
        pairs = {(s, t) for a in self.actions.values() for s in a.sources for t in a.targets(s)}
        chained = [self.actions[key] for key in BY_ITSELF if key in self.actions]
        while True:
            longer = {
                (s, u) for s, t in pairs for a in chained if t in a.sources for u in a.targets(t)
            }
            if longer <= pairs:
                return {(s, t) for s, t in pairs if s != t}
            pairs |= longer


def parse(document: Mapping[str, Any], version: int = 0) -> ProcessSpec:
    """Build the spec from a document that `profile check` found right."""
    states = {
        s["key"]: StateSpec(
            key=s["key"],
            names=s["name"],
            residents=s["resident"],
            phase=s["phase"],
            holder=s["holder"],
            stage=s.get("stage", ""),
            auto=s.get("auto", ""),
            worklist=s.get("worklist"),
            due=s.get("due", ""),
            shown=bool(s.get("shown")),
        )
        for s in document["states"]
    }
    actions = {
        a["key"]: ActionSpec(
            key=a["key"],
            names=a["name"],
            sources=tuple(a["from"]),
            to=a["to"],
            to_when=tuple(a.get("to_when", ())),
            who=tuple(a["who"]),
            needs=tuple(a.get("needs", ())),
            effects=tuple(a.get("effects", ())),
            events=a.get("event"),
            public=a.get("public"),
            tone=a.get("tone", "normal"),
            asks=tuple(a.get("asks", ())),
            chooses=a.get("chooses"),
            body_kinds=tuple(a.get("body_kinds", ())),
        )
        for a in document["actions"]
    }
    fields = {
        f["key"]: FieldSpec(
            f["key"],
            f["name"],
            f["kind"],
            {o["key"]: o["name"] for o in f.get("options") or ()},
            {o["key"]: o["says"] for o in f.get("options") or () if o.get("says")},
            f.get("help"),
            f.get("needed_with", ""),
            f.get("ahead", False),
        )
        for f in document.get("fields", ())
    }
    return ProcessSpec(
        document["key"],
        version,
        document["name"],
        document["start"],
        states,
        actions,
        fields,
        _opening(document.get("opens"), document.get("residents")),
        _calls(document.get("calls")),
        _taking(document.get("residents")),
        _taking(document.get("devices")),
        tuple(document.get("promise", ())),
        bool(document.get("confined")),
    )


def _opening(
    document: Mapping[str, Any] | None, residents: Mapping[str, Any] | None
) -> OpeningSpec | None:
    if document is None:
        return None
    for_resident = bool(document.get("for_resident"))
    asked = residents if for_resident and residents else document
    return OpeningSpec(
        names=document["name"],
        helps=document["help"],
        roles=tuple(document["roles"]),
        lead=document["lead"],
        lead_kinds=tuple(document.get("lead_kinds", ())),
        needs=tuple(asked.get("needs", ())),
        asks=tuple(asked.get("asks", ())),
        urgent=bool(document.get("urgent")),
        takes=tuple(document.get("takes", ())),
        checks=tuple(document.get("checks", ())),
        for_resident=for_resident,
    )


def _taking(document: Mapping[str, Any] | None) -> TakingSpec | None:
    if document is None:
        return None
    return TakingSpec(
        names=document["name"],
        helps=document["help"],
        front=document.get("front", ""),
        leads=tuple(document["leads"]),
        needs=tuple(document.get("needs", ())),
        asks=tuple(document.get("asks", ())),
        discreet=bool(document.get("discreet")),
        received=document.get("received"),
        carries=tuple(document.get("carries", ())),
    )


def _calls(document: Mapping[str, Any] | None) -> CallsSpec | None:
    if document is None:
        return None
    limits = document.get("limits")
    return CallsSpec(
        names=document["name"],
        helps=document["help"],
        kinds=tuple(document["kinds"]),
        who=tuple(document["who"]),
        states=tuple(document.get("states", ())),
        limits={step: _limit(given) for step, given in limits.items()} if limits else None,
        rises=tuple(
            RiseSpec(level["to"], _limit(level["after"]) if level.get("after") else None)
            for level in document.get("rises", ())
        ),
        judged=bool(document.get("judged")),
    )


def _limit(given: Mapping[str, Any]) -> Limit:
    return Limit(given["amount"], given["unit"])


@lru_cache(maxsize=64)
def spec_of(process_id: int) -> ProcessSpec:
    """The spec of one process version. A version never changes, so the cache never goes stale."""
    from ..models import Process

    process = Process.objects.get(pk=process_id)
    return parse(process.spec, process.version)
