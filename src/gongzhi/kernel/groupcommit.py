"""Threads that write the same kind of thing at the same time: one of them writes for all.

A statement and a commit cost more than a row. Nobody waits for company: whoever comes while
nothing is being written writes at once, and what comes meanwhile goes together after it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


class _Place(Generic[Item, Answer]):
    """One thread's place in the line. Its gate opens when it is answered or has to lead."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.leads = False
        self.error: Exception | None = RuntimeError("the thread that wrote for this one stopped")
        self._gate = threading.Lock()  # an Event is a lock and four calls more
        self._gate.acquire()

    def wait(self) -> None:
        self._gate.acquire()

    def open(self) -> None:
        self._gate.release()

    def give(self, answer: Answer) -> None:
        self.answer, self.error = answer, None


class GroupCommit(Generic[Item, Answer]):
    """Call it with an item; it returns that item's answer, or raises that item's error.

    `write` gets the items of one group in the order in which they came, writes all or none, and
    answers each. When it raises, every item is written by itself, so that what is wrong with one
    hurts no other: `write` must bear an item twice, since a connection may break after its commit.
    """

    def __init__(self, write: Callable[[Sequence[Item]], Sequence[Answer]]) -> None:
        self._write = write
        self._lock = threading.Lock()
        self._line: list[_Place[Item, Answer]] = []
        self._writing = False

    def __call__(self, item: Item) -> Answer:
        mine: _Place[Item, Answer] = _Place(item)
        with self._lock:
            self._line.append(mine)
            mine.leads = not self._writing
            self._writing = True
        if not mine.leads:
            mine.wait()
        if mine.leads:
            self._lead(mine)
        if mine.error is not None:
            raise mine.error
        return mine.answer

    def _lead(self, mine: _Place[Item, Answer]) -> None:
        """Write for all in line, then let the first of those who came meanwhile lead."""
        with self._lock:
            group, self._line = self._line, []
        try:
            self._serve(group)
        finally:
            with self._lock:
                self._writing = bool(self._line)
                if self._line:
                    self._line[0].leads = True
                    self._line[0].open()
            for place in group:
                if place is not mine:
                    place.open()

    def _serve(self, group: Sequence[_Place[Item, Answer]]) -> None:
        try:
            answers = self._write([place.item for place in group])
        except Exception as wrong:
            if len(group) == 1:
                group[0].error = wrong
                return
            for place in group:
                self._serve([place])
        else:
            for place, answer in zip(group, answers, strict=True):
                place.give(answer)
