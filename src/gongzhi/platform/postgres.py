"""The embedded PostgreSQL: one server, child of this process, on one data folder."""

import json
import os
import secrets
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psycopg

from gongzhi.platform import datafolder, pgtuning
from gongzhi.platform.children import start_child, stop_child
from gongzhi.platform.clusterfolder import ClusterPlace, cluster_place
from gongzhi.platform.databaseurl import RUN_FILE
from gongzhi.platform.pgorphan import stop_orphan
from gongzhi.platform.problems import PlatformError
from gongzhi.platform.secretfile import secret

ADMIN, ROLE, DATABASE = "postgres", "gongzhi", "gongzhi"
_SOCKET_LIMIT = 90
"""A socket's path has at most 107 bytes; PostgreSQL appends `/.s.PGSQL.5432.lock`."""
_RESTART_PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds between the tries to start a server that died under us."""


class EmbeddedPostgres:
    """Start, watch and stop the server of a data folder.

    >>> with EmbeddedPostgres(Path("data")) as server:
    ...     psycopg.connect(server.conninfo)

    Holds the folder's lock from `start` to `stop`. `durable=False` (tests) trades safety against
    power cuts for speed. Every failure is a PlatformError with one sentence.
    """

    def __init__(self, data: Path, *, durable: bool = True) -> None:
        self.data = data
        self.durable = durable
        self._lock: int | None = None
        self._place: ClusterPlace | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: Path | None = None
        self._password = ""

    def __enter__(self) -> "EmbeddedPostgres":
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def conninfo(self) -> str:
        """libpq's connection string of the product's own role and database."""
        return self._conninfo(ROLE, DATABASE)

    @property
    def pid(self) -> int | None:
        """Process id of the server, None when it does not run."""
        running = self._process is not None and self._process.poll() is None
        return self._process.pid if self._process and running else None

    def start(self) -> None:
        """Make the cluster when there is none, start the server, wait until it answers."""
        self.data = datafolder.prepare_data_folder(self.data)
        self._lock = datafolder.try_lock(self.data)
        if self._lock is None:
            raise PlatformError(f"Another gongzhi already works with the data folder {self.data}.")
        self._place = cluster_place(self.data)
        there = (self._place.folder / "PG_VERSION").exists()
        datafolder.check_disk(self.data, again=there)
        self._password = secret(
            self.data / "secrets", "database_password", lambda: secrets.token_urlsafe(24)
        )
        self._remove_stale_socket()
        stop_orphan(self._place.folder)
        self._socket = self._make_socket_folder()
        if not (self._place.folder / "PG_VERSION").exists():
            self._init()
        self._check_version()
        self._spawn()
        self._ensure_database()
        self._write_run_file()

    def keep_alive(self) -> bool:
        """Restart the server if it died; True when it had. Call it again and again."""
        if self._process is None or self._process.poll() is None:
            return False
        for pause in (*_RESTART_PAUSES, None):
            try:
                if self._place is not None:
                    stop_orphan(self._place.folder)
                self._spawn()
                break
            except PlatformError:
                # Killed hard, it leaves sessions that finish their query before they notice, and
                # a new server waits for their shared memory to be free.
                if pause is None:
                    raise
                time.sleep(pause)
        return True

    def stop(self) -> None:
        """Fast shutdown (open transactions are rolled back), then give up folder and lock."""
        if self._process is not None:
            stop_child(self._process, sig=signal.SIGINT, patience=60)
            self._process = None
        if self._socket is not None:
            _remove_folder(self._socket)
            self._socket = None
        if self._lock is not None:
            (self.data / "run" / RUN_FILE).unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None

    def _conninfo(self, user: str, database: str) -> str:
        return psycopg.conninfo.make_conninfo(
            host=str(self._socket),
            port=5432,
            user=user,
            password=self._password,
            dbname=database,
            connect_timeout=5,
        )

    def _make_socket_folder(self) -> Path:
        assert self._place is not None
        for parent in ("/tmp", tempfile.gettempdir()):  # noqa: S108  mkdtemp makes it private
            if os.access(parent, os.W_OK) and len(parent) < _SOCKET_LIMIT - 20:
                folder = Path(tempfile.mkdtemp(prefix="gongzhi-", dir=parent))
                if self._place.run_as:
                    os.chown(folder, self._place.run_as.uid, self._place.run_as.gid)
                return folder
        raise PlatformError("No temporary folder with a short name can be written for the socket.")

    def _remove_stale_socket(self) -> None:
        """A supervisor that was killed leaves its socket folder; the run file names it."""
        path = self.data / "run" / RUN_FILE
        with suppress(OSError, ValueError, KeyError):
            folder = Path(json.loads(path.read_text(encoding="utf-8"))["socket"])
            if folder.name.startswith("gongzhi-"):
                _remove_folder(folder)
        path.unlink(missing_ok=True)

    def _init(self) -> None:
        assert self._place is not None
        assert self._socket is not None
        password_file = self._socket / "password"
        password_file.write_text(self._password, encoding="utf-8")
        password_file.chmod(0o600)
        if self._place.run_as:
            os.chown(password_file, self._place.run_as.uid, self._place.run_as.gid)
        command = [
            str(self._place.installation / "bin" / "initdb"),
            f"--pgdata={self._place.folder}",
            f"--username={ADMIN}",
            "--auth=scram-sha-256",
            f"--pwfile={password_file}",
            "--encoding=UTF8",
            "--locale=C",
            "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        ]
        process = start_child(
            command,
            death_signal=signal.SIGKILL,
            run_as=self._place.run_as,
            folder=self._place.folder,
            env=_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        output = process.communicate(timeout=180)[0].decode(errors="replace")
        password_file.unlink()
        if process.returncode != 0:
            raise PlatformError(f"A database cannot be made: {_last_line(output)}")

    def _check_version(self) -> None:
        assert self._place is not None
        if self._place.run_as is None or os.geteuid() == 0:
            there = (self._place.folder / "PG_VERSION").read_text(encoding="ascii").strip()
            ours = self._place.installation.name.removeprefix("pginstall")
            if ours and there != ours:
                raise PlatformError(
                    f"The database in {self._place.folder} was made by PostgreSQL {there}, this "
                    f"release brings {ours}: restore a backup into a new data folder."
                )

    def _spawn(self) -> None:
        assert self._place is not None
        settings = pgtuning.settings_for(
            pgtuning.machine_memory(),
            durable=self.durable,
            shared_memory_free=pgtuning.shared_memory_free(),
        )
        log = self.data / "logs" / "postgres.log"
        log.parent.mkdir(mode=0o700, exist_ok=True)
        if log.exists() and log.stat().st_size > 20 * 1024 * 1024:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            self._process = start_child(
                [
                    str(self._place.installation / "bin" / "postgres"),
                    *("-D", str(self._place.folder), "-k", str(self._socket)),
                    *(part for key in settings for part in ("-c", f"{key}={settings[key]}")),
                ],
                death_signal=signal.SIGINT,
                run_as=self._place.run_as,
                folder=self._place.folder,
                env=_environment(),
                stdout=output,
                stderr=output,
            )
        self._wait_until_ready(log)

    def _wait_until_ready(self, log: Path, seconds: float = 120) -> None:
        assert self._process is not None
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process.poll() is not None:
                raise PlatformError(
                    f"The database does not start: {_last_line(_tail(log))} (see {log})"
                )
            try:
                psycopg.connect(self._conninfo(ADMIN, "postgres")).close()
                return
            except psycopg.OperationalError:
                time.sleep(0.05)
        raise PlatformError(f"The database did not answer within {seconds:.0f} s; see {log}.")

    def _ensure_database(self) -> None:
        with psycopg.connect(self._conninfo(ADMIN, "postgres"), autocommit=True) as connection:
            if not connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]
            ).fetchone():
                connection.execute(
                    psycopg.sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                        psycopg.sql.Identifier(ROLE), psycopg.sql.Literal(self._password)
                    )
                )
                # Benchmarks start from a checkpoint.
                connection.execute(
                    psycopg.sql.SQL("GRANT pg_checkpoint TO {}").format(
                        psycopg.sql.Identifier(ROLE)
                    )
                )
            if not connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
            ).fetchone():
                connection.execute(
                    psycopg.sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        psycopg.sql.Identifier(DATABASE), psycopg.sql.Identifier(ROLE)
                    )
                )

    def _write_run_file(self) -> None:
        path = self.data / "run" / RUN_FILE
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(
                {
                    "socket": str(self._socket),
                    "user": ROLE,
                    "password": self._password,
                    "name": DATABASE,
                },
                file,
            )
        draft.replace(path)


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def _remove_folder(folder: Path) -> None:
    with suppress(OSError):
        for entry in folder.iterdir():
            entry.unlink(missing_ok=True)
        folder.rmdir()


def _tail(path: Path) -> str:
    with suppress(OSError):
        return path.read_bytes()[-4000:].decode(errors="replace")
    return ""


def _last_line(text: str) -> str:
    """The line that says why: the last FATAL or error, else the last one."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    reasons = [line for line in lines if "FATAL" in line or "error:" in line or "PANIC" in line]
    return (reasons or lines or ["no reason given"])[-1]
