"""PostgreSQL's own programs for a backup: those that came with us, or the machine's."""

import re
import shutil
import subprocess
from contextlib import suppress
from typing import Any

import psycopg

from gongzhi.platform import pgbinaries
from gongzhi.platform.problems import PlatformError

_NAMES = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}


def connect(database: dict[str, Any]) -> psycopg.Connection[Any]:
    """A connection to a DATABASES entry without Django. Raises PlatformError."""
    given = {key: database[name] for key, name in _NAMES.items() if database[name]}
    try:
        return psycopg.connect(**given)
    except psycopg.OperationalError as error:
        first = str(error).strip().splitlines()[0]
        raise PlatformError(f"The database cannot be reached or used: {first}.") from error


def program_for(name: str, database: dict[str, Any]) -> str:
    """The newest `pg_dump` or `pg_restore` at hand; an older one than the server refuses it.

    Raises PlatformError when there is none that fits.
    """
    with connect(database) as connection:
        wanted = connection.info.server_version // 10000
    major, path = max(((_major(path), path) for path in _at_hand(name)), default=(0, ""))
    if major < wanted:
        raise PlatformError(
            f"{name} of PostgreSQL {wanted} or newer is missing: install PostgreSQL's client."
        )
    return path


def _at_hand(name: str) -> list[str]:
    found = []
    with suppress(PlatformError):  # None came with us for this machine.
        found.append(pgbinaries.program(name))
    if of_machine := shutil.which(name):
        found.append(of_machine)
    return found


def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    number = re.search(r"\) (\d+)", said)
    return int(number[1]) if number else 0
