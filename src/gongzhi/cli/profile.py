"""`gongzhi profile check|diff|apply|export|new`: a city's configuration."""

import argparse
import getpass
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gongzhi.cli.newprofile import BASE, new_profile
from gongzhi.cli.project import (
    add_data_argument,
    project,
    set_environment,
    setup_django,
    speak,
)
from gongzhi.platform.problems import PlatformError

MOST_SHOWN = 100  # lines of a diff before it is applied; a new city has tens of thousands


def register(subparsers: Any) -> None:
    """Add the command and its verbs."""
    parser = subparsers.add_parser(
        "profile",
        help="check, compare, apply, export or begin a city's configuration",
        description="A profile is a folder of YAML and CSV files: levels, areas, bodies, "
        "processes, limits, words. PROFILE is the key of a folder in profiles/, or a path.",
    )
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    check = verbs.add_parser("check", help="list every mistake with file, line and field")
    check.add_argument("profile", metavar="PROFILE")
    check.set_defaults(run=_check)
    for name, text, run in (
        ("diff", "show what applying would change, changing nothing", _diff),
        ("apply", "apply it, all or nothing", _apply),
    ):
        verb = verbs.add_parser(name, help=text)
        verb.add_argument("profile", metavar="PROFILE")
        add_data_argument(verb)
        verb.set_defaults(run=run)
        if name == "apply":
            verb.add_argument(
                "--over-desk-changes",
                action="store_true",
                help="apply even what undoes changes that were made on the settings pages",
            )
    export = verbs.add_parser("export", help="write the profile in force back to files")
    export.add_argument("folder", metavar="FOLDER", type=Path)
    export.add_argument("--version", type=int, metavar="N", help="an earlier version")
    add_data_argument(export)
    export.set_defaults(run=_export)
    new = verbs.add_parser("new", help="begin a city's profile")
    new.add_argument("folder", metavar="FOLDER", type=Path, help="its last part is the key")
    new.add_argument(
        "--from",
        dest="source",
        default="_standard",
        metavar="PROFILE",
        help="a city to copy; without it a small place over _standard, every line to be replaced",
    )
    new.set_defaults(run=_new)


def profile_folder(name: str) -> Path:
    """The folder of a profile given by key or path; PlatformError when it is not there."""
    from django.conf import settings

    return find_folder(name, settings.GONGZHI_PROFILES_DIR)


def check_key(name: str) -> None:
    """PlatformError when there is no such profile; for commands that start much before Django."""
    profiles = os.environ.get("GONGZHI_PROFILES") or Path(__file__).parents[3] / "profiles"
    find_folder(name, Path(profiles))


def find_folder(name: str, profiles: Path) -> Path:
    """Like `profile_folder`, without Django."""
    for folder in (Path(name), profiles / name):
        if (folder / "profile.yaml").is_file():
            return folder
    known = sorted(path.parent.name for path in profiles.glob("[!_]*/profile.yaml"))
    raise PlatformError(
        f"There is no profile {name}; "
        + (f"these are there: {', '.join(known)}." if known else f"{profiles} holds none.")
    )


def apply_folder(folder: Path, *, over_desk_changes: bool = False, show: Any = None) -> Any:
    """Apply a profile folder; PlatformError that lists every problem when it is not good.

    `show` is given the changes before they are committed.
    """
    from gongzhi.profiles.deskchanges import DeskChangesError
    from gongzhi.profiles.errors import ProfileInvalidError
    from gongzhi.profiles.services.apply_profile import Origin, apply_profile

    try:
        return apply_profile(
            folder,
            origin=Origin(made_by_name=_me()),
            over_desk_changes=over_desk_changes,
            show=show,
        )
    except ProfileInvalidError as error:
        raise PlatformError(f"The profile was not applied:\n{error}") from error
    except DeskChangesError as error:
        raise PlatformError(
            f"The profile was not applied: it would undo what was changed on the settings pages "
            f"(versions {_versions(error)}). Take these into the files first (`gongzhi profile "
            f"export`), or leave them behind with --over-desk-changes:\n{error}"
        ) from error


def _versions(error: Any) -> str:
    return ", ".join(f"{one.version} by {one.made_by_name}" for one in error.releases)


def _me() -> str:
    try:
        return getpass.getuser()[:80]
    except (KeyError, OSError):  # a user without a name
        return ""


def _check(arguments: argparse.Namespace) -> int:
    # The settings need no database for this, nor a data folder of their own.
    _light_settings()
    from gongzhi.profiles.services.check_profile import check_profile

    speak()
    folder = profile_folder(arguments.profile)
    problems = check_profile(folder)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if problems:
        if any(problem.file.startswith(f"{BASE}/") for problem in problems):
            sys.stderr.write(
                f"What stands in {BASE} is shared and stays as it is: in the file of the same name "
                f"in {folder.name}, a row with the same key replaces it and drop = 1 removes it.\n"
            )
        raise PlatformError(f"The profile {folder.name} has {_count(len(problems), 'mistake')}.")
    sys.stdout.write(f"The profile {folder.name} is good.\n")
    return 0


def _light_settings() -> None:
    os.environ.setdefault("SECRET_KEY", "no-request-is-served")
    for name in ("GONGZHI_KEYS", "GONGZHI_ROOT_KEY"):
        os.environ.setdefault(name, "none:" + "A" * 43 + "=")
    set_environment(Path(os.environ.get("GONGZHI_DATA") or "data"))
    setup_django()


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _diff(arguments: argparse.Namespace) -> int:
    with project(arguments.data):
        speak()
        from gongzhi.profiles.deskchanges import told
        from gongzhi.profiles.errors import ProfileInvalidError
        from gongzhi.profiles.services.apply_profile import desk_changes_lost, diff_profile

        folder = profile_folder(arguments.profile)
        try:
            changes = diff_profile(folder)
            lost = desk_changes_lost(folder)
            stale = _stale(folder)
        except ProfileInvalidError as error:
            raise PlatformError(f"The profile cannot be applied:\n{error}") from error
    for change in changes:
        sys.stdout.write(f"{change}\n")
    sys.stdout.write(f"{_count(len(changes), 'change')}.\n")
    sys.stdout.writelines(stale)
    if lost:
        sys.stdout.write("Of what was changed on the settings pages this would be undone:\n")
        sys.stdout.writelines(f"! {told(one)}\n" for one in lost)
    return 0


def _stale(folder: Path | None = None) -> list[str]:
    """Lines of these files, or of those in force, that name a body which was ended in the desk."""
    from gongzhi.orgs.ending.naming import stale_settings
    from gongzhi.profiles.content import ProfileFiles
    from gongzhi.profiles.services.check_profile import read_profile

    files = ProfileFiles(folder.name, read_profile(folder).files) if folder else None
    return [f"! {one.said}\n" for one in stale_settings(files)]


def _show_changes(changes: Sequence[Any]) -> None:
    """What is about to change, before it does."""
    for change in changes[:MOST_SHOWN]:
        sys.stdout.write(f"{change}\n")
    if len(changes) > MOST_SHOWN:
        sys.stdout.write(f"… and {len(changes) - MOST_SHOWN} more (`gongzhi profile diff`).\n")
    sys.stdout.flush()


def _apply(arguments: argparse.Namespace) -> int:
    with project(arguments.data):
        speak()
        folder = profile_folder(arguments.profile)
        applied = apply_folder(
            folder, over_desk_changes=arguments.over_desk_changes, show=_show_changes
        )
        stale = _stale()
    sys.stdout.write(
        f"Version {applied.version} is in force, {_count(len(applied.changes), 'change')}.\n"
    )
    sys.stdout.writelines(stale)
    return 0


def _export(arguments: argparse.Namespace) -> int:
    with project(arguments.data):
        speak()
        from gongzhi.profiles.errors import ProfileInvalidError
        from gongzhi.profiles.services.export_profile import export_profile

        try:
            paths = export_profile(arguments.folder, version=arguments.version)
        except ProfileInvalidError as error:
            raise PlatformError(f"Nothing was exported:\n{error}") from error
    sys.stdout.write(f"{len(paths)} files written under {arguments.folder}.\n")
    return 0


def _new(arguments: argparse.Namespace) -> int:
    _light_settings()
    from django.conf import settings

    standard = Path(settings.GONGZHI_PROFILES_DIR) / BASE
    source = standard if arguments.source == BASE else profile_folder(arguments.source)
    sys.stdout.write(f"{new_profile(arguments.folder, source)}\n")
    return 0
