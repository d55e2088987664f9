"""Whoever started the product and is killed takes everything with it: `make demo`, kill -9."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.durability.server import Server, alive, descendants, wait_for
from tests.migrated import make_migrated

from gongzhi.platform.databaseurl import embedded_database

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="death signals")
# What make does: a child that it waits for, tied to it by the variable.
MAKE = "import subprocess, sys; subprocess.run(sys.argv[1:], check=False)"


@pytest.fixture
def made(open_folder: Path):
    """A server below a process that only waits for it, on a long path with spaces."""
    folder = open_folder / ("long " * 20).strip()
    folder.mkdir(parents=True)
    server = Server(folder)
    make_migrated(server.data)
    command = [sys.executable, "-m", "gongzhi.cli", "serve", "--data", str(server.data)]
    with (folder / "server.log").open("ab") as log:
        server.process = subprocess.Popen(
            [sys.executable, "-c", MAKE, *command, "--port", str(server.port), "--no-worker"],
            env=server.environment | {"GONGZHI_DIE_WITH_PARENT": "1"},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    wait_for(lambda: server.process.poll() is not None or server.answers(), server.tail)
    assert server.process.poll() is None, server.tail()
    everyone = descendants(server.process.pid)
    try:
        yield server, everyone
    finally:
        for pid in [server.process.pid, *everyone]:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        server.process.wait()
        # What a killed supervisor leaves, until the next one on the same folder clears it away.
        left = Path(embedded_database(server.data)["HOST"])
        if left.name.startswith("gongzhi-"):
            shutil.rmtree(left, ignore_errors=True)


def test_kill_9_of_make(made) -> None:
    server, everyone = made
    assert len(everyone) > 5
    server.process.kill()
    server.process.wait()
    wait_for(lambda: not any(alive(pid) for pid in everyone), server.tail)
    log = (server.folder / "server.log").read_text(encoding="utf-8")
    assert log.rstrip().endswith("Stopped.")
    assert list((server.data / "run").iterdir()) == []


def test_kill_9_of_gongzhi(made) -> None:
    server, everyone = made
    os.kill(everyone[0], signal.SIGKILL)
    wait_for(lambda: not any(alive(pid) for pid in everyone), server.tail)
    server.process.wait()
