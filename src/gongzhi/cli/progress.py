"""Lines of progress on stdout."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(sentence: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what begins, and at its end how long it took."""
    started = time.monotonic()
    sys.stdout.write(f"{text} … ")
    sys.stdout.flush()
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - started:.1f} s")
