"""Reading the command line. Django is loaded by the commands that need it, not here."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from gongzhi import __version__
from gongzhi.cli.project import FAILED, OK
from gongzhi.platform.environment import check_environment
from gongzhi.platform.parentdeath import arm
from gongzhi.platform.problems import PlatformError

_COMMANDS = (
    "demo",
    "serve",
    "worker",
    "profile",
    "imports",
    "user",
    "keys",
    "locate",
    "check",
    "backup",
    "restore",
)

_DESCRIPTION = "Gongzhi 共治: software for community governance."
_EPILOG = """\
exit codes: 0 done; 1 failed, one sentence on stderr says why; 2 the command line is wrong.

environment: DATABASE_URL (a PostgreSQL of your own instead of the embedded one), GONGZHI_DATA,
GONGZHI_URL, GONGZHI_ALLOWED_HOSTS, SECRET_KEY, GONGZHI_KEYS, GONGZHI_ROOT_KEY (docs/operations.md).
"""


def build_parser() -> argparse.ArgumentParser:
    """The parser with one subcommand per module of this package."""
    parser = argparse.ArgumentParser(
        prog="gongzhi",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"gongzhi {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name in _COMMANDS:
        if find_spec(f"gongzhi.cli.{name}"):
            import_module(f"gongzhi.cli.{name}").register(subparsers)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code. A user's mistake is one sentence, never a traceback."""
    arguments = build_parser().parse_args(argv)
    if os.environ.pop("GONGZHI_DIE_WITH_PARENT", None):
        arm(signal.SIGTERM, parent=os.getppid())
    try:
        check_environment(os.environ)
        return int(arguments.run(arguments) or OK)
    except PlatformError as error:
        sys.stderr.write(f"gongzhi: {error}\n")
        return FAILED
    except KeyboardInterrupt:
        return FAILED
    except BrokenPipeError:
        # The reader of our output has gone; keep Python from complaining at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"gongzhi: {where}{error.strerror or error}.\n")
        return FAILED
    except Exception as error:
        return said(error)
    finally:
        if "django.utils.translation" in sys.modules:
            sys.modules["django.utils.translation"].deactivate()  # the terminal's language was ours


def said(error: Exception) -> int:
    """Say an error of the product in one sentence; our own bugs are raised as they are."""
    sentence = sentence_of(error)
    if sentence is None:
        raise error
    sys.stderr.write(f"gongzhi: {sentence}\n")
    return FAILED


def sentence_of(error: Exception) -> str | None:
    """What an error of the product or the database says to a user; None for our own bugs."""
    django_errors = sys.modules.get("django.db.utils")
    if django_errors and isinstance(error, django_errors.OperationalError):
        return f"The database cannot be reached or used: {str(error).strip().splitlines()[0]}"
    if django_errors and isinstance(error, django_errors.ProgrammingError):
        if "does not exist" in str(error):
            return (
                "The database has not been set up yet: run `gongzhi serve` or `gongzhi demo` once."
            )
        return None
    kernel = sys.modules.get("gongzhi.kernel.errors")
    if kernel and isinstance(error, kernel.GongzhiError):
        return str(error)
    return None
