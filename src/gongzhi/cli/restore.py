"""`gongzhi restore BACKUP`: a backup into an empty data folder."""

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from gongzhi.cli.project import add_data_argument, database, database_entry
from gongzhi.platform import archive, datafolder
from gongzhi.platform.pgclient import connect
from gongzhi.platform.problems import PlatformError


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "restore",
        help="bring a backup back into an empty data folder",
        description="Needs a data folder that is empty or not there yet (and, with DATABASE_URL, "
        "an empty database). Give the keys with --secrets-from, or in SECRET_KEY and "
        "GONGZHI_KEYS: without them personal data stays sealed.",
    )
    parser.add_argument("backup", type=Path, metavar="BACKUP")
    parser.add_argument("--secrets-from", type=Path, metavar="FOLDER")
    add_data_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Restore; 0 when everything is back."""
    source = arguments.backup.absolute()
    manifest = archive.read_manifest(source)
    data = arguments.data.expanduser().absolute()
    if data.exists() and any(data.iterdir()):
        raise PlatformError(f"{data} is not empty; a restore never overwrites.")
    if os.environ.get("DATABASE_URL"):
        # Before the folder is made: what is refused leaves nothing in the way of the next try.
        _refuse_unless_empty(database_entry(data))
    if arguments.secrets_from:
        archive.check_secrets(source=arguments.secrets_from, target=data / archive.SECRETS)
    was_there = data.exists()
    try:
        _bring_back(source, data, arguments.secrets_from)
    except BaseException:
        # It was empty, and is again: the next try finds nothing in its way.
        shutil.rmtree(data, ignore_errors=True)
        if was_there:
            data.mkdir(exist_ok=True)
        raise
    sys.stdout.write(f"The backup of {manifest['made_at']} is back in {data}.\n")
    return 0


def _bring_back(source: Path, data: Path, secrets: Path | None) -> None:
    datafolder.prepare_data_folder(data)
    if secrets:
        archive.copy_secrets(source=secrets, target=data / archive.SECRETS)
    with database(data, new=True):
        archive.restore_database(source=source, database=database_entry(data))
    if (source / archive.MEDIA).is_dir():
        shutil.copytree(source / archive.MEDIA, data / archive.MEDIA, dirs_exist_ok=True)


def _refuse_unless_empty(entry: dict[str, Any]) -> None:
    with connect(entry) as c:
        row = c.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if row and row[0]:
        raise PlatformError("The database is not empty; a restore never overwrites.")
