"""What a register is made of: its fields, and how a row of words becomes a row of the table.

One description serves the form, the Excel template, the import, the export and the words of the
history, so that nothing is described twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise

from gongzhi.kernel.crypto import Keyring
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import ScopedModel

Words = str | Promise
# The text of a cell or form field to the columns that it fills. Raises Invalid.
Reader = Callable[[str, date], Mapping[str, Any]]


@dataclass(frozen=True)
class Field:
    """One field as people fill it. `personal` ones are masked, logged and named without values.

    `choices` are value → word; in a file the word or the value is understood. `fills` are the
    columns of the table that follow from it; a row is read back by the first of them, or by
    `code_column` where another table knows the code, on pages by `name_column` where it knows a
    name. An `emptiable` one is emptied by a word that says so, since a personal field that is not
    filled stays as it was.
    """

    key: str
    title: Words
    read: Reader
    fills: tuple[str, ...]
    needed: bool = False
    personal: bool = False
    choices: Mapping[str, Words] = field(default_factory=dict)
    example: Words = ""
    hint: Words = ""
    width: int = 14
    code_column: str = ""
    name_column: str = ""
    emptiable: bool = False


@dataclass(slots=True)
class Draft:
    """A row on its way into a register.

    `line` is that of the file (0 for a form), `words` what was filled, `columns` what the table
    gets, `row_id` the row that it changes (None: a new one), `changed` the keys of the fields
    that differ, `before` the old values of those that are not personal.
    """

    line: int
    words: Mapping[str, str]
    columns: dict[str, Any] = field(default_factory=dict)
    problems: list[tuple[str, str]] = field(default_factory=list)
    row_id: int | None = None
    version: int = 0
    changed: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    wanted: int | None = None
    outside: bool = False

    def wrong(self, key: str, sentence: str) -> None:
        """Note what is wrong with a field."""
        self.problems.append((key, sentence))

    def says(self, *keys: str) -> bool:
        """Whether one of these fields is wrong by itself: what follows from it needs no sentence."""
        return any(key in keys for key, _sentence in self.problems)


@dataclass(frozen=True)
class Writing:
    """Who writes, and on which day."""

    actor: Actor
    today: date


# Fills what follows from other rows (area, home, keeper) and notes what does not fit.
Resolver = Callable[[Sequence[Draft], Writing], None]
# Finds the rows that drafts change: fills row_id, version and, in `old`, their present columns.
Matcher = Callable[[Sequence[Draft], Writing], Mapping[int, Mapping[str, Any]]]


@dataclass(frozen=True)
class Register:
    """One register. `alone` gives what may occur once in a file; None when a draft has nothing.

    `called` are the fields or columns that a row is called by, `listed` the fields that a list
    shows, `order` the column after the path in the index by which it is listed, `beside` columns
    that pages need beside the fields.
    `writers` are the roles that may write within their areas; `sealed` names columns that are
    opened before they are compared; `derived` columns follow from others and are not compared.
    `follow` takes the ids of rows that were changed and moves along what hangs on them.
    `found_by` makes the search tokens of a row from its plain columns, when it is written and
    when the keys of the indexes change.
    `readers` are the roles that see it, where it is not for the posts of its area; they may open
    its personal fields. `by_body`: its rows belong to a body, are reached through it and listed
    of one body at a time. `narrowed_by` is the field by whose choices a list can be narrowed.
    """

    key: str
    title: Words
    one: Words
    model: type[ScopedModel]
    fields: tuple[Field, ...]
    writers: frozenset[str]
    resolve: Resolver
    match: Matcher
    alone: Callable[[Draft], Any]
    sealed: frozenset[str] = frozenset()
    derived: frozenset[str] = frozenset({"area_id", "area_path", "search"})
    follow: Callable[[Sequence[int]], None] | None = None
    found_by: Callable[[Mapping[str, Any], Keyring], list[int]] | None = None
    called: tuple[str, ...] = ("name",)
    listed: tuple[str, ...] = ()
    order: str = "id"
    beside: tuple[str, ...] = ()
    readers: frozenset[str] = frozenset()
    by_body: bool = False
    narrowed_by: str = ""

    @property
    def of_people(self) -> bool:
        """Whether its rows are about persons: no value of theirs is kept in the history."""
        return self.key == "people" or bool(self.readers)

    def field_of(self, column: str) -> Field | None:
        """The field that fills a column."""
        return next((one for one in self.fields if column in one.fills), None)

    @property
    def table(self) -> str:
        return self.model._meta.db_table
