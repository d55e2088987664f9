"""`gongzhi keys`: rotate the keys that seal personal data, see how far it is, let old ones go."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from gongzhi.cli.project import add_data_argument, project
from gongzhi.platform.problems import PlatformError
from gongzhi.platform.secretfile import new_keyring, replace_secret

_HOURS = 24  # what a session keeps sealed is gone by then
_ENVIRONMENT = (
    "The keys stand in GONGZHI_KEYS: {todo} on every machine, restart them, then run this again."
)


def register(subparsers: Any) -> None:
    """Add the command."""
    parser = subparsers.add_parser(
        "keys",
        help="rotate the keys that seal personal data; drop those that nothing needs any more",
        description="For the security administrator on the server. Never prints a key.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    texts = {
        "status": "which keys there are and how many values each old one still seals",
        "rotate": "make a new key and seal everything anew, while others work; run it again "
        "after a kill and it goes on",
        "drop": "with the service stopped: rewrite the blind indexes under the current key and "
        "drop all others, a day after the rotation",
    }
    for name, run in (("status", _status), ("rotate", _rotate), ("drop", _drop)):
        action = actions.add_parser(name, help=texts[name], description=texts[name])
        add_data_argument(action)
        if name == "rotate":
            action.add_argument(
                "--wait", type=float, default=5.0, metavar="SECONDS",
                help="how long others have to notice the new key (default: 5)",
            )  # fmt: skip
        action.set_defaults(run=lambda arguments, run=run: _within(arguments, run))


def _within(arguments: argparse.Namespace, run: Any) -> int:
    with project(arguments.data):
        run(arguments)
    return 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _status(_arguments: argparse.Namespace) -> None:
    from gongzhi.kernel import crypto
    from gongzhi.office.services.rotate_keys import left

    ring = crypto.newest_keyring()
    _say(f"Keys, the newest first: {', '.join(ring.key_ids)}. {ring.current} seals.")
    found = left()
    for name, count in found.items():
        _say(f"{name}: {count} still sealed by an older key")
    if not found:
        _say(f"Everything is sealed by {ring.current}.")


def _rotate(arguments: argparse.Namespace) -> None:
    from django.conf import settings

    from gongzhi.kernel import crypto
    from gongzhi.office.services.rotate_keys import left, reseal

    if left():
        _say(f"Going on with {crypto.keyring().current}: something is not yet sealed by it.")
    else:
        _new_key()
        ring = crypto.newest_keyring()
        _say(f"New key {ring.current}. Others notice it within {crypto.FRESH_SECONDS:.0f} s.")
        time.sleep(max(0.0, arguments.wait))
    done = 0
    while left():
        done += reseal(told=_progress)
    _say(f"Done: {done} values sealed anew by {crypto.keyring().current}.")
    _say("The old key is kept: a day from now, `gongzhi keys drop` with the service stopped.")
    if settings.GONGZHI_KEYS_FILE is None:
        _say(
            "The keys stand in GONGZHI_KEYS, which is read at the start: a change needs a restart."
        )


def _progress(column: str, done: int) -> None:
    if done % 10_000 == 0:
        _say(f"{column}: {done}")


def _new_key() -> None:
    from django.conf import settings

    path = settings.GONGZHI_KEYS_FILE
    if path is None:
        raise PlatformError(_ENVIRONMENT.format(todo="put a new key in front"))
    _write(path, f"{new_keyring()},{path.read_text(encoding='utf-8').strip()}")


def _write(path: Path, value: str) -> None:
    replace_secret(path.parent, path.name, value)


def _drop(_arguments: argparse.Namespace) -> None:
    from django.conf import settings

    from gongzhi.kernel import crypto
    from gongzhi.kernel.crypto import Keyring
    from gongzhi.office.services.rotate_keys import left, others_connected, rewrite_indexes

    ring = crypto.newest_keyring()
    if len(ring.key_ids) == 1:
        raise PlatformError("There is only one key.")
    if found := left():
        raise PlatformError(
            f"{sum(found.values())} values are still sealed by an older key: run"
            " `gongzhi keys rotate` first."
        )
    path = settings.GONGZHI_KEYS_FILE
    if path is not None and time.time() - path.stat().st_mtime < _HOURS * 3600:
        raise PlatformError(
            f"The newest key is younger than {_HOURS} hours: sessions may still need the old one."
        )
    if count := others_connected():
        raise PlatformError(
            f"{count} other connections use the database: stop the service (gongzhi serve, worker)."
        )
    entry = _entry(path, ring.current)
    alone = Keyring([entry], "sm" if settings.GONGZHI_CIPHERS == "sm" else "aes")
    rows = rewrite_indexes(alone)
    if path is None:
        _say(_ENVIRONMENT.format(todo=f"leave only {ring.current} in it"))
    else:
        _write(path, entry)
    _say(f"{rows} indexes rewritten. {ring.current} is the only key now.")


def _entry(path: Path | None, key_id: str) -> str:
    from django.conf import settings

    entries = path.read_text(encoding="utf-8").strip().split(",") if path else settings.GONGZHI_KEYS
    return next(str(one) for one in entries if one.split(":", 1)[0] == key_id)
