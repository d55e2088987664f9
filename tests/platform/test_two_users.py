"""Two people of one machine, each with a city of their own; neither gets at the other's."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = ("nobody", "daemon")  # accounts that every machine has
RUN = """
import sys
from pathlib import Path
from gongzhi.platform.postgres import EmbeddedPostgres
from gongzhi.platform.problems import PlatformError
import psycopg
try:
    with EmbeddedPostgres(Path(sys.argv[1]), durable=False) as server:
        with psycopg.connect(server.conninfo) as connection:
            print(connection.execute("SELECT current_database()").fetchone()[0], flush=True)
        sys.stdin.readline()
except PlatformError as error:
    print(error, flush=True)
"""


def open_to_all(path: Path) -> bool:
    return all(one.stat().st_mode & 0o005 == 0o005 for one in (path, *path.parents))


def python_for_all() -> str | None:
    """This Python, or the system's of the same version, when everybody may run it."""
    for path in (Path(sys.executable).resolve(), Path("/usr/bin/python3").resolve()):
        if path.exists() and open_to_all(path) and path.name == PYTHON:
            return str(path)
    return None


PYTHON = "python{}.{}".format(*sys.version_info[:2])
INTERPRETER = python_for_all()
PACKAGES = Path(psycopg.__file__).resolve().parents[1]
pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or INTERPRETER is None or not open_to_all(ROOT),
    reason="only root starts programs of others, and they must be able to read this tree",
)


@pytest.fixture
def homes() -> Iterator[dict[str, Path]]:
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-users-"))
    folder.chmod(0o711)
    found = {}
    for name in PEOPLE:
        home = folder / name
        home.mkdir(mode=0o700)
        os.chown(home, pwd.getpwnam(name).pw_uid, pwd.getpwnam(name).pw_gid)
        found[name] = home
    yield found
    shutil.rmtree(folder, ignore_errors=True)


def started(name: str, data: Path, home: Path) -> subprocess.Popen[str]:
    who = pwd.getpwnam(name)
    return subprocess.Popen(
        [str(INTERPRETER), "-c", RUN, str(data)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd="/",
        user=who.pw_uid, group=who.pw_gid, extra_groups=[],
        env={"PATH": os.environ["PATH"], "HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{PACKAGES}"},
    )  # fmt: skip


def said(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def ended(child: subprocess.Popen[str]) -> None:
    child.communicate("\n", timeout=60)


def test_two_people_at_once_and_not_in_each_other_s_folder(homes: dict[str, Path]) -> None:
    both = [started(name, homes[name] / "data", homes[name]) for name in PEOPLE]
    try:
        assert [said(child) for child in both] == ["gongzhi", "gongzhi"]
        stranger = started(PEOPLE[1], homes[PEOPLE[0]] / "data", homes[PEOPLE[1]])
        sentence = said(stranger)
        ended(stranger)
        assert str(homes[PEOPLE[0]]) in sentence
        assert "Traceback" not in sentence
    finally:
        for child in both:
            ended(child)
