"""Sections of a profile. Each domain registers its own; this package knows none of them.

A domain calls `register_section(Section(...))` from its `AppConfig.ready`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from gongzhi.profiles.problems import Problems
from gongzhi.profiles.source import ProfileSource


@dataclass(frozen=True)
class Change:
    """One row or value that applying a profile adds, changes or removes."""

    section: str
    kind: str  # add | change | remove
    key: str
    detail: str = ""

    def __str__(self) -> str:
        sign = {"add": "+", "change": "~", "remove": "-"}[self.kind]
        return f"{sign} {self.section} {self.key}" + (f"：{self.detail}" if self.detail else "")


class Work(dict[str, Any]):
    """A dictionary that asks for what it lacks once: `fill` runs the sections that were kept.

    A change of a limit need not draw twenty thousand grids anew; whoever asks for the grids
    all the same gets them. `in` asks for nothing.
    """

    fill: Callable[[], None] | None = None

    def __missing__(self, key: str) -> Any:
        if self._filled() and key in self:
            return self[key]
        raise KeyError(key)

    def get(self, key: str, default: Any = None) -> Any:
        """Like a dictionary's, after filling."""
        if key not in self:
            self._filled()
        return super().get(key, default)

    def at_hand(self, key: str) -> dict[str, Any]:
        """What lies there by code, empty when nothing does; nothing is filled."""
        return super().get(key) or {}

    def _filled(self) -> bool:
        fill, self.fill = self.fill, None
        if fill is None:
            return False
        fill()
        return True


@dataclass
class Context:
    """What sections hand to later ones while one profile is checked and applied.

    `documents` holds what each earlier section's `check` returned; `work` is for bulky or
    unserialisable data (parsed rows, shapes) that a section needs again when it applies.
    """

    documents: dict[str, Any] = field(default_factory=dict)
    work: Work = field(default_factory=Work)


Check = Callable[[ProfileSource, Problems, Context], Any]
Apply = Callable[[Any, Context, Problems], list[Change]]


@dataclass(frozen=True)
class Section:
    """A part of a profile.

    `check` reads the files without touching the database, adds to the problems, and returns the
    JSON-able document that `selectors.current().section(key)` will give. `apply` (optional)
    brings rows in line with the document inside the one transaction and returns what it changed;
    when it would orphan rows in use it adds a problem instead, and everything is rolled back.
    A second `apply` of the same document must change nothing. Sections run by `order`:
    profile 10, calendar 20, areas 30, orgs 40, orders 50–70, notify 80, demo 90.

    `reads` names the files (or folders, with a slash) that alone decide a section whose check is
    slow: a change in the desk that touches none of them keeps its document and its rows.
    """

    key: str
    order: int
    check: Check
    apply: Apply | None = None
    owns: tuple[str, ...] = ()  # labels of models whose rows this section writes: "orgs.Body"
    reads: tuple[str, ...] = ()

    def concerned(self, changed: Iterable[str]) -> bool:
        """Whether a change of these files (names without their folder) concerns the section."""
        return not self.reads or any(name.startswith(self.reads) for name in changed)


_sections: dict[str, Section] = {}


def register_section(section: Section) -> None:
    """Make a section known. Registering the same key again replaces it."""
    _sections[section.key] = section


def sections() -> list[Section]:
    """All sections, in the order in which they are checked and applied."""
    return sorted(_sections.values(), key=lambda section: (section.order, section.key))
