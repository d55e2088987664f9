"""`gongzhi backup FOLDER`: database and media into a new folder."""

import argparse
import sys
from pathlib import Path
from typing import Any

from gongzhi import __version__
from gongzhi.cli.project import add_data_argument, database, database_entry
from gongzhi.platform import archive, datafolder
from gongzhi.platform.records import keep_record


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "backup",
        help="write database and media into a new folder",
        description="Writes a consistent copy while work goes on. The keys that open personal "
        "data are not in it: keep them elsewhere with --secrets-to.",
    )
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="must not be there yet")
    parser.add_argument(
        "--secrets-to", type=Path, metavar="FOLDER", help="copy the keys to this new folder"
    )
    add_data_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Back up; 0 when the folder is complete."""
    data = arguments.data
    secrets = data / archive.SECRETS
    if arguments.secrets_to:
        archive.check_secrets(source=secrets, target=arguments.secrets_to)
    with database(data):
        datafolder.prepare_data_folder(data)
        size = archive.write_backup(
            target=arguments.folder.absolute(),
            database=database_entry(data),
            data=data,
            version=__version__,
        )
    if arguments.secrets_to:
        archive.copy_secrets(source=secrets, target=arguments.secrets_to)
    keep_record(
        data,
        "last_backup",
        {"folder": str(arguments.folder.absolute()), "bytes": size, "version": __version__},
    )
    sys.stdout.write(f"{arguments.folder} written, database {size / 2**20:.1f} MB.\n")
    return 0
