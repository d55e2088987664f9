"""Where the browser of the tests and the pictures is."""

from __future__ import annotations

import os
import shutil

# First the one without windows: the same engine for a fifth less processor time.
_NAMES = (
    "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome",
    "google-chrome-stable",
)  # fmt: skip


def find_chromium() -> str | None:
    """A Chromium of the machine ($CHROMIUM, PATH); None: the one playwright may have downloaded."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
