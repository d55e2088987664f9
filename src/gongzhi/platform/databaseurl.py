"""Where the database is, as Django wants to read it."""

import json
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from gongzhi.platform.problems import PlatformError

RUN_FILE = "postgres.json"
"""In `<data>/run`: socket folder, user, password and name of the running embedded database."""

# A query that comes again is parsed and planned once a connection: half of PostgreSQL's work.
_PREPARED: Final = {"server_side_binding": True, "prepare_threshold": 5}


def parse_database_url(url: str) -> dict[str, Any]:
    """Turn `postgresql://user:password@host:port/name?sslmode=…` into a DATABASES entry.

    A socket folder is given as `?host=/folder`. Raises PlatformError when it is not such a URL.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise PlatformError(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name."
        )
    options = dict(parse_qsl(parts.query))
    try:
        port = parts.port
    except ValueError as error:
        raise PlatformError("DATABASE_URL has a port that is not a number.") from error
    return {
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or options.pop("password", "")),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(options.pop("port", None) or port or ""),
        "OPTIONS": {**_PREPARED, **options},
    }


def embedded_database(data: Path) -> dict[str, Any]:
    """The DATABASES entry of the embedded database of a data folder.

    When it is not running the entry names a socket folder that does not exist, and the first
    query says so; settings can be loaded all the same.
    """
    path = data / "run" / RUN_FILE
    try:
        run = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        run = {"socket": str(data / "run"), "user": "gongzhi", "password": "", "name": "gongzhi"}
    return {
        "NAME": run["name"],
        "USER": run["user"],
        "PASSWORD": run["password"],
        "HOST": run["socket"],
        "PORT": "5432",
        "OPTIONS": dict(_PREPARED),
    }
