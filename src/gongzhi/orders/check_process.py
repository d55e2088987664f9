"""Checking `orders/processes/*.yaml`: shape first, then what each name refers to."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter
from typing import Any, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.profiles.problems import Place, Problems
from gongzhi.profiles.registry import Context
from gongzhi.profiles.schema import Shape, Text, check_document
from gongzhi.profiles.source import ProfileSource
from gongzhi.profiles.yamlfile import Document

from . import call_effects
from .check_taking import check_takings
from .clocks import HANDLE
from .effects import AFTERWARDS, EFFECTS
from .opening import OPENING_CHECKS
from .payloads import KNOWN
from .quotas import named_in, refusal
from .routing import COMMUNITY_KINDS
from .rules import CONDITIONS, NEEDS
from .settings import LimitShape
from .spec import PUBLIC_VALUES, SAME

RELATIONS = ("holder", "lead", "co", "caller", "called", "centre", "area")
ALONE = ("reporter", "first", "system")
# What the product itself starts: a city cannot be without them.
NEVER_LEFT_OUT = frozenset({"matter", "data_request"})
# Fields that no form of the desk asks for: the page of the process itself fills them in.
FILLED_BY_CODE: dict[str, set[str]] = {"tip": {"kept_from"}}
# What somebody wrote to the reporter: never in a sentence that others read.
OWN_WORDS = {"reason", "note", "into"}


class StateShape(Shape):
    key: str = Field(pattern="^[a-z_]{2,32}$")
    name: Text
    resident: Text
    phase: Literal["open", "paused", "closed"]
    holder: Literal[
        "centre", "grid", "community", "lead", "street", "caller", "decider", "reporter", "none"
    ]  # fmt: skip
    stage: str = ""
    auto: Literal["", "dispatch"] = ""
    worklist: Text | None = None
    due: str = ""
    shown: bool = False


class ActionShape(Shape):
    key: str = Field(pattern="^[a-z_]{2,32}$")
    name: Text
    sources: list[str] = Field(alias="from", min_length=1)
    to: str
    to_when: list[dict[str, bool | int | str]] = []
    who: list[str] = Field(min_length=1)
    needs: list[str] = []
    effects: list[str] = []
    event: Text | None = None
    public: Text | None = None
    tone: Literal["primary", "normal", "danger"] = "normal"
    asks: list[str] = []
    chooses: Text | None = None
    body_kinds: list[str] = []


class OptionShape(Shape):
    key: str = Field(pattern="^[a-z0-9_]{1,32}$")
    name: Text
    says: Text | None = None


class FieldShape(Shape):
    key: str = Field(pattern="^[a-z_]{2,32}$")
    name: Text
    kind: Literal["words", "long", "choice", "number", "money", "date", "time", "yes", "ticks"]
    options: list[OptionShape] = []
    help: Text | None = None
    needed_with: str = ""


class OpeningShape(Shape):
    """How the desk starts such an order; `lead` says who answers for it from the beginning."""

    name: Text
    help: Text
    roles: list[str] = Field(min_length=1)
    lead: Literal["own", "chosen", "community", "street", "grid", "centre"] = "own"
    lead_kinds: list[str] = []
    urgent: bool = False
    for_resident: bool = False
    needs: list[str] = []
    asks: list[str] = []
    takes: list[str] = []
    checks: list[str] = []


class CallLimitsShape(Shape):
    """By when a called body answers, is there, and says what it did."""

    receipt: LimitShape
    arrival: LimitShape
    feedback: LimitShape


class RiseShape(Shape):
    """To whom a call that nobody answers rises; the first level when its receipt is due."""

    to: Literal["called", "caller", "street", "centre", "government"]
    after: LimitShape | None = None


class CallsShape(Shape):
    """Which bodies are called to such an order; without `limits` by the settings' call_minutes."""

    name: Text
    help: Text
    kinds: list[str] = Field(min_length=1)
    who: list[str] = Field(min_length=1)
    states: list[str] = []
    limits: CallLimitsShape | None = None
    rises: list[RiseShape] = []
    judged: bool = False


class TakingShape(Shape):
    """How such an order comes in from outside the desk (`residents`, `devices`)."""

    name: Text
    help: Text
    front: Literal["", "order", "affairs"] = ""
    leads: list[str] = Field(min_length=1)
    needs: list[str] = []
    asks: list[str] = []
    discreet: bool = False
    received: Text | None = None


class ProcessShape(Shape):
    key: str = Field(pattern="^[a-z_]{2,40}$")
    name: Text
    start: str
    states: list[StateShape] = Field(min_length=1)
    actions: list[ActionShape] = Field(min_length=1)
    fields: list[FieldShape] = []
    opens: OpeningShape | None = None
    calls: CallsShape | None = None
    residents: TakingShape | None = None
    devices: TakingShape | None = None
    promise: list[str] = []
    confined: bool = False


def check_processes(
    source: ProfileSource, problems: Problems, context: Context
) -> dict[str, dict[str, Any]]:
    """Every process file, by key, as the plain document that orders will carry."""
    found: dict[str, dict[str, Any]] = {}
    roles = set(context.documents.get("orgs/roles") or ())
    settings = context.documents.get("orders/settings") or {}
    left_out = set(settings.get("processes_left_out") or ())
    stages = set(settings.get("stages") or ())
    kinds = set((context.documents.get("orgs") or {}).get("kinds") or ())
    words = settings.get("quota_words") or ()
    listed: set[str] = set()
    read: list[tuple[Document, ProcessShape]] = []
    gone: set[str] = set()
    for name in source.names("orders/processes", ".yaml"):
        document = source.yaml(name)
        process = document and check_document(document, ProcessShape, problems)
        if document and process:
            if process.key in left_out - NEVER_LEFT_OUT:
                left_out.discard(process.key)
                gone.add(process.key)
                continue
            _Names(document, process, roles, problems).check()
            check_takings(document, process, kinds, problems)
            _stages_and_tabs(document, process, stages, listed, problems)
            _calls(document, process, kinds, problems)
            _no_quota(document, process, words, problems)
            read.append((document, process))
            found[process.key] = process.model_dump(by_alias=True)
    for document, process in read:
        _takes(document, process, sorted(found.keys() | gone), problems)
    for key in sorted(left_out):
        problems.add(
            Place(f"{source.root.name}/orders/settings.yaml", 1),
            _("没有“%(value)s”") % {"value": key},
        )
    return found


def _takes(document: Document, process: ProcessShape, keys: list[str], problems: Problems) -> None:
    """What may be started out of the orders of a process names one that is there."""
    for index, key in enumerate(process.opens.takes if process.opens else ()):
        if key not in keys:
            place = document.place("opens", "takes", index)
            problems.add(place, _("没有“%(value)s”") % {"value": key}, keys)


def _calls(document: Document, process: ProcessShape, kinds: set[str], problems: Problems) -> None:
    """Kinds that are called are kinds of bodies; each level comes some time after the one before."""
    calls = process.calls
    names = {name for action in process.actions for name in action.effects}
    if calls is None:
        if names & call_effects.NAMES:
            place = document.place("actions")
            problems.add(place, _("没有写 calls，就没有要等、要免去的呼叫"))
        return
    for index, kind in enumerate(calls.kinds):
        if kinds and kind not in kinds:
            place = document.place("calls", "kinds", index)
            problems.add(place, _("没有“%(value)s”") % {"value": kind}, sorted(kinds))
    for index, level in enumerate(calls.rises):
        if (level.after is None) != (index == 0):
            place = document.place("calls", "rises", index)
            problems.add(place, _("第一级到签收时限就升，不写 after；以后各级要写"))


def _stages_and_tabs(
    document: Document,
    process: ProcessShape,
    stages: set[str],
    listed: set[str],
    problems: Problems,
) -> None:
    """Each stage has a limit; a worklist is of one process, since its tab is found by the state."""
    for index, stage in enumerate(process.promise):
        if stages and stage not in stages:
            place = document.place("promise", index)
            problems.add(place, _("没有“%(value)s”") % {"value": stage}, sorted(stages))
    for index, state in enumerate(process.states):
        if state.stage and state.stage != HANDLE and stages and state.stage not in stages:
            place = document.place("states", index, "stage")
            problems.add(place, _("没有“%(value)s”") % {"value": state.stage}, sorted(stages))
        fields = {field.key for field in process.fields if field.kind == "date"}
        if state.due and state.due not in fields:
            place = document.place("states", index, "due")
            problems.add(place, _("没有“%(value)s”") % {"value": state.due}, sorted(fields))
        if state.worklist is not None:
            if state.key in listed:
                place = document.place("states", index, "key")
                problems.add(place, _("“%(key)s”出现了两次") % {"key": state.key})
            listed.add(state.key)


def _no_quota(
    document: Document, process: ProcessShape, words: Iterable[str], problems: Problems
) -> None:
    """What a community may lead asks nobody for a target or a quota (QJ-18)."""
    opens = process.opens
    if opens is None or not led_by_community(opens.lead, opens.lead_kinds):
        return
    said: dict[tuple[str | int, ...], str] = {
        ("opens", "name"): opens.name.zh,
        ("opens", "help"): opens.help.zh,
    }
    for index, field in enumerate(process.fields):
        said["fields", index, "name"] = field.name.zh
        for number, option in enumerate(field.options):
            said["fields", index, "options", number, "name"] = option.name.zh
    for index, action in enumerate(process.actions):
        said["actions", index, "name"] = action.name.zh
    for place, text in said.items():
        word = named_in([text], words)
        if word:
            problems.add(document.place(*place), refusal(word))


def led_by_community(lead: str, kinds: list[str]) -> bool:
    """Whether a process that is opened so may have a community or a grid as its lead."""
    if lead == "chosen":
        return not kinds or not COMMUNITY_KINDS.isdisjoint(kinds)
    return lead in {"community", "grid"}


class _Names:
    """Holds every name in a process against what it may refer to."""

    def __init__(
        self, document: Document, process: ProcessShape, roles: set[str], problems: Problems
    ) -> None:
        self.document, self.process, self.problems = document, process, problems
        self.states = [state.key for state in process.states]
        self.roles = roles
        self.fields = [field.key for field in process.fields]
        self.choices = {
            field.key: {option.key for option in field.options}
            for field in process.fields
            if field.kind == "choice"
        }

    def check(self) -> None:
        self._once("states", self.states)
        self._once("actions", [action.key for action in self.process.actions])
        self._known(("start",), self.process.start, self.states)
        for index, action in enumerate(self.process.actions):
            self._action(index, action)
        self._own_fields()
        self._opening()
        self._calls()
        self._reachable()

    def _action(self, index: int, action: ActionShape) -> None:
        where = ("actions", index)
        for number, state in enumerate(action.sources):
            self._known((*where, "from", number), state, self.states)
        self._known((*where, "to"), action.to, [*self.states, SAME])
        for number, when in enumerate(action.to_when):
            place = (*where, "to_when", number)
            self._known((*place, "to"), str(when.get("to", "")), self.states)
            for condition in when.keys() - {"to"}:
                if condition in self.choices:
                    self._known((*place, condition), str(when[condition]), self.choices[condition])
                else:
                    allowed = sorted(CONDITIONS | self.choices.keys())
                    self._known((*place, condition), condition, allowed)
        for number, line in enumerate(action.who):
            self._who((*where, "who", number), line)
        for number, need in enumerate(action.needs):
            self._known((*where, "needs", number), need, sorted(NEEDS.union(self.fields)))
        for number, name in enumerate(action.asks):
            self._known((*where, "asks", number), name, self.fields)
        for number, name in enumerate(action.effects):
            self._known((*where, "effects", number), name, sorted(EFFECTS.keys() | AFTERWARDS))
        self._for_everybody(where, action)

    def _for_everybody(self, where: tuple[str | int, ...], action: ActionShape) -> None:
        """What followers and the public read names nobody's own words, and stands where needed."""
        if action.public is not None:
            for language, text in action.public:
                for value in sorted(_named_in(text)):
                    self._known((*where, "public", language), value, PUBLIC_VALUES)
        elif action.event is not None and any(
            OWN_WORDS.union(self.fields) & _named_in(t) for _l, t in action.event
        ):
            place = self.document.place(*where, "event")
            self.problems.add(place, _("有写给诉求人的话，须另写 public：别人读到的一句"))

    def _own_fields(self) -> None:
        """A field has a name of its own, is asked for somewhere, and a choice has something to choose."""
        self._once("fields", self.fields)
        opening = self.process.opens
        asked = {name for action in self.process.actions for name in (*action.needs, *action.asks)}
        for begins in (opening, self.process.residents, self.process.devices):
            asked |= {*begins.needs, *begins.asks} if begins else set()
        asked |= FILLED_BY_CODE.get(self.process.key, set())
        for index, field in enumerate(self.process.fields):
            place = self.document.place("fields", index, "key")
            if field.key in NEEDS | KNOWN:
                self.problems.add(place, _("“%(key)s”是系统用的名字") % {"key": field.key})
            if field.key not in asked:
                self.problems.add(place, _("没有哪一步要填“%(key)s”") % {"key": field.key})
            if field.needed_with:
                self._known(("fields", index, "needed_with"), field.needed_with, self.fields)
            if (field.kind in {"choice", "ticks"}) != (len(field.options) > 1):
                self.problems.add(
                    self.document.place("fields", index, "kind"),
                    _("choice 和 ticks 至少要有两个选项，别的不能有选项"),
                )

    def _opening(self) -> None:
        opening = self.process.opens
        if opening is None:
            return
        for number, role in enumerate(opening.roles):
            if self.roles:
                self._known(("opens", "roles", number), role, sorted(self.roles))
        for number, name in enumerate(opening.checks):
            self._known(("opens", "checks", number), name, sorted(OPENING_CHECKS))
        for part, names in (("needs", opening.needs), ("asks", opening.asks)):
            for number, name in enumerate(names):
                self._known(("opens", part, number), name, self.fields)

    def _calls(self) -> None:
        calls = self.process.calls
        if calls is None:
            return
        for number, line in enumerate(calls.who):
            self._who(("calls", "who", number), line)
        for number, state in enumerate(calls.states):
            self._known(("calls", "states", number), state, self.states)

    def _who(self, place: tuple[str | int, ...], line: str) -> None:
        relation, colon, role = line.partition(":")
        if not colon:
            self._known(place, line, [*ALONE, *(f"{r}:…" for r in RELATIONS)])
            return
        self._known(place, relation, RELATIONS)
        if role != "*" and self.roles:
            self._known(place, role, sorted(self.roles))

    def _known(self, place: tuple[str | int, ...], value: str, allowed: Any) -> None:
        if value not in allowed:
            self.problems.add(
                self.document.place(*place), _("没有“%(value)s”") % {"value": value}, allowed
            )

    def _once(self, part: str, keys: list[str]) -> None:
        for index, key in enumerate(keys):
            if key in keys[:index]:
                self.problems.add(
                    self.document.place(part, index, "key"), _("“%(key)s”出现了两次") % {"key": key}
                )

    def _reachable(self) -> None:
        """Each state must be entered by some action, and each open one must have a way out."""
        entered = {self.process.start, "draft"}
        left: set[str] = set()
        for action in self.process.actions:
            targets = {action.to, *(str(when.get("to")) for when in action.to_when)} - {SAME}
            entered |= targets
            if targets:
                left |= set(action.sources)
        for index, state in enumerate(self.process.states):
            place = self.document.place("states", index, "key")
            if state.key not in entered:
                self.problems.add(place, _("没有任何操作能到“%(key)s”") % {"key": state.key})
            if state.phase != "closed" and state.key not in left:
                self.problems.add(
                    place, _("到了“%(key)s”就出不来了：没有离开它的操作") % {"key": state.key}
                )


def _named_in(text: str) -> set[str]:
    """The values that a sentence names; one that cannot be read names itself."""
    try:
        return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    except ValueError:
        return {text}
