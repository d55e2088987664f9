"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from gongzhi.platform.pgtuning import machine_memory


def facts() -> dict[str, Any]:
    """Processor, cores, memory (GB), versions, commit and time."""
    import django
    import psycopg
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        server = cursor.fetchone()[0]
    return {
        "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 0,
        "memory_gb": round(machine_memory() / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": sys.version.split()[0],
        "django": django.get_version(),
        "psycopg": psycopg.__version__,
        "postgresql": server,
        "commit": _commit(),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def pace() -> float:
    """Milliseconds of processor time for a fixed piece of Python, the median of five.

    A machine shared with strangers is not the same machine from minute to minute; this says how
    fast it was at the moment, whatever is measured next.
    """
    took = []
    for _ in range(5):
        begun = time.process_time()
        words: dict[int, tuple[str, int]] = {}
        for number in range(200_000):
            words[number % 1000] = (str(number), number * 2)
        took.append(1000 * (time.process_time() - begun))
    return round(statistics.median(took), 1)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _commit() -> str:
    root = Path(__file__).resolve().parents[1]
    done = subprocess.run(
        ["git", "-C", str(root), "rev-parse", "--short", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()
