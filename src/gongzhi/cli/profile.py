"""`gongzhi profile check|diff|apply|export|new`: a city's configuration."""

import argparse
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from gongzhi.cli.project import add_data_argument, project, set_environment, setup_django
from gongzhi.platform.problems import PlatformError


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
    export = verbs.add_parser("export", help="write the profile in force back to files")
    export.add_argument("folder", metavar="FOLDER", type=Path)
    export.add_argument("--version", type=int, metavar="N", help="an earlier version")
    add_data_argument(export)
    export.set_defaults(run=_export)
    new = verbs.add_parser("new", help="begin a city's profile as a copy of another's")
    new.add_argument("folder", metavar="FOLDER", type=Path, help="its last part is the key")
    new.add_argument("--from", dest="source", default="qianan", metavar="PROFILE")
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


def apply_folder(folder: Path) -> Any:
    """Apply a profile folder; PlatformError that lists every problem when it is not good."""
    from gongzhi.profiles.errors import ProfileInvalidError
    from gongzhi.profiles.services.apply_profile import apply_profile

    try:
        return apply_profile(folder)
    except ProfileInvalidError as error:
        raise PlatformError(f"The profile was not applied:\n{error}") from error


def _check(arguments: argparse.Namespace) -> int:
    # The settings need no database for this, nor a data folder of their own.
    _light_settings()
    from gongzhi.profiles.services.check_profile import check_profile

    folder = profile_folder(arguments.profile)
    problems = check_profile(folder)
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    if problems:
        raise PlatformError(f"The profile {folder.name} has {len(problems)} mistakes.")
    sys.stdout.write(f"The profile {folder.name} is good.\n")
    return 0


def _light_settings() -> None:
    os.environ.setdefault("SECRET_KEY", "no-request-is-served")
    for name in ("GONGZHI_KEYS", "GONGZHI_ROOT_KEY"):
        os.environ.setdefault(name, "none:" + "A" * 43 + "=")
    set_environment(Path(os.environ.get("GONGZHI_DATA") or "data"))
    setup_django()


def _diff(arguments: argparse.Namespace) -> int:
    with project(arguments.data):
        from gongzhi.profiles.errors import ProfileInvalidError
        from gongzhi.profiles.services.apply_profile import diff_profile

        try:
            changes = diff_profile(profile_folder(arguments.profile))
        except ProfileInvalidError as error:
            raise PlatformError(f"The profile cannot be applied:\n{error}") from error
    for change in changes:
        sys.stdout.write(f"{change}\n")
    sys.stdout.write(f"{len(changes)} changes.\n")
    return 0


def _apply(arguments: argparse.Namespace) -> int:
    with project(arguments.data):
        applied = apply_folder(profile_folder(arguments.profile))
    sys.stdout.write(f"Version {applied.version} is in force, {len(applied.changes)} changes.\n")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    with project(arguments.data):
        from gongzhi.profiles.errors import ProfileInvalidError
        from gongzhi.profiles.services.export_profile import export_profile

        try:
            paths = export_profile(arguments.folder, version=arguments.version)
        except ProfileInvalidError as error:
            raise PlatformError(f"Nothing was exported:\n{error}") from error
    sys.stdout.write(f"{len(paths)} files written under {arguments.folder}.\n")
    return 0


def _new(arguments: argparse.Namespace) -> int:
    key = arguments.folder.name
    if not re.fullmatch(r"[a-z][a-z0-9_]*", key):
        raise PlatformError(f"A key has small letters, digits and _ only, not {key!r}.")
    if arguments.folder.exists():
        raise PlatformError(f"{arguments.folder} is there already.")
    _light_settings()
    source = profile_folder(arguments.source)
    shutil.copytree(source, arguments.folder)
    main = arguments.folder / "profile.yaml"
    text = main.read_text(encoding="utf-8")
    main.write_text(re.sub(r"(?m)^key:.*$", f"key: {key}", text, count=1), encoding="utf-8")
    sys.stdout.write(
        f"{arguments.folder} begins as a copy of {source.name}: edit it, then run "
        f"`gongzhi profile check {arguments.folder}`.\n"
    )
    return 0
