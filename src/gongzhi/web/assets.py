"""Finds the built front-end files by the manifest that Vite writes.

The manifest maps a source (``src/main.ts``) to its hashed file and style sheets. When the
front end was never built, pages still render (tests need no Node); what is missing is then
said in one sentence, as a comment in the page and a line in the log.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.templatetags.static import static

DIST = Path(__file__).parent / "static" / "dist"
NOT_BUILT = "The front end is not built: run `npm ci && npm run build` in frontend/."

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asset:
    """Addresses of one entry: its script (or None) and the style sheets it needs."""

    script: str | None
    styles: tuple[str, ...]


class _Manifest:
    """The manifest in memory, read again when the file changes."""

    def __init__(self) -> None:
        self._mtime: int | None = None
        self._entries: dict[str, Any] | None = None

    def entries(self) -> dict[str, Any] | None:
        """The parsed manifest, or None when the front end is not built."""
        path = DIST / "manifest.json"
        try:
            mtime = path.stat().st_mtime_ns
        except OSError:
            if self._mtime is None and self._entries is None:
                return None
            self._mtime, self._entries = None, None
            return None
        if mtime != self._mtime:
            self._entries = json.loads(path.read_text(encoding="utf-8"))
            self._mtime = mtime
        return self._entries


_manifest = _Manifest()


def _key(name: str, entries: dict[str, Any]) -> str | None:
    """The manifest key of the entry called ``name`` (``main`` → ``src/main.ts``)."""
    for candidate in (name, f"src/{name}.ts", f"src/islands/{name}.ts", f"src/styles/{name}.css"):
        if candidate in entries:
            return candidate
    return None


def is_built() -> bool:
    """Whether a manifest exists."""
    return _manifest.entries() is not None


def find(name: str) -> Asset | None:
    """The addresses of the entry ``name``; None when not built or unknown (then logged)."""
    entries = _manifest.entries()
    if entries is None:
        log.debug(NOT_BUILT)
        return None
    key = _key(name, entries)
    if key is None:
        log.error("No entry %r in the front-end manifest", name)
        return None
    entry = entries[key]
    styles: list[str] = []
    _collect_styles(key, entries, styles, set())
    file = str(entry["file"])
    if file.endswith(".css"):
        return Asset(script=None, styles=(static(f"dist/{file}"),))
    return Asset(script=static(f"dist/{file}"), styles=tuple(static(f"dist/{s}") for s in styles))


def _collect_styles(key: str, entries: dict[str, Any], out: list[str], seen: set[str]) -> None:
    """Style sheets of an entry and of what it imports statically, imports first."""
    if key in seen:
        return
    seen.add(key)
    entry = entries[key]
    for imported in entry.get("imports", ()):
        _collect_styles(imported, entries, out, seen)
    out.extend(css for css in entry.get("css", ()) if css not in out)


def shell_files() -> list[str]:
    """Addresses of every built file that the offline front of field work needs."""
    entries = _manifest.entries() or {}
    files: list[str] = []
    wanted = (
        "src/main.ts",
        "src/islands/outbox.ts",
        "src/islands/map.ts",
        "src/islands/field.ts",
    )
    seen: set[str] = set()
    stack = [key for key in wanted if key in entries]
    while stack:
        key = stack.pop()
        if key in seen:
            continue
        seen.add(key)
        entry = entries[key]
        files.extend([entry["file"], *entry.get("css", ())])
        stack.extend(entry.get("imports", ()))
    return sorted({static(f"dist/{file}") for file in files})
