"""Secrets that the product makes for itself when nobody gives them.

Each secret is a file of its own in `<data>/secrets` (folder 0700, file 0600), so that a backup
can leave the folder out and an operator can keep it elsewhere.
"""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from gongzhi.platform.problems import PlatformError


def new_secret_key() -> str:
    """A Django SECRET_KEY: 64 URL-safe characters."""
    return secrets.token_urlsafe(48)


def new_keyring() -> str:
    """A keyring with one fresh 256-bit key, as `id:base64`."""
    return f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def secret(folder: Path, name: str, make: Callable[[], str]) -> str:
    """Read the secret `name` from `folder`, making it first when it is not there.

    The file appears in one step (link of a finished file), so two processes that start at the
    same time read the same value. Raises PlatformError when the folder cannot be used.
    """
    path = folder / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _create(path, make())
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise PlatformError(
            f"The secret {path} cannot be read or written: {error.strerror}."
        ) from error


def _create(path: Path, value: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()


def replace_secret(folder: Path, name: str, value: str) -> None:
    """Put another value in the place of a secret, in one step. PlatformError when it cannot."""
    path = folder / name
    draft = path.with_name(f".{name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(value + "\n")
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise PlatformError(f"The secret {path} cannot be written: {error.strerror}.") from error
