"""Dying with one's parent, so that kill -9 of the supervisor leaves nothing behind.

Linux only (`PR_SET_PDEATHSIG`); on other systems nothing happens, and docs/operations.md says so.
The signal is tied to the *thread* that started the child: start children from a thread that lives
as long as the process.

Run as a file this is the launcher of every child:

    python -I parentdeath.py PARENT_PID SIGNAL UID GID FOLDER PROGRAM [ARGUMENT …]

It becomes a session of its own (Ctrl-C in the terminal then reaches only the supervisor, which
stops its children in order), changes the user when UID is not -1, arms the signal and execs the
program. A program of its own instead of `preexec_fn`, which may hang in a process with threads.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """In a `multiprocessing` child: be killed when the process that started it dies.

    In any other process nothing happens: there the launcher has done it.
    """
    import multiprocessing

    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        arm(signal.SIGKILL, parent=parent.pid)


def arm(sig: int, *, parent: int) -> None:
    """Ask for `sig` on the parent's death; leave at once if the parent is gone already."""
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, int(sig), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        os._exit(1)


def _launch(argv: list[str]) -> None:
    parent, sig, uid, gid = (int(value) for value in argv[1:5])
    folder, program = argv[5], argv[6:]
    os.setsid()
    if uid != -1:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if folder:
        os.chdir(folder)
    # After the change of user: the kernel forgets the signal when the user changes.
    arm(sig, parent=parent)
    os.execv(program[0], program)  # noqa: S606  the program is ours, no shell is wanted


if __name__ == "__main__":
    try:
        _launch(sys.argv)
    except OSError as error:
        sys.stderr.write(f"{sys.argv[6]}: {error.strerror}\n")
        sys.exit(126)
