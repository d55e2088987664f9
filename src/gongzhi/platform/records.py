"""Small notes in the data folder of what a command did last, for the home of the IT office."""

import contextlib
import json
import time
from pathlib import Path
from typing import Any


def keep_record(data: Path, name: str, facts: dict[str, Any]) -> None:
    """Write `<data>/<name>.json` with the moment (UTC); a disk that is full spoils no command."""
    text = json.dumps({"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **facts})
    draft = data / f".{name}.json.new"
    with contextlib.suppress(OSError):
        draft.write_text(text + "\n", encoding="utf-8")
        draft.chmod(0o600)
        draft.replace(data / f"{name}.json")


def read_record(data: Path, name: str) -> dict[str, Any] | None:
    """What `keep_record` wrote last; None when there is nothing that can be read."""
    try:
        found = json.loads((data / f"{name}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
