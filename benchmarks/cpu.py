"""Processor time by kind of process: where the cores went, whoever else was using them. Linux."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

from .stack import Stack

_TICK = os.sysconf("SC_CLK_TCK")


def used(stack: Stack) -> dict[str, float]:
    """Seconds of processor time so far, by kind of process, with that of the load generator."""
    total: dict[str, float] = defaultdict(float)
    for what, pid in stack.processes():
        try:
            text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
        except OSError:
            continue
        fields = text.rpartition(")")[2].split()
        name = "PostgreSQL" if what.startswith("postgres") else what
        total[name] += (int(fields[11]) + int(fields[12])) / _TICK
    mine = os.times()
    total["load generator"] = mine.user + mine.system
    return total


def busy() -> float:
    """Seconds that the cores of the machine were busy, with whatever, since it started."""
    words = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    user, nice, system, _idle, _wait, irq, softirq = (int(word) for word in words[1:8])
    return (user + nice + system + irq + softirq) / _TICK
