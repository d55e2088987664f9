"""Settings of the embedded PostgreSQL for the machine that it finds itself on. Pure functions."""

import os
from pathlib import Path

MB = 1024 * 1024


def machine_memory() -> int:
    """Bytes of memory that we may use: the machine's, or the container's when that is less."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            limit = int(Path(path).read_text(encoding="ascii"))
        except (OSError, ValueError):
            continue
        total = min(total, limit)
    return total


def settings_for(memory: int, *, durable: bool, shared_memory_free: int) -> dict[str, str]:
    """Settings as a mapping, values as on the command line (not quoted).

    `memory` and `shared_memory_free` in bytes. A quarter of memory for shared buffers, between
    64 MB and 1 GB: the rest belongs to web workers and the page cache. `durable=False` is for
    tests only: a power cut loses the database.
    """
    buffers = max(64, min(1024, memory // 4 // MB))
    values = {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": f"{buffers}MB",
        "effective_cache_size": f"{max(128, memory // 2 // MB)}MB",
        "work_mem": f"{max(4, min(32, memory // 256 // MB))}MB",
        "maintenance_work_mem": f"{max(64, min(512, memory // 16 // MB))}MB",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "15min",
        "wal_compression": "on",
        "random_page_cost": "1.1",
        "jit": "off",
        "max_parallel_workers_per_gather": "1",
        "password_encryption": "scram-sha-256",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_messages": "warning",
        "log_line_prefix": "%m [%p] ",
        # A statement that fails, and the row that it names, hold what people wrote.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "client_min_messages": "warning",
    }
    # Containers often give 64 MB of /dev/shm; parallel joins would fail there.
    if shared_memory_free < 256 * MB:
        values["dynamic_shared_memory_type"] = "mmap"
    if not durable:
        values |= {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "64MB",
            "autovacuum": "off",
            "max_wal_size": "1GB",
        }
    return values


def shared_memory_free() -> int:
    """Free bytes of /dev/shm; a large number where there is none."""
    try:
        stat = os.statvfs("/dev/shm")  # noqa: S108  asked about, never written
    except OSError:
        return 2**40
    return stat.f_bavail * stat.f_frsize
