"""Loading modules at the start of a process."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Load modules without collecting garbage.

    What is loaded stays: the collector would walk through it again and again, for a seventh of
    the time that a start takes (measured).
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
