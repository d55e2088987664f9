"""What is wrong with a profile: always the file, the line, the field and what would be right."""

import difflib
from collections.abc import Collection, Iterable, Iterator
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
    unread: bool = False  # the whole file could not be read

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


def nearest(written: str, codes: Collection[str]) -> list[str]:
    """The few of many codes that look most like what was written; all where none does."""
    by_small = {code.lower(): code for code in codes}
    near = difflib.get_close_matches(written.strip().lower(), by_small, n=8, cutoff=0.5)
    return [by_small[small] for small in near] or sorted(codes)


class Problems:
    """A list of problems being collected; true when there is at least one."""

    # A column that allows three hundred codes is not helped by a list of all of them.
    MOST_ALLOWED_SHOWN = 40

    def __init__(self) -> None:
        self._items: list[Problem] = []

    def add(
        self, place: Place, message: str, allowed: Iterable[object] = (), *, unread: bool = False
    ) -> None:
        """Record a problem at a place. `allowed` are the values that would be right."""
        values = tuple(str(value) for value in allowed)
        if len(values) > self.MOST_ALLOWED_SHOWN:
            rest = len(values) - self.MOST_ALLOWED_SHOWN
            values = (
                *values[: self.MOST_ALLOWED_SHOWN],
                _("…（另有 %(rest)s 个）") % {"rest": rest},
            )
        found = Problem(place.file, place.line, place.field, message, values, unread)
        self._items.append(found)

    def extend(self, found: Iterable[Problem]) -> None:
        """Take over what was found elsewhere."""
        self._items.extend(found)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def sorted(self) -> list[Problem]:
        """All problems, by file and line; only the files that cannot be read, if there are any.

        Whatever names something of such a file would be told as a mistake too, by the hundred.
        """
        unread = [problem for problem in self._items if problem.unread]
        return sorted(dict.fromkeys(unread or self._items), key=lambda p: (p.file, p.line, p.field))
