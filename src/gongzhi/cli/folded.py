"""A database that is older than the migrations of this release (docs/adr/0008)."""

from __future__ import annotations

from typing import Any

# The version in which migrations were last folded.
FOLDED_IN = "0.1.0"


def too_old(executor: Any) -> str | None:
    """One sentence when a part of what was folded is missing in the database; None when it fits.

    `executor` is Django's MigrationExecutor. Django itself would leave such a migration out and
    say nothing. Migrations of libraries that still have their folded files are Django's matter.
    """
    applied = executor.recorder.applied_migrations()
    apps = set()
    for (app, _), migration in executor.loader.replacements.items():
        gone = [key for key in migration.replaces if key not in executor.loader.disk_migrations]
        if gone and 0 < sum(key in applied for key in migration.replaces) < len(migration.replaces):
            apps.add(app)
    if not apps:
        return None
    return (
        f"The tables of this database are older than this version can bring up to date "
        f"({', '.join(sorted(apps))}). Start the last version before {FOLDED_IN} on it once, "
        f"then this one."
    )
