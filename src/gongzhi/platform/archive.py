"""Backup and restore: one folder with the database (pg_dump), the media and a manifest.

Secrets are left out on purpose: a copy of the data without the keys shows no telephone number.
They are copied to a second folder when one is named, to be kept elsewhere.
"""

import hashlib
import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from gongzhi.platform.pgclient import program_for
from gongzhi.platform.problems import PlatformError

DUMP, MANIFEST, MEDIA, SECRETS = "database.dump", "manifest.json", "media", "secrets"


def connection_environment(database: dict[str, Any]) -> dict[str, str]:
    """libpq's variables for a DATABASES entry; the password is in no command line."""
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD",
             "PGDATABASE": "NAME"}  # fmt: skip
    values = {variable: str(database.get(key) or "") for variable, key in names.items()}
    return os.environ | {variable: value for variable, value in values.items() if value}


def write_backup(*, target: Path, database: dict[str, Any], data: Path, version: str) -> int:
    """Write a backup into the new folder `target`; bytes of the dump.

    The folder appears under its name only when it is complete. The dump is one consistent view,
    work goes on meanwhile. Raises PlatformError.
    """
    if target.exists():
        raise PlatformError(f"{target} is there already; a backup never overwrites.")
    draft = target.with_name(f".{target.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        draft.mkdir(mode=0o700, parents=True)
        dump = draft / DUMP
        _run(
            [
                program_for("pg_dump", database),
                "--format=custom",
                "--no-owner",
                "--no-acl",
                f"--file={dump}",
            ],
            connection_environment(database),
        )
        # After the dump: every photo that a dumped row names is then in the copy.
        if (data / MEDIA).is_dir():
            shutil.copytree(data / MEDIA, draft / MEDIA)
        manifest = {
            "product": "gongzhi",
            "version": version,
            "made_at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "dump_sha256": _sha256(dump),
            "demo": (data / "demo.json").exists(),
        }
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        draft.rename(target)
    except OSError as error:
        raise PlatformError(f"The backup cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return (target / DUMP).stat().st_size


def check_secrets(*, source: Path, target: Path) -> None:
    """Refuse what `copy_secrets` could not do. Raises PlatformError."""
    if target.exists():
        raise PlatformError(f"{target} is there already; secrets are never overwritten.")
    if not source.is_dir():
        raise PlatformError(f"There are no secrets in {source}; they come from the environment.")


def copy_secrets(*, source: Path, target: Path) -> None:
    """Copy a folder of secrets to the new folder `target`, readable by its owner only."""
    check_secrets(source=source, target=target)
    target.mkdir(mode=0o700, parents=True)
    for path in source.iterdir():
        handle = os.open(target / path.name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(path.read_bytes())


def read_manifest(source: Path) -> dict[str, Any]:
    """Check that `source` is a whole, unharmed backup; its manifest. Raises PlatformError."""
    try:
        manifest = json.loads((source / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PlatformError(f"{source} is not a backup of gongzhi.") from error
    if not (source / DUMP).is_file() or _sha256(source / DUMP) != manifest.get("dump_sha256"):
        raise PlatformError(f"The backup {source} is damaged: its database dump has changed.")
    return dict(manifest)


def restore_database(*, source: Path, database: dict[str, Any]) -> None:
    """Load the dump into an empty database, all or nothing. Raises PlatformError."""
    _run(
        [
            program_for("pg_restore", database),
            *("--no-owner", "--no-acl", "--single-transaction", "--exit-on-error"),
            f"--dbname={database['NAME']}",
            str(source / DUMP),
        ],
        connection_environment(database),
    )


def _run(command: list[str], env: dict[str, str]) -> None:
    result = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        raise PlatformError(f"{Path(command[0]).name} failed: {(lines or ['no reason given'])[-1]}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
