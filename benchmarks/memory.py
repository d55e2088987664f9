"""Resident memory of each process, in MB. Linux."""

from __future__ import annotations

from pathlib import Path

from .stack import Stack


def resident_memory(stack: Stack) -> list[dict[str, float | str]]:
    """`what`, `rss` (with shared pages) and `pss` (each shared page split among its users), MB.

    Backends of PostgreSQL are summed up by PSS in one row, since they share their buffers.
    """
    rows: list[dict[str, float | str]] = []
    postgres = 0.0
    for what, pid in stack.processes():
        sizes = _sizes(pid)
        if sizes is None:
            continue
        if what.startswith("postgres"):
            postgres += sizes["Pss"]
            continue
        rows.append({"what": what, "rss": sizes["Rss"], "pss": sizes["Pss"]})
    rows.append({"what": "PostgreSQL, all processes", "rss": 0.0, "pss": round(postgres, 1)})
    return rows


def _sizes(pid: int) -> dict[str, float] | None:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    found = {"Rss": 0.0, "Pss": 0.0}
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        if name in found:
            found[name] = round(int(rest.split()[0]) / 1024, 1)
    return found
