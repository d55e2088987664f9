"""Which version of each process new orders start with."""

from __future__ import annotations

from typing import Final

from gongzhi.kernel import clock as wall

from ..models import Process

_SECONDS: Final = 3.0
MATTER: Final = "matter"  # what residents report; modules bring other processes

_processes: tuple[float, dict[str, int]] | None = None


def current_processes() -> dict[str, int]:
    """Key → id of the version that new orders start with, matters first; kept a few seconds."""
    global _processes  # noqa: PLW0603 - one cache per process
    now = wall.monotonic()
    if _processes is None or now - _processes[0] > _SECONDS:
        rows = dict(Process.objects.filter(current=True).values_list("key", "id"))
        _processes = (now, dict(sorted(rows.items(), key=lambda row: (row[0] != MATTER, row[0]))))
    return _processes[1]


def current_process_id(key: str = MATTER) -> int:
    """The version of one process that new orders start with. Process.DoesNotExist."""
    found = current_processes().get(key)
    if found is None:
        raise Process.DoesNotExist(key)
    return found


def forget() -> None:
    """Drop what is kept (after applying a profile, and between tests)."""
    global _processes  # noqa: PLW0603
    _processes = None
