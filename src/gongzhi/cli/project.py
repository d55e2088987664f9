"""What commands share: data folder, database, Django."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gongzhi.platform import datafolder
from gongzhi.platform.databaseurl import embedded_database, parse_database_url
from gongzhi.platform.loading import loading
from gongzhi.platform.postgres import EmbeddedPostgres
from gongzhi.platform.problems import PlatformError

OK, FAILED, USAGE = 0, 1, 2


def at_least_one(text: str) -> int:
    """A whole number from 1."""
    if not (text.isascii() and text.isdecimal() and int(text) >= 1):
        raise argparse.ArgumentTypeError("a whole number from 1 is needed")
    return int(text)


def add_data_argument(parser: argparse.ArgumentParser, *, default: str = "data") -> None:
    """`--data FOLDER`, else GONGZHI_DATA, else `default`."""
    parser.add_argument(
        "--data",
        metavar="FOLDER",
        type=data_path,
        default=os.environ.get("GONGZHI_DATA") or default,
        help=f"data folder (default: $GONGZHI_DATA or ./{default})",
    )


def data_path(text: str) -> Path:
    """An absolute folder; relative ones start where the user stands.

    The Makefile may work in a copy of the source tree: then GONGZHI_START says where that is.
    """
    return Path(os.environ.get("GONGZHI_START") or ".", Path(text).expanduser()).absolute()


def set_environment(data: Path, *, settings: str | None = None) -> None:
    """What children and Django read: the data folder and the settings module.

    `settings` is one of `gongzhi.config.settings`, or the dotted name of a module of one's own.
    """
    os.environ["GONGZHI_DATA"] = str(data.expanduser().absolute())
    if settings:
        ours = "." not in settings
        module = f"gongzhi.config.settings.{settings}" if ours else settings
        os.environ["DJANGO_SETTINGS_MODULE"] = module
    else:
        demo = (data / "demo.json").exists()
        os.environ.setdefault(
            "DJANGO_SETTINGS_MODULE",
            f"gongzhi.config.settings.{'demo' if demo else 'production'}",
        )


def own_database(data: Path) -> EmbeddedPostgres | None:
    """The embedded database to be started, or None when DATABASE_URL names another."""
    return None if os.environ.get("DATABASE_URL") else EmbeddedPostgres(data)


@contextmanager
def database(data: Path, *, new: bool = False) -> Iterator[None]:
    """Have a database for the length of a command.

    DATABASE_URL's; else the one that a running `gongzhi` keeps on this data folder; else our
    own embedded one, stopped at the end. Only with `new` is one made: a backup of a mistyped
    folder would succeed, and hold nothing. Raises PlatformError.
    """
    server = own_database(data)
    if server is not None and not new and not datafolder.holds_database(data):
        raise PlatformError(
            f"There is no database in {data}; --data or GONGZHI_DATA names the data folder of "
            "`gongzhi serve` or `gongzhi demo`."
        )
    if server is None or _somebody_runs_it(data):
        yield
        return
    with server:
        yield


@contextmanager
def project(data: Path) -> Iterator[None]:
    """Django, ready to use, with a database."""
    set_environment(data)
    with database(data):
        setup_django()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()


def database_entry(data: Path) -> dict[str, Any]:
    """The DATABASES entry in force, for commands that need no Django."""
    url = os.environ.get("DATABASE_URL")
    return parse_database_url(url) if url else embedded_database(data)


def setup_django() -> None:
    """Load Django (slow, so only where it is used)."""
    import django

    with loading():
        django.setup()


def speak() -> None:
    """The product's sentences in Chinese for a terminal that is set to Chinese, else in English."""
    from django.utils import translation

    said = next((os.environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(n)), "")
    translation.activate("zh-hans" if said.startswith("zh") else "en")


def _somebody_runs_it(data: Path) -> bool:
    data = datafolder.prepare_data_folder(data)
    handle = datafolder.try_lock(data)
    if handle is None:
        return True
    os.close(handle)
    return False
