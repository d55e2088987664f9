"""Backup and restore: one folder with the database (pg_dump), the media and a manifest.

Secrets are left out on purpose: a copy of the data without the keys shows no telephone number.
They are copied to a second folder when one is named, to be kept elsewhere.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from gongzhi.platform.pgclient import program_for
from gongzhi.platform.problems import PlatformError

_NEW_SETTING = b"SET transaction_timeout = 0;"
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
    """Load the dump into an empty database, all or nothing. Raises PlatformError.

    As a script, because `pg_restore` of 17 and 18 begins with a setting that 16 does not know.
    """
    program = Path(program_for("pg_restore", database))
    words = ["--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-"]
    env = connection_environment(database)
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [str(program), "--no-owner", "--no-acl", "--file=-", str(source / DUMP)],
            stdout=subprocess.PIPE, stderr=said,
        ) as script,
        subprocess.Popen(
            [str(program.with_name("psql")), *words], env=env,
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said,
        ) as loading,
    ):  # fmt: skip
        assert script.stdout is not None
        assert loading.stdin is not None
        with suppress(BrokenPipeError):  # It met an error, and has said it.
            for line in script.stdout:
                if line.strip() != _NEW_SETTING:
                    loading.stdin.write(line)
                if line.startswith(b"CREATE "):
                    break  # The settings are over; rows may be large.
            shutil.copyfileobj(script.stdout, loading.stdin)
        script.stdout.close()
        # What is only half a script is never committed.
        if script.wait() != 0 and loading.poll() is None:
            loading.kill()
        with suppress(BrokenPipeError):
            loading.stdin.close()
        if loading.wait() != 0 or script.returncode != 0:
            said.seek(0)
            lines = said.read().decode(errors="replace").splitlines() or ["no reason given"]
            wrong = next((line for line in lines if "ERROR" in line), lines[-1])
            raise PlatformError(f"The backup cannot be loaded: {wrong}")


def _run(command: list[str], env: dict[str, str]) -> None:
    result = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        lines = [line for line in result.stderr.splitlines() if line.strip()]
        raise PlatformError(f"{Path(command[0]).name} failed: {(lines or ['no reason given'])[-1]}")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
