"""A load generator that leaves the cores to the server: raw sockets, one thread, epoll.

It costs about 40 µs a request, measured; that is part of the two cores it shares with the server.
Each connection follows a *flow*: a generator that yields calls and is sent the replies.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple


class Call(NamedTuple):
    """One request, ready to be sent; `kind` names it in the log."""

    kind: str
    data: bytes


class Reply(NamedTuple):
    status: int
    head: bytes
    body: bytes


Flow = Generator[Call, Reply, None]


class Done(NamedTuple):
    """One answered call: when it ended (monotonic seconds) and how long it took."""

    kind: str
    status: int
    ended: float
    seconds: float


@dataclass
class Log:
    """What a drive saw between `began` and `ended`; later answers are not in it."""

    began: float
    ended: float
    calls: list[Done] = field(default_factory=list)
    first_failure: str = ""

    def rate(self, kind: str) -> float:
        """Good answers to a kind of call, per second."""
        good = sum(1 for call in self.calls if call.kind == kind and call.status < 400)
        return good / (self.ended - self.began)

    def seconds(self, kind: str) -> list[float]:
        return [call.seconds for call in self.calls if call.kind == kind]

    @property
    def failures(self) -> int:
        return sum(1 for call in self.calls if call.status >= 400)


class BrokenAnswerError(Exception):
    """The server closed the connection, or its answer is not HTTP as we read it."""


def request(
    method: str, path: str, *, headers: str = "", body: bytes = b"", kind: str = ""
) -> Call:
    """A call with its request as bytes; `headers` are whole lines that end in CRLF."""
    length = f"Content-Length: {len(body)}\r\n" if method == "POST" else ""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}{length}\r\n"
    return Call(kind or path, head.encode() + body)


def whole_reply(data: bytes) -> Reply | None:
    """The reply when all of it has come, else None."""
    head, mark, body = data.partition(b"\r\n\r\n")
    if not mark:
        return None
    status = int(head[9:12])
    low = head.lower()
    at = low.find(b"content-length:")
    if at >= 0:
        length = int(low[at + 15 :].split(b"\r\n", 1)[0])
        return Reply(status, head, body) if len(body) >= length else None
    if b"transfer-encoding: chunked" in low:
        return Reply(status, head, body) if body.endswith(b"0\r\n\r\n") else None
    if status in {204, 304}:
        return Reply(status, head, b"")
    raise BrokenAnswerError(head.decode("latin-1"))


class _Line:
    """One connection and where its flow stands."""

    def __init__(self, address: tuple[str, int], flow: Flow) -> None:
        self.socket = socket.create_connection(address, timeout=10)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.flow = flow
        self.buffer = b""
        self.sent = 0.0
        self.call = next(flow)

    def send(self) -> None:
        self.buffer = b""
        self.sent = time.monotonic()
        self.socket.sendall(self.call.data)

    def read(self) -> Reply | None:
        chunk = self.socket.recv(262_144)
        if not chunk:
            raise BrokenAnswerError(f"the connection was closed after {self.call.kind}")
        self.buffer += chunk
        return whole_reply(self.buffer)


def drive(address: tuple[str, int], flows: Iterable[Flow], seconds: float) -> Log:
    """Run flows side by side, one connection each, for some seconds; then let answers come in."""
    lines = [_Line(address, flow) for flow in flows]
    log = Log(time.monotonic(), time.monotonic() + seconds)
    with selectors.DefaultSelector() as poll:
        for line in lines:
            poll.register(line.socket, selectors.EVENT_READ, line)
            line.send()
        while poll.get_map():
            ready = poll.select(timeout=30)
            if not ready:
                raise BrokenAnswerError("no answer came for 30 s")
            for key, _ in ready:
                _go_on(key.data, log, poll)
    return log


def _go_on(line: _Line, log: Log, poll: selectors.BaseSelector) -> None:
    reply = line.read()
    if reply is None:
        return
    now = time.monotonic()
    if now <= log.ended:
        log.calls.append(Done(line.call.kind, reply.status, now, now - line.sent))
        if reply.status >= 400 and not log.first_failure:
            said = reply.body[:300].decode(errors="replace")
            log.first_failure = f"{line.call.kind}: {reply.status} {said}"
        try:
            line.call = line.flow.send(reply)
        except StopIteration:
            pass
        else:
            line.send()
            return
    poll.unregister(line.socket)
    line.socket.close()
