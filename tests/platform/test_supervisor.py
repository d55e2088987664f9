"""The supervisor as a user meets it: real processes, real signals, no Django inside."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from gongzhi.platform.databaseurl import embedded_database
from gongzhi.platform.ports import check_port
from gongzhi.platform.postgres import EmbeddedPostgres
from gongzhi.platform.problems import PlatformError

HOLD = """
import sys, time
from pathlib import Path
from gongzhi.platform.postgres import EmbeddedPostgres
from gongzhi.platform.supervisor import Service, Stopped, Supervisor, stop_signals
data = Path(sys.argv[1])
supervisor = Supervisor(EmbeddedPostgres(data, durable=False))
with stop_signals():
    try:
        supervisor.database.start()
        supervisor.add(Service("sleeper", ["/bin/sleep", "1000"], {}, data / "logs" / "s.log"))
        print(supervisor.database.pid, supervisor.services[0].process.pid, flush=True)
        supervisor.run()
    except Stopped:
        pass
    finally:
        supervisor.stop()
"""


@pytest.fixture
def data(open_folder: Path) -> Iterator[Path]:
    """A data folder with spaces and a path longer than a socket's may be."""
    folder = open_folder / ("long " * 20).strip() / ("longer " * 10).strip()
    yield folder
    # What a killed supervisor leaves, until the next one on the same folder clears it away.
    left = Path(embedded_database(folder)["HOST"])
    if left.name.startswith("gongzhi-"):
        shutil.rmtree(left, ignore_errors=True)


@pytest.fixture
def hold(data: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], int, int]]]:
    """Start a supervisor; returns (its process, the server's pid, the sleeper's pid)."""
    started: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], int, int]:
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(data)], stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        assert process.stdout is not None
        server, sleeper = process.stdout.readline().split()
        return process, int(server), int(sleeper)

    yield start
    for process in started:
        if process.poll() is None:
            process.terminate()
            process.wait(30)


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return condition()


def family(pid: int) -> list[int]:
    """The process and its children, from /proc."""
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [pid, *(int(child) for child in path.read_text(encoding="ascii").split())]


def connect(data: Path) -> psycopg.Connection:
    entry = embedded_database(data)
    return psycopg.connect(
        host=entry["HOST"], user=entry["USER"], password=entry["PASSWORD"], dbname=entry["NAME"]
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="death signals are Linux's")
def test_kill_9_of_the_supervisor_leaves_nothing(data, hold) -> None:
    process, server, sleeper = hold()
    everyone = [*family(server), sleeper]
    assert len(everyone) > 3
    process.kill()
    process.wait()
    assert wait_for(lambda: not any(alive(pid) for pid in everyone))


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_stops_everything_and_removes_the_socket(data, hold, sig) -> None:
    process, server, sleeper = hold()
    socket_folder = Path(embedded_database(data)["HOST"])
    assert socket_folder.stat().st_mode & 0o777 == 0o700
    process.send_signal(sig)
    assert process.wait(30) == 0
    assert not alive(server)
    assert not alive(sleeper)
    assert not socket_folder.exists()


def test_data_stay_after_kill_9_and_a_second_start_is_quick(data, hold) -> None:
    process, *_ = hold()
    with connect(data) as connection:
        connection.execute("CREATE TABLE kept (value int)")
        connection.execute("INSERT INTO kept VALUES (42)")
    old_socket = Path(embedded_database(data)["HOST"])
    process.kill()
    process.wait()
    begun = time.monotonic()
    hold()
    assert time.monotonic() - begun < 10
    with connect(data) as connection:
        assert connection.execute("SELECT value FROM kept").fetchall() == [(42,)]
    assert not old_socket.exists()


def test_a_killed_database_and_a_killed_service_are_started_again(data, hold) -> None:
    _, server, sleeper = hold()
    os.kill(server, signal.SIGKILL)
    os.kill(sleeper, signal.SIGKILL)

    def answers() -> bool:
        try:
            with connect(data) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    assert wait_for(lambda: not alive(server) and answers())


def test_a_second_supervisor_on_the_same_folder_is_told_so(data, hold) -> None:
    hold()
    with pytest.raises(PlatformError, match="Another gongzhi already works"):
        EmbeddedPostgres(data).start()


def test_two_data_folders_at_once(data, hold) -> None:
    hold()
    with (
        EmbeddedPostgres(data.with_name("other"), durable=False) as server,
        psycopg.connect(server.conninfo) as connection,
    ):
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_the_database_asks_for_a_password_and_does_not_listen_on_tcp(data) -> None:
    with EmbeddedPostgres(data, durable=False) as server:
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(server.conninfo, password="wrong")
        with psycopg.connect(server.conninfo) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            role = connection.execute(
                "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            assert role == (False,)
    assert (data / "secrets" / "database_password").stat().st_mode & 0o777 == 0o600


def test_a_data_folder_that_cannot_be_made_is_one_sentence(tmp_path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(PlatformError, match=r"^The data folder .* cannot be used: .*\.$"):
        EmbeddedPostgres(tmp_path / "file" / "data").start()


def test_a_full_disk_is_one_sentence(data, monkeypatch) -> None:
    monkeypatch.setattr("gongzhi.platform.datafolder.MINIMUM_FREE_BYTES", 2**62)
    server = EmbeddedPostgres(data)
    with pytest.raises(PlatformError, match="MB left"), server:
        pass


def test_a_database_that_is_there_starts_on_a_nearly_full_disk(data, monkeypatch) -> None:
    with EmbeddedPostgres(data, durable=False):
        pass
    monkeypatch.setattr("gongzhi.platform.datafolder.MINIMUM_FREE_BYTES", 2**62)
    with EmbeddedPostgres(data, durable=False) as server:
        assert server.pid is not None


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PlatformError, match=f"^Port {port} of 127.0.0.1 is in use"):
            check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)
