"""The gate in front of Django, under a real granian: nobody's slow connection stops the others."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.durability.server import free_port

# One worker with two threads; a body has to come within a second, and then 1,000 bytes a second.
APPLICATION = """
import json
from gongzhi.platform import gate

gate.GRACE, gate.BYTES_A_SECOND, gate.LONGEST = 1.0, 1_000, 5.0
gate.BODIES, gate.BYTES = 80, 12_000_000


def wsgi(environ, start):
    if environ["PATH_INFO"] == "/broken":
        raise ValueError
    if environ["PATH_INFO"] == "/large":
        start("200 OK", [("Content-Type", "text/plain")])
        return (b"x" * 65536 for _ in range(400))
    told = {name: value for name, value in environ.items() if isinstance(value, str)}
    told["body"] = len(environ["wsgi.input"].read())
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(told).encode()]


application = gate.Gate(wsgi, threads=2, most=3_000_000)
"""


@pytest.fixture(scope="module")
def port(tmp_path_factory: Any) -> Iterator[int]:
    folder: Path = tmp_path_factory.mktemp("gate")
    (folder / "behind_gate.py").write_text(APPLICATION, encoding="utf-8")
    number = free_port()
    command = [sys.executable, "-m", "granian", "behind_gate:application", "--interface", "rsgi",
               "--no-ws", "--port", str(number), "--runtime-mode", "st"]  # fmt: skip
    path = os.pathsep.join([str(folder), str(Path(__file__).resolve().parents[2] / "src")])
    server = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path})
    try:
        _wait_for(number)
        yield number
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            get(port, "/")
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.1)
        else:
            return


def ask(port: int, method: str, path: str, body: bytes | None = None, **headers: str) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=8)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def get(port: int, path: str, **headers: str) -> Any:
    status, body = ask(port, "GET", path, **headers)
    assert status == 200
    return json.loads(body)


def slow(port: int, sent: bytes = b"phone=1", length: int = 100_000) -> socket.socket:
    """A connection that announces a body and sends a little of it."""
    one = socket.create_connection(("127.0.0.1", port), timeout=8)
    head = f"POST /code/ HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n"
    one.sendall(head.encode() + sent)
    return one


def status_of(one: socket.socket) -> int:
    return int(one.recv(4096).split(b" ", 2)[1])


def test_bodies_that_never_come_stop_nobody(port: int) -> None:
    many = [slow(port) for _number in range(12)]
    begun = time.monotonic()
    assert get(port, "/")["PATH_INFO"] == "/"
    assert ask(port, "POST", "/", b"x" * 2_500_000)[0] == 200
    assert time.monotonic() - begun < 1
    assert [status_of(one) for one in many] == [408] * 12
    assert time.monotonic() - begun < 4
    assert many[0].recv(10) == b""  # the connection is closed, and nothing is kept for it


def test_a_slow_body_that_goes_on_is_taken(port: int) -> None:
    one = slow(port, b"x" * 6_000, 30_000)
    for _second in range(4):
        time.sleep(0.4)
        one.sendall(b"x" * 6_000)
    assert status_of(one) == 200


def test_drops_do_not_keep_a_body_alive(port: int) -> None:
    one = slow(port)
    begun = time.monotonic()
    with pytest.raises((BrokenPipeError, ConnectionResetError)):  # noqa: PT012  closed within
        while time.monotonic() - begun < 6:
            one.sendall(b"x")
            time.sleep(0.2)
    assert time.monotonic() - begun < 4


def test_one_address_holds_only_so_many_bodies(port: int) -> None:
    many = [slow(port) for _number in range(50)]
    found = sorted(status_of(one) for one in many)
    assert found == [408] * 40 + [503] * 10


def test_large_bodies_of_one_address_are_bounded_and_small_ones_go_on(port: int) -> None:
    many = [slow(port, length=2_900_000) for _number in range(4)]
    time.sleep(0.3)
    assert ask(port, "POST", "/", b"x" * 1000)[0] == 200
    assert sorted(status_of(one) for one in many) == [408, 408, 503, 503]
    assert ask(port, "POST", "/", b"x" * 2_900_000)[0] == 200


def test_no_body_takes_longer_than_the_longest(port: int) -> None:
    one = slow(port, b"x" * 90_000, 100_000)
    begun = time.monotonic()
    assert status_of(one) == 408
    assert 4 < time.monotonic() - begun < 7


def test_who_does_not_read_stops_nobody(port: int) -> None:
    many = []
    for _number in range(6):
        one = socket.create_connection(("127.0.0.1", port))
        one.sendall(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
        many.append(one)
    time.sleep(0.5)
    assert get(port, "/")["PATH_INFO"] == "/"
    for one in many:
        one.close()


def test_what_a_request_says(port: int) -> None:
    told = get(port, "/%E4%BD%A0?q=%E4%BD%A0&a=b", **{"X-Forwarded-For": "1.2.3.4"})
    assert told["PATH_INFO"] == "/你".encode().decode("latin-1")
    assert told["QUERY_STRING"] == "q=%E4%BD%A0&a=b"
    assert (told["REMOTE_ADDR"], told["SERVER_PORT"]) == ("127.0.0.1", str(port))
    assert told["HTTP_X_FORWARDED_FOR"] == "1.2.3.4"
    told = json.loads(ask(port, "POST", "/", b"{}", **{"Content-Type": "application/json"})[1])
    assert (told["CONTENT_TYPE"], told["CONTENT_LENGTH"], told["body"]) == (
        "application/json", "2", 2,
    )  # fmt: skip


def test_a_header_with_an_underline_passes_for_no_other(port: int) -> None:
    assert "HTTP_X_FORWARDED_FOR" not in get(port, "/", X_Forwarded_For="1.2.3.4")


def test_a_body_that_is_too_large_is_not_read(port: int) -> None:
    one = slow(port, b"", 50_000_000)
    assert b'"body": 0' in one.recv(8192)


def test_an_application_that_breaks_costs_no_thread(port: int) -> None:
    for _number in range(3):
        assert ask(port, "GET", "/broken")[0] == 500
    assert get(port, "/")["PATH_INFO"] == "/"
