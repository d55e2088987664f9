"""The profile sections of the order engine."""

from __future__ import annotations

from gongzhi.profiles.registry import Section, register_section

from ..services.apply_catalogue import apply_categories, apply_duties, apply_limits, apply_processes
from .check_catalogue import (
    check_categories,
    check_duties,
    check_limits,
    check_settings,
    check_stage_limits,
)
from .check_process import check_processes
from .check_triage import check_triage


def register() -> None:
    """Make the sections known."""
    register_section(Section("orders/settings", 50, check_settings))
    register_section(
        Section(
            "orders/processes",
            51,
            check_processes,
            apply_processes,
            owns=("orders.Process", "orders.ProcessTransition"),
        )
    )
    register_section(
        Section(
            "orders/categories",
            52,
            check_categories,
            apply_categories,
            owns=("orders.Category",),
        )
    )
    register_section(
        Section("orders/limits", 53, check_limits, apply_limits, owns=("orders.CategoryLimit",))
    )
    register_section(Section("orders/stage_limits", 55, check_stage_limits))
    register_section(Section("orders/triage", 56, check_triage))
    register_section(
        Section("orders/duties", 54, check_duties, apply_duties, owns=("orders.DutyClause",))
    )
