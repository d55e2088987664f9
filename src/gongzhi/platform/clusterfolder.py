"""Which folder holds the embedded cluster, and as which user PostgreSQL runs on it."""

import os
import pwd
import secrets
from dataclasses import dataclass
from pathlib import Path

from gongzhi.platform import pgbinaries
from gongzhi.platform.children import OsUser
from gongzhi.platform.osuser import database_user, may_enter
from gongzhi.platform.problems import PlatformError

SYSTEM_FOLDER = Path("/var/lib/gongzhi")
"""Made by us when root's data folder or environment cannot be entered by the database's user."""


@dataclass(frozen=True)
class ClusterPlace:
    """PGDATA, the installation that serves it, and the user to run as (None: ourselves)."""

    folder: Path
    installation: Path
    run_as: OsUser | None


def cluster_place(data: Path) -> ClusterPlace:
    """Find or make the place of the cluster of a data folder.

    An ordinary user's cluster is `<data>/postgres`. Root's is there too when the database's own
    user may enter it, else in /var/lib/gongzhi, and `<data>/postgres.location` says where: no
    folder that we did not make is changed. Raises PlatformError with the reason.
    """
    user = database_user()
    try:
        if user is None:
            return ClusterPlace(_own_folder(data), pgbinaries.installation(), None)
        return ClusterPlace(_folder_for(user, data), _installation_for(user), user)
    except OSError as error:
        raise PlatformError(
            f"No folder for the database can be made: {error.filename}: {error.strerror}."
        ) from error


def _own_folder(data: Path) -> Path:
    folder = data / "postgres"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.stat().st_uid
    if owner != os.geteuid():
        raise PlatformError(
            f"The database in {folder} belongs to the user {_name(owner)}: start gongzhi as that "
            "user or choose another data folder."
        )
    return folder


def _folder_for(user: OsUser, data: Path) -> Path:
    pointer = data / "postgres.location"
    if pointer.exists():
        folder = Path(pointer.read_text(encoding="utf-8").strip())
        if not folder.is_dir():
            raise PlatformError(
                f"The database of {data} should be in {folder} (as {pointer} says), "
                "but that folder is gone."
            )
        return folder
    folder = data / "postgres"
    if not folder.exists():
        folder.mkdir(mode=0o700)
        os.chown(folder, user.uid, user.gid)
    if folder.stat().st_uid != user.uid:
        raise PlatformError(
            f"The database in {folder} belongs to the user {_name(folder.stat().st_uid)}: start "
            "gongzhi as that user or choose another data folder."
        )
    if may_enter(user, folder):
        return folder
    folder.rmdir()
    elsewhere = _system_folder("databases") / f"{data.name}-{secrets.token_hex(4)}"
    elsewhere.mkdir(mode=0o700)
    os.chown(elsewhere, user.uid, user.gid)
    pointer.write_text(f"{elsewhere}\n", encoding="utf-8")
    return elsewhere


def _installation_for(user: OsUser) -> Path:
    installation = pgbinaries.installation()
    if may_enter(user, installation / "bin"):
        return installation
    return pgbinaries.copy_for_other_user(_system_folder("programs"))


def _system_folder(name: str) -> Path:
    for folder in (SYSTEM_FOLDER, SYSTEM_FOLDER / name):
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711)
    return SYSTEM_FOLDER / name


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
