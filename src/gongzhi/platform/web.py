"""The web server's command line, address and a check that it answers."""

import http.client
import sys
from typing import Final

THREADS: Final = "GONGZHI_WEB_THREADS"  # that answer in each worker, see config/rsgi.py
# Most of them wait for the database; reports that they take in meanwhile are written together
# (docs/adr/0010). Each keeps a connection.
THREAD_COUNT: Final = 8


def command(*, host: str, port: int, workers: int) -> list[str]:
    """granian (config/granian_preloaded.py), RSGI around WSGI: why, stands in platform/gate.py."""
    return [
        sys.executable,
        *("-m", "gongzhi.config.granian_preloaded", "gongzhi.config.rsgi:application"),
        *("--interface", "rsgi", "--no-ws"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--runtime-mode", "st"),
        *("--respawn-failed-workers", "--respawn-interval", "1"),
        *("--workers-kill-timeout", "10", "--log-level", "warning"),
    ]


def address(host: str, port: int) -> str:
    """The address to show; a wildcard address is shown as this machine."""
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104  compared, not bound
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def answers(host: str, port: int) -> bool:
    """Does the server answer over HTTP, whatever the answer?"""
    target = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(target, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status in {200, 301, 400}
    except OSError:
        return False
    finally:
        connection.close()
