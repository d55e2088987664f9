"""Checking `orders/processes/*.yaml`: shape first, then what each name refers to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Place, Problems
from gongzhi.profiles.registry import Context
from gongzhi.profiles.schema import check_document
from gongzhi.profiles.source import ProfileSource
from gongzhi.profiles.yamlfile import Document

from .. import call_effects
from ..dispatch.quotas import named_in, refusal
from ..dispatch.routing import COMMUNITY_KINDS
from ..engine.clocks import HANDLE
from .check_names import Names
from .check_taking import check_takings
from .shapes import ProcessShape

# What the product itself starts: a city cannot be without them.
NEVER_LEFT_OUT = frozenset({"matter", "data_request"})


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
            Names(document, process, roles, problems).check()
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
                said = _("“%(key)s”已经是另一个流程的待办，换一个名字") % {"key": state.key}
                problems.add(place, said)
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
