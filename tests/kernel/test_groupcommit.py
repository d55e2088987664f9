"""One thread writes for those who come meanwhile, and each gets an answer of its own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from gongzhi.kernel.groupcommit import GroupCommit

Write = Callable[[Sequence[int]], list[int]]


def wait_for_line(group: GroupCommit[Any, Any], length: int) -> None:
    """Until so many stand in line; fails rather than wait for ever."""
    for _ in range(5000):
        if len(group._line) >= length:
            return
        time.sleep(0.002)
    raise AssertionError(f"{len(group._line)} of {length} came")


class Scene:
    """Threads that come while item 0 is being written."""

    def __init__(self, write: Write) -> None:
        self.groups: list[list[int]] = []
        self.results: dict[int, int | BaseException] = {}
        self._begun, self._go_on = threading.Event(), threading.Event()
        self._do = write
        self.group: GroupCommit[int, int] = GroupCommit(self._write)

    def _write(self, items: Sequence[int]) -> list[int]:
        self.groups.append(list(items))
        if items == [0]:
            self._begun.set()
            assert self._go_on.wait(10)
        return self._do(items)

    def _come(self, item: int) -> None:
        try:
            self.results[item] = self.group(item)
        except BaseException as error:  # what it is, is what the test asks
            self.results[item] = error

    def play(self, count: int) -> None:
        """Item 0 is being written while 1 … count - 1 come, in this order."""
        threads = [threading.Thread(target=self._come, args=(item,)) for item in range(count)]
        threads[0].start()
        assert self._begun.wait(10)
        for number, thread in enumerate(threads[1:], start=1):
            thread.start()
            wait_for_line(self.group, number)
        self._go_on.set()
        for thread in threads:
            thread.join(10)
        assert not any(thread.is_alive() for thread in threads)


def _tenfold(items: Sequence[int]) -> list[int]:
    return [item * 10 for item in items]


def test_who_comes_alone_is_written_at_once() -> None:
    groups: list[list[int]] = []

    def write(items: Sequence[int]) -> list[int]:
        groups.append(list(items))
        return _tenfold(items)

    group = GroupCommit(write)
    assert [group(item) for item in range(3)] == [0, 10, 20]
    assert groups == [[0], [1], [2]]


def test_who_comes_meanwhile_is_written_together_in_order() -> None:
    scene = Scene(_tenfold)
    scene.play(6)
    assert scene.groups == [[0], [1, 2, 3, 4, 5]]
    assert scene.results == {item: item * 10 for item in range(6)}


def test_what_is_wrong_with_one_hurts_no_other() -> None:
    def write(items: Sequence[int]) -> list[int]:
        if 2 in items:
            raise ValueError("two")
        return _tenfold(items)

    scene = Scene(write)
    scene.play(4)
    assert scene.groups == [[0], [1, 2, 3], [1], [2], [3]]
    wrong = scene.results.pop(2)
    assert isinstance(wrong, ValueError)
    assert scene.results == {0: 0, 1: 10, 3: 30}


def test_the_line_goes_on_when_a_writing_thread_is_stopped() -> None:
    def write(items: Sequence[int]) -> list[int]:
        if items[0] == 1:
            raise SystemExit
        return _tenfold(items)

    scene = Scene(write)
    scene.play(3)
    assert isinstance(scene.results[1], SystemExit)
    assert isinstance(scene.results[2], RuntimeError)  # told, not left waiting
    assert scene.group(7) == 70


def test_each_of_many_is_written_once() -> None:
    count = 40
    written: list[int] = []

    def write(items: Sequence[int]) -> list[int]:
        written.extend(items)
        return _tenfold(items)

    group = GroupCommit(write)
    answers: dict[int, int] = {}

    def come(first: int) -> None:
        for item in range(first, first + 50):
            answers[item] = group(item)

    threads = [threading.Thread(target=come, args=(50 * number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(written) == list(range(50 * count))
    assert answers == {item: item * 10 for item in written}
