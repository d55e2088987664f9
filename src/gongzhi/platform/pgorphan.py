"""A PostgreSQL that an earlier supervisor left behind on our folder."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from gongzhi.platform.problems import PlatformError


def stop_orphan(cluster: Path, *, patience: float = 60.0) -> None:
    """Stop a server that still runs on `cluster`; forget a pid file that names another process.

    Only for the holder of the data folder's lock: then no living supervisor owns that server.
    The pid is believed only if that process works in the cluster's folder, because ids are used
    again after a restart of the machine.
    """
    pid_file = cluster / "postmaster.pid"
    pid = _read_pid(pid_file)
    if pid is None:
        return
    if not _is_server(pid, cluster):
        pid_file.unlink(missing_ok=True)
        return
    for sig, seconds in ((signal.SIGINT, patience), (signal.SIGQUIT, 10.0)):
        with suppress(ProcessLookupError):
            os.kill(pid, sig)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not _is_server(pid, cluster):
                return
            time.sleep(0.05)
    raise PlatformError(f"An earlier database (process {pid}) on {cluster} does not stop.")


def _read_pid(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii", errors="replace").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _is_server(pid: int, cluster: Path) -> bool:
    """Does process `pid` live and work in `cluster`? PostgreSQL changes into its folder."""
    if not Path("/proc/self/cwd").exists():
        return _is_alive(pid)
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        zombie = state.rpartition(")")[2].split()[0] == "Z"
        return not zombie and os.path.samefile(f"/proc/{pid}/cwd", cluster)
    except OSError:
        return False


def _is_alive(pid: int) -> bool:
    """Without /proc the pid file has to be believed."""
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
