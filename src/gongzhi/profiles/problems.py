"""What is wrong with a profile: always the file, the line, the field and what would be right."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Place:
    """Where in a profile something stands. `line` counts from 1; `field` may be empty."""

    file: str
    line: int
    field: str = ""


@dataclass(frozen=True)
class Problem:
    """One mistake in a profile, ready to be shown to whoever wrote the file."""

    file: str
    line: int
    field: str
    message: str
    allowed: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        if self.field:
            where += f" [{self.field}]"
        return f"{where} {self.said}"

    @property
    def said(self) -> str:
        """The message with the values that would be right."""
        if not self.allowed:
            return self.message
        values = _("、").join(self.allowed)
        return self.message + _("（允许的值：%(values)s）") % {"values": values}


class Problems:
    """A list of problems being collected; true when there is at least one."""

    # A column that allows three hundred codes is not helped by a list of all of them.
    MOST_ALLOWED_SHOWN = 40

    def __init__(self) -> None:
        self._items: list[Problem] = []

    def add(self, place: Place, message: str, allowed: Iterable[object] = ()) -> None:
        """Record a problem at a place. `allowed` are the values that would be right."""
        values = tuple(str(value) for value in allowed)
        if len(values) > self.MOST_ALLOWED_SHOWN:
            rest = len(values) - self.MOST_ALLOWED_SHOWN
            values = (
                *values[: self.MOST_ALLOWED_SHOWN],
                _("…（另有 %(rest)s 个）") % {"rest": rest},
            )
        self._items.append(Problem(place.file, place.line, place.field, message, values))

    def extend(self, found: Iterable[Problem]) -> None:
        """Take over what was found elsewhere."""
        self._items.extend(found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def sorted(self) -> list[Problem]:
        """All problems, by file and line."""
        return sorted(self._items, key=lambda p: (p.file, p.line, p.field))
