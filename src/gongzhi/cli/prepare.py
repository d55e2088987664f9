"""Brings a database up to date in a process of its own: `python -m gongzhi.cli.prepare`.

Not a command for people: `gongzhi serve` and `gongzhi demo` run it. Each step says one line; a
step that has nothing to do says nothing. Static files need no database: where they are wanted, a
child of their own collects them meanwhile.
"""

import argparse
import hashlib
import sys
import time
from contextlib import nullcontext
from pathlib import Path

from gongzhi.cli.main import said
from gongzhi.cli.progress import say, step
from gongzhi.cli.project import FAILED, OK
from gongzhi.platform.problems import PlatformError


def main() -> int:
    """Run the steps that the command line names."""
    parser = argparse.ArgumentParser(prog="gongzhi prepare")
    parser.add_argument("--migrate", action="store_true")
    parser.add_argument("--static", action="store_true")
    parser.add_argument("--profile", default="")
    parser.add_argument("--demo-data", action="store_true")
    arguments = parser.parse_args()
    from gongzhi.cli.project import setup_django

    setup_django()
    try:
        if arguments.static:
            collect_static()
        if arguments.migrate:
            migrate()
        if arguments.profile:
            if arguments.demo_data:
                refuse_other_city(arguments.profile)
            apply_profile(arguments.profile)
        if arguments.demo_data:
            from gongzhi.cli.demodata import fill

            fill()
    except PlatformError as error:
        sys.stderr.write(f"gongzhi: {error}\n")
        return FAILED
    except Exception as error:
        return said(error)
    return OK


def migrate() -> None:
    """Apply what is missing of the migrations.

    Raises PlatformError for a database that is older than they go back.
    """
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from gongzhi.cli.folded import too_old

    executor = MigrationExecutor(connection)
    if sentence := too_old(executor):
        raise PlatformError(sentence)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        applied = {app for app, _name in executor.loader.applied_migrations}
        with step(f"Setting up the database ({len(plan)} migrations)"):
            _migrate(first="accounts" not in applied)
    else:
        executor.check_replacements()  # those that stand for others are noted as applied


def _migrate(*, first: bool) -> None:
    """For the first time all of ours or none.

    Django notes a migration when its tables are there already: killed in between, the next start
    would find tables that it does not know. Those of jobs note themselves, and use values that
    PostgreSQL wants committed before.
    """
    from django.core.management import call_command
    from django.db import transaction

    if first:
        call_command("migrate", "procrastinate", interactive=False, verbosity=0)
    with transaction.atomic() if first else nullcontext():
        call_command("migrate", interactive=False, verbosity=0)


def collect_static() -> None:
    """Copy and compress static files, when any of them changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    root = Path(settings.STATIC_ROOT)
    stamp = root.with_name("static.stamp")
    if root.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == digest.hexdigest():
        return
    started = time.monotonic()
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    root.mkdir(exist_ok=True)
    stamp.write_text(digest.hexdigest(), encoding="ascii")
    # One line, at the end: another preparation speaks at the same time.
    say(f"Static files collected ({time.monotonic() - started:.1f} s)")


def refuse_other_city(key: str) -> None:
    """A demo's people stand in its city: another one over them would be thousands of problems.

    Raises PlatformError.
    """
    from django.conf import settings

    from gongzhi.cli.profile import profile_folder
    from gongzhi.profiles.selectors import NoProfileError, current

    try:
        there = current().key
    except NoProfileError:
        return
    if there != profile_folder(key).name:
        raise PlatformError(
            f"{settings.DATA} holds the demo of {there}, not of {key}: "
            f"name another folder with --data (DATA=…), or delete this one."
        )


def apply_profile(key: str) -> None:
    """Apply a city's profile; nothing is done when its files are in force already."""
    from django.conf import settings

    from gongzhi.cli.newprofile import BASE
    from gongzhi.cli.profile import apply_folder, profile_folder
    from gongzhi.profiles.deskchanges import desk_changes
    from gongzhi.profiles.selectors import newest_release

    folder = profile_folder(key)
    files = _digest_of(folder, folder.parent / BASE)
    stamp = Path(settings.DATA) / "profile.stamp"
    in_force = newest_release()
    if stamp.exists() and stamp.read_text(encoding="ascii") == f"{files} {in_force}":
        return
    if desk_changes(folder.name):
        # A restart never undoes what an office changed; whoever wants the files applies them.
        say(
            f"Profile {key}: version {in_force} with changes from the settings pages stays in force"
        )
        stamp.write_text(f"{files} {in_force}", encoding="ascii")
        return
    started = time.monotonic()
    applied = apply_folder(folder)
    stamp.write_text(f"{files} {applied.version}", encoding="ascii")
    if applied.changes:
        say(
            f"Profile {key}: version {applied.version} applied ({time.monotonic() - started:.1f} s)"
        )


def _digest_of(*folders: Path) -> str:
    """Of every file in the folders, and of this release of the program, which reads them."""
    from gongzhi import __version__

    digest = hashlib.sha256(__version__.encode())
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
