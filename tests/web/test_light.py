"""A web process does not load what only few calls need: each costs tens of megabytes."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("pypinyin", "scipy", "xlsxwriter", "openpyxl", "docx")
LOADED = """
import sys, django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print([name for name in {heavy!r} if name in sys.modules])
"""


def test_heavy_libraries_come_when_they_are_used() -> None:
    found = subprocess.run(
        [sys.executable, "-c", LOADED.format(heavy=HEAVY)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 0, found.stderr[-2000:]
    assert found.stdout.strip() == "[]"
