"""Queueing jobs of the registers in the transaction that needs them. Arguments are row ids only."""

from __future__ import annotations

from procrastinate.contrib.django import app

CHECK = "registers.check_import"
APPLY = "registers.apply_import"


def check_later(import_id: int) -> None:
    """Have a workbook checked."""
    app.configure_task(CHECK, queue="default", lock=f"registers.import.{import_id}").defer(
        import_id=import_id
    )


def apply_later(import_id: int) -> None:
    """Have a checked workbook written."""
    app.configure_task(APPLY, queue="default", lock=f"registers.import.{import_id}").defer(
        import_id=import_id
    )
