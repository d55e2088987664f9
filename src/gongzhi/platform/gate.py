"""Between the web server and Django: a request gets a thread when all of it is there.

Under granian's WSGI every body is read by the thread that answers, without an end: as many
connections as threads, each announcing a body that never comes, stop the whole site, and so does
a phone that loses its network within an upload. Here bodies are awaited on the event loop (RSGI),
where waiting costs nothing, within a time; and answers are handed over whole, so that a client
that does not read keeps no thread either.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from io import BytesIO
from queue import SimpleQueue
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

GRACE: Final = 15.0  # seconds within which something of a body has to come
BYTES_A_SECOND: Final = 8_000  # which a body has to reach after that, on average
LONGEST: Final = 300.0  # seconds for any body
# What one process waits for at the same time; one address may be half of it, since a proxy or a
# carrier stands for many.
BODIES: Final = 160
BYTES: Final = 512 * 2**20  # announced by bodies that are too large for the memory
IN_MEMORY: Final = 2**20
AT_ONCE: Final = 16_384  # what one read mostly brings is not read in pieces

TOO_SLOW: Final = (
    "网络太慢，内容没有传完。您填写的内容还在，请换个网络或少选几张照片再试。"
    " / The network was too slow; please try again."
)
TOO_MANY: Final = "现在人多，请稍等一会儿再试。 / Too many people just now; please try again soon."

_HEADERS: Final = [("content-type", "text/plain; charset=utf-8"), ("cache-control", "no-store")]

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class BodyError(Exception):
    """A body that is waited for no longer: the status and the sentence of the answer."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Gate:
    """The RSGI application around a WSGI one: `threads` of them answer.

    `most` is the largest body in bytes that is read at all; of a larger one the application sees
    the announced length and no byte, and refuses it.
    """

    def __init__(self, wsgi: Wsgi, *, threads: int, most: int) -> None:
        self._wsgi, self._threads, self._most = wsgi, threads, most
        self._work: SimpleQueue[tuple[Any, Any, IO[bytes], asyncio.Future[None]]] = SimpleQueue()
        self._bodies, self._bytes = Room(BODIES), Room(BYTES)
        self._loop: asyncio.AbstractEventLoop | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        for number in range(self._threads):
            threading.Thread(target=self._answer, name=f"web-{number}", daemon=True).start()

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        assert self._loop is not None
        try:
            body = await self._body(scope, proto)
        except BodyError as error:
            proto.response_str(error.status, _HEADERS, error.words)
            return
        done = self._loop.create_future()
        self._work.put((scope, proto, body, done))
        await done

    async def _body(self, scope: Any, proto: Any) -> IO[bytes]:
        length = _length(scope)
        if not 0 < length <= self._most:
            return BytesIO()
        source, large = _host(scope.client), length if length > IN_MEMORY else 0
        if not (self._bodies.has(source, 1) and self._bytes.has(source, large)):
            raise BodyError(503, TOO_MANY)
        self._bodies.add(source, 1)
        self._bytes.add(source, large)
        try:
            return await _read(proto, length)
        finally:
            self._bodies.add(source, -1)
            self._bytes.add(source, -large)

    def _answer(self) -> None:
        assert self._loop is not None
        while True:
            scope, proto, body, done = self._work.get()
            try:
                with body:
                    status, headers, data = run(self._wsgi, environ(scope, body))
            except Exception as error:  # the thread outlives what no middleware has caught
                sys.stderr.write(f"{type(error).__name__} beyond the application\n")
                status, headers, data = 500, [], b""
            with suppress(Exception):  # the client has gone
                proto.response_bytes(status, headers, data)
            self._loop.call_soon_threadsafe(_finish, done)


class Room:
    """What one process waits for, by address: `most` in all, half of it for one address."""

    def __init__(self, most: int) -> None:
        self._most, self._all = most, 0
        self._by: dict[str, int] = {}

    def has(self, source: str, count: int) -> bool:
        one = self._by.get(source, 0) + count
        return not count or (self._all + count <= self._most and one <= self._most // 2)

    def add(self, source: str, count: int) -> None:
        if not count:
            return
        self._all += count
        left = self._by.get(source, 0) + count
        if left:
            self._by[source] = left
        else:
            del self._by[source]


def _finish(done: asyncio.Future[None]) -> None:
    if not done.done():  # cancelled when the client has gone
        done.set_result(None)


async def _read(proto: Any, length: int) -> IO[bytes]:
    """The whole body. BodyError when it does not keep up with `BYTES_A_SECOND` after `GRACE`."""
    body: IO[bytes] = BytesIO() if length <= IN_MEMORY else SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    clock = asyncio.get_running_loop().time
    begun, got = clock(), 0
    try:
        async with asyncio.timeout(GRACE) as limit:
            if length <= AT_ONCE:
                return BytesIO(await proto())
            async for chunk in proto:
                body.write(chunk)
                got += len(chunk)
                limit.reschedule(begun + min(LONGEST, GRACE + got / BYTES_A_SECOND))
    except TimeoutError:
        raise BodyError(408, TOO_SLOW) from None
    body.seek(0)
    return body


def _length(scope: Any) -> int:
    announced = scope.headers.get("content-length") or "0"
    return int(announced) if len(announced) < 12 and announced.isdecimal() else 0


def _host(address: str) -> str:
    """`1.2.3.4:5` or `[::1]:5` without the port."""
    return address.rpartition(":")[0].strip("[]")


def environ(scope: Any, body: IO[bytes]) -> dict[str, Any]:
    """What PEP 3333 wants to know about a request of RSGI."""
    server, _colon, port = scope.server.rpartition(":")
    values = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": _host(scope.client),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if scope.authority:
        values["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        if "_" in name:  # would pass for the header of another name
            continue
        key = name.upper().replace("-", "_")
        if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
            key = f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        repeated = key in values and not (key == "HTTP_HOST" and scope.authority)
        values[key] = f"{values[key]}{between}{value}" if repeated else value
    return values


def run(wsgi: Wsgi, values: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, headers and the whole answer."""
    said: list[tuple[int, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _exc_info: Any = None) -> None:
        said[:] = [(int(status[:3]), headers)]

    answer = wsgi(values, start)
    try:
        data = b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()
    return (*said[0], data)
