"""`tools/setup.py`: what is missing is one sentence and exit code 1, never a traceback."""

import importlib.util
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree whose environment is there and whose installer does nothing."""
    tree = tmp_path / "a tree"
    for name in ("tools/setup.py", "tools/chromium.py", "uv.lock", "pyproject.toml"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tree / name)
    for name in ("frontend", ".venv/bin", ".venv/tools"):
        (tree / name).mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        (tree / "frontend" / name).write_text("{}", encoding="utf-8")
    (tree / ".venv" / "bin" / "python").symlink_to(sys.executable)
    program(tree / ".venv" / "bin" / "gongzhi", "exit 0")
    program(tree / ".venv" / "tools" / "uv", "exit 0")
    return tree


def program(path: Path, *lines: str) -> None:
    path.write_text("\n".join(["#!/bin/sh", *lines, ""]), encoding="utf-8")
    path.chmod(0o755)


def set_up(tree: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-S", str(tree / "tools" / "setup.py")],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


def test_no_node(tree: Path) -> None:
    done = set_up(tree)
    assert done.returncode == 1
    assert done.stderr.startswith("set-up: the front end's packages cannot be installed")
    assert "npm: No such file or directory" in done.stderr
    assert done.stderr.count("\n") == 1


def test_no_package_index(tree: Path) -> None:
    program(tree / ".venv" / "tools" / "uv", "echo 'error: dns' >&2", "exit 2")
    done = set_up(tree)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "set-up: the packages cannot be installed: is a package index (PyPI) reachable?",
        "error: dns",
    ]


def test_a_front_end_that_does_not_build_says_its_last_words(tree: Path) -> None:
    program(tree / ".venv" / "bin" / "npm", '[ "$1" = ci ] || { echo broken.ts; exit 3; }')
    (tree / "frontend" / "node_modules").mkdir()
    done = set_up(tree)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["set-up: the front end does not build.", "broken.ts"]


def test_no_venv_module(tree: Path) -> None:
    """Debian's Python without python3-venv."""
    shutil.rmtree(tree / ".venv")
    script = (tree / "tools" / "setup.py").read_text(encoding="utf-8")
    assert '"-m", "venv"' in script
    (tree / "tools" / "setup.py").write_text(
        script.replace('"-m", "venv"', '"-m", "no_such_venv"'), encoding="utf-8"
    )
    done = set_up(tree)
    assert done.returncode == 1
    assert "install its venv module (on Debian and Ubuntu: apt-get install python3-venv)" in (
        done.stderr
    )
    assert "Traceback" not in done.stderr


def test_an_old_python(tree: Path) -> None:
    script = (tree / "tools" / "setup.py").read_text(encoding="utf-8")
    (tree / "tools" / "setup.py").write_text(
        script.replace("OLDEST = (3, 11)", "OLDEST = (9, 0)"), encoding="utf-8"
    )
    done = set_up(tree)
    assert done.returncode == 1
    assert "or newer is needed" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_file_that_is_gone(tree: Path) -> None:
    (tree / "uv.lock").unlink()
    done = set_up(tree)
    assert done.returncode == 1
    assert done.stderr.startswith("set-up: ")
    assert done.stderr.endswith("uv.lock: No such file or directory.\n")
    assert done.stderr.count("\n") == 1


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(ROOT / "tools")
    spec = importlib.util.spec_from_file_location("setup_of_the_tree", ROOT / "tools" / "setup.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize(
    ("built", "prefix", "able", "taken"),
    [
        ("'--prefix=/opt'", "/opt", True, f"/usr/bin/python3.{sys.version_info[1]}"),
        ("'--prefix=/opt'", "/opt", False, sys.executable),
        ("'--enable-optimizations'", "/opt", True, sys.executable),
        ("'--prefix=/usr'", "/usr", True, sys.executable),
        (None, "/usr", True, sys.executable),
    ],
)
def test_a_plainly_compiled_python_gives_way_to_the_systems_own(
    built: str | None, prefix: str, able: bool, taken: str,
    module: ModuleType, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def run(command: list[str], **_: object) -> None:
        if not able:
            raise subprocess.CalledProcessError(1, command)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sysconfig, "get_config_var", lambda _name: built)
    monkeypatch.setattr(sys, "base_prefix", prefix)
    assert module.well_built_python() == taken
