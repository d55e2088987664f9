"""`gongzhi check`: is everything in order, and is every order's history untouched?"""

import argparse
import sys
from pathlib import Path
from typing import Any

from gongzhi.cli.project import add_data_argument, project
from gongzhi.platform.problems import PlatformError
from gongzhi.platform.records import keep_record

_VERIFY = Path(__file__).resolve().parents[1] / "orders" / "services" / "verify_chains.py"


def register(subparsers: Any) -> None:
    """Add the command when orders are part of this release."""
    if not _VERIFY.exists():
        return
    parser = subparsers.add_parser(
        "check",
        help="verify settings, migrations and the event chains of all orders",
        description="Runs Django's deployment checks, looks for missing migrations and verifies "
        "every order's event chain and the signed roots. Exit code 1 when anything is wrong; "
        "each finding is a line on stderr.",
    )
    add_data_argument(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Check everything; list what is wrong."""
    findings: list[str] = []
    with project(arguments.data):
        findings += _settings()
        findings += _migrations()
        if not findings:
            from gongzhi.orders.services.verify_chains import verify_chains

            findings += _second_factor()
            findings += verify_chains()
    keep_record(
        Path(arguments.data), "last_check", {"findings": findings[:20], "count": len(findings)}
    )
    for finding in findings:
        sys.stderr.write(f"{finding}\n")
    if findings:
        raise PlatformError(f"Things that are wrong: {len(findings)}.")
    sys.stdout.write("Everything is in order.\n")
    return 0


def _settings() -> list[str]:
    from django.core import checks

    messages = checks.run_checks(include_deployment_checks=False)
    serious = (message for message in messages if message.is_serious(checks.WARNING))
    return [str(message) for message in serious if not message.is_silenced()]


def _second_factor() -> list[str]:
    from gongzhi.accounts.login.secondfactor import unknown_roles

    return [
        f"GONGZHI_SECOND_FACTOR names {role}, no role of this city." for role in unknown_roles()
    ]


def _migrations() -> list[str]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from gongzhi.cli.folded import too_old

    executor = MigrationExecutor(connection)
    if sentence := too_old(executor):
        return [sentence]
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not executor.loader.applied_migrations:
        return ["The database is empty: run `gongzhi serve` or `gongzhi demo` once."]
    return [f"Not yet applied: {migration}" for migration, _ in plan]
