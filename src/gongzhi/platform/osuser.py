"""PostgreSQL refuses to run as root: the user of the operating system that it runs as then."""

import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

from gongzhi.platform.children import OsUser
from gongzhi.platform.problems import PlatformError

NAME = "gongzhi-db"

_MAKERS = (
    ("useradd", ["--system", "--no-create-home", "--home-dir", "/nonexistent",
                 "--shell", "/usr/sbin/nologin", "--user-group", NAME]),
    ("adduser", ["-S", "-D", "-H", "-h", "/nonexistent", "-s", "/sbin/nologin", NAME]),
)  # fmt: skip


def database_user() -> OsUser | None:
    """None for an ordinary user; as root the system user `gongzhi-db`, made when missing.

    Raises PlatformError when the user can be neither found nor made.
    """
    if os.geteuid() != 0:
        try:
            pwd.getpwuid(os.geteuid())
        except KeyError as error:
            raise PlatformError(
                f"PostgreSQL needs a name for the user with id {os.geteuid()}: add it to "
                "/etc/passwd, or set DATABASE_URL to a PostgreSQL of your own."
            ) from error
        return None
    found = _find()
    for command, arguments in _MAKERS:
        if found is None and (path := shutil.which(command)):
            subprocess.run([path, *arguments], capture_output=True, check=False)
            found = _find()
    if found is None:
        raise PlatformError(
            f"PostgreSQL does not run as root and the system user {NAME} cannot be made: make it, "
            "start gongzhi as an ordinary user, or set DATABASE_URL."
        )
    return found


def _find() -> OsUser | None:
    try:
        entry = pwd.getpwnam(NAME)
    except KeyError:
        return None
    return OsUser(name=NAME, uid=entry.pw_uid, gid=entry.pw_gid)


def may_enter(user: OsUser, folder: Path) -> bool:
    """Can `user` reach `folder` through every folder above it?

    Asked of the kernel in a child, because modes alone do not tell (lists, mounts, containers).
    """
    probe = (
        "import os,sys\n"
        "os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[1]))\n"
        "try: os.chdir(sys.argv[3])\n"
        "except OSError: sys.exit(1)\n"
    )
    result = subprocess.run(
        [sys.executable, "-I", "-c", probe, str(user.uid), str(user.gid), str(folder)],
        capture_output=True,
        check=False,
    )
    if result.returncode not in {0, 1}:
        raise PlatformError(
            f"Changing to the system user {user.name} is not allowed here: start gongzhi as an "
            "ordinary user, or set DATABASE_URL."
        )
    return result.returncode == 0
