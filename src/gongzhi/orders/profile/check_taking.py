"""Checking how a process takes orders from residents and devices: what it then must have."""

from __future__ import annotations

from django.utils.translation import gettext as _

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.yamlfile import Document

from .shapes import ProcessShape

# A phone that is not verified yet keeps an order a draft: it is handed over, or it expires.
DRAFT, CONFIRM, EXPIRE = "draft", "confirm", "expire"


def check_takings(
    document: Document, process: ProcessShape, kinds: set[str], problems: Problems
) -> None:
    """Fields and kinds of bodies are there; what residents order can wait for their code."""
    fields = [field.key for field in process.fields]
    for part in ("residents", "devices"):
        taking = getattr(process, part)
        if taking is None:
            continue
        for name in ("needs", "asks", "carries"):
            for index, field in enumerate(getattr(taking, name)):
                if field not in fields:
                    place = document.place(part, name, index)
                    problems.add(place, _("没有“%(value)s”") % {"value": field}, fields)
        for index, kind in enumerate(taking.leads):
            if kinds and kind not in kinds:
                place = document.place(part, "leads", index)
                problems.add(place, _("没有“%(value)s”") % {"value": kind}, sorted(kinds))
    for number, action in enumerate(process.actions):
        for index, kind in enumerate(action.body_kinds):
            if kinds and kind not in kinds:
                place = document.place("actions", number, "body_kinds", index)
                problems.add(place, _("没有“%(value)s”") % {"value": kind}, sorted(kinds))
    if process.opens and process.opens.for_resident and process.residents is None:
        problems.add(
            document.place("opens", "for_resident"),
            _("替居民发起的，要写 residents：居民自己怎么发起"),
        )
    if process.residents is not None:
        _check_draft(document, process, problems)


def _check_draft(document: Document, process: ProcessShape, problems: Problems) -> None:
    sources = {action.key: (action.sources, action.to) for action in process.actions}
    states = {state.key for state in process.states}
    for key, to in ((CONFIRM, process.start), (EXPIRE, "")):
        taken = sources.get(key)
        fits = taken and taken[0] == [DRAFT] and (not to or taken[1] == to)
        if DRAFT not in states or not fits:
            problems.add(
                document.place("residents"),
                _("居民能发起的，要有 draft 这一步，以及从它走的 confirm（到第一步）和 expire"),
            )
            return
