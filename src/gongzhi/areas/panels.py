"""What the domains above show on the page of an area or of a functional area.

register_panel(Panel("orgs", _("单位"), lines=…, order=20))
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from gongzhi.kernel.scope import Actor


@dataclass(frozen=True)
class Ground:
    """What a page is about: areas by id and path, a shape of its own, bodies by id.

    `shape` is a shapely geometry in degrees (only functional areas have one of their own).
    `closed_too`: count what is closed as well, which takes longer.
    """

    area_ids: tuple[int, ...] = ()
    paths: tuple[str, ...] = ()
    shape: Any = field(default=None, repr=False, compare=False)
    body_ids: tuple[int, ...] = ()
    closed_too: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a panel; `number` stands on the right."""

    text: str
    number: str = ""
    href: str = ""


@dataclass(frozen=True)
class Panel:
    """Lower `order` stands first. `lines` may return nothing: then the panel is left out."""

    key: str
    label: str | Promise
    lines: Callable[[Actor, Ground], list[Line]]
    order: int = 50


BodyNames = Callable[[list[int]], dict[int, str]]
BodyFinder = Callable[[str], "int | None"]

_panels: dict[str, Panel] = {}
_bodies: list[tuple[BodyNames, BodyFinder]] = []


def register_panel(panel: Panel) -> None:
    """Make a panel known. Registering the same key again replaces it."""
    _panels[panel.key] = panel


def register_bodies(names: BodyNames, find: BodyFinder) -> None:
    """orgs says what bodies are called, and which one a code or name means."""
    _bodies[:] = [(names, find)]


def panels_for(actor: Actor, ground: Ground) -> list[tuple[Panel, list[Line]]]:
    """The panels that have something to say."""
    found = sorted(_panels.values(), key=lambda panel: (panel.order, panel.key))
    shown = [(panel, panel.lines(actor, ground)) for panel in found]
    return [(panel, lines) for panel, lines in shown if lines]


def body_names(ids: list[int]) -> dict[int, str]:
    """Body id → name in the language in force."""
    return _bodies[0][0](ids) if _bodies else {}


def body_called(text: str) -> int | None:
    """The body that a code or a full name means."""
    return _bodies[0][1](text) if _bodies else None
