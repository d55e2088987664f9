"""Checking `orders/processes/*.yaml`: what each name in a process refers to is there."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.yamlfile import Document

from ..engine.payloads import KNOWN
from ..engine.step import AFTERWARDS, EFFECTS, REFUSALS
from ..process.opening import OPENING_CHECKS
from ..process.rules import CONDITIONS, NEEDS
from ..process.spec import PUBLIC_VALUES, SAME
from .shapes import ActionShape, ProcessShape

RELATIONS: Final = ("holder", "lead", "co", "caller", "called", "centre", "area")
ALONE: Final = ("reporter", "neighbour", "first", "system")
# Fields that no form of the desk asks for: the page of the process itself fills them in.
FILLED_BY_CODE: Final[dict[str, set[str]]] = {"tip": {"kept_from"}}
# What somebody wrote to the reporter: never in a sentence that others read.
OWN_WORDS: Final = {"reason", "note", "into"}


class Names:
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
            self._known(
                (*where, "effects", number),
                name,
                sorted(EFFECTS.keys() | REFUSALS.keys() | AFTERWARDS),
            )
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
        for taking in (self.process.residents, self.process.devices):
            asked |= set(taking.carries) if taking else set()
        asked |= FILLED_BY_CODE.get(self.process.key, set())
        for index, field in enumerate(self.process.fields):
            place = self.document.place("fields", index, "key")
            if field.key in NEEDS | KNOWN:
                self.problems.add(place, _("“%(key)s”是系统用的名字") % {"key": field.key})
            if field.key not in asked:
                self.problems.add(place, _("没有哪一步要填“%(key)s”") % {"key": field.key})
            if field.needed_with:
                self._known(("fields", index, "needed_with"), field.needed_with, self.fields)
            if field.ahead and field.kind not in {"date", "time"}:
                self.problems.add(
                    self.document.place("fields", index, "ahead"),
                    _("只有 date 和 time 能要求不早于现在（ahead）"),
                )
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
        """Each state is reached from the start, and from each open one an end is."""
        ways: dict[str, set[str]] = {state.key: set() for state in self.process.states}
        for action in self.process.actions:
            targets = {action.to, *(str(when.get("to")) for when in action.to_when)} - {SAME}
            for source in action.sources:
                ways.setdefault(source, set()).update(targets - {source})
        back: dict[str, set[str]] = {}
        for source, targets in ways.items():
            for target in targets:
                back.setdefault(target, set()).add(source)
        entered = _from({self.process.start, "draft"}, ways)
        ended = _from({s.key for s in self.process.states if s.phase == "closed"}, back)
        for index, state in enumerate(self.process.states):
            place = self.document.place("states", index, "key")
            if state.key not in entered:
                self.problems.add(place, _("没有任何操作能到“%(key)s”") % {"key": state.key})
            elif state.key not in ended:
                words = (
                    _("从“%(key)s”走不到任何结束的状态")
                    if ways[state.key]
                    else _("到了“%(key)s”就出不来了：没有离开它的操作")
                )
                self.problems.add(place, words % {"key": state.key})


def _from(begin: set[str], ways: Mapping[str, set[str]]) -> set[str]:
    """Everything that can be reached."""
    found, ahead = set(begin), list(begin)
    while ahead:
        new = ways.get(ahead.pop(), set()) - found
        found |= new
        ahead += new
    return found


def _named_in(text: str) -> set[str]:
    """The values that a sentence names; one that cannot be read names itself."""
    try:
        return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name}
    except ValueError:
        return {text}
