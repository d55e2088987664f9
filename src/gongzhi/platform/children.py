"""Starting and stopping child processes that cannot outlive us."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LAUNCHER = Path(__file__).with_name("parentdeath.py")


@dataclass(frozen=True)
class OsUser:
    """A user of the operating system to run a child as."""

    name: str
    uid: int
    gid: int


def start_child(
    command: Sequence[str],
    *,
    death_signal: int = signal.SIGTERM,
    run_as: OsUser | None = None,
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
    stdout: int | IO[bytes] | None = None,
    stderr: int | IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own; it gets `death_signal` when we die.

    Call it from a thread that lives as long as the process (see `parentdeath`).
    """
    uid, gid = (run_as.uid, run_as.gid) if run_as else (-1, -1)
    return subprocess.Popen(
        [
            sys.executable,
            "-I",
            str(LAUNCHER),
            *(str(number) for number in (os.getpid(), int(death_signal), uid, gid)),
            str(folder or ""),
            *command,
        ],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        env=dict(env) if env is not None else None,
    )


def stop_child(
    process: subprocess.Popen[bytes], *, sig: int = signal.SIGTERM, patience: float = 15.0
) -> None:
    """Ask a child to stop, wait `patience` seconds, then kill its whole session."""
    if process.poll() is None:
        process.send_signal(sig)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)
