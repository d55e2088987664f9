"""Programs and residents that send reports and try again until they have an answer."""

from __future__ import annotations

import http.client
import json
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any

# What a client may meet while the other side is being killed: nothing, half an answer, a 5xx.
TROUBLE = (OSError, http.client.HTTPException)
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """The address of the redirect is the answer."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Clients:
    """Threads that report until told to stop; `acknowledged` is number by client key."""

    def __init__(self, url: str, city: dict[str, Any]) -> None:
        self.url, self.city = url, city
        self.acknowledged: dict[uuid.UUID, str] = {}
        self.unverified: set[uuid.UUID] = set()
        self.tries = 0
        self.failures: list[str] = []
        self._stop = threading.Event()
        self._phones = iter(range(19_800_000_000, 19_900_000_000))
        self._lock = threading.Lock()
        jobs = (self._program, self._program, self._program, self._resident)
        self._threads = [threading.Thread(target=self._work, args=(job,)) for job in jobs]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Each finishes what it has begun: every key that was sent has its answer."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    @property
    def count(self) -> int:
        return len(self.acknowledged)

    def _work(self, send: Callable[[uuid.UUID, str], str]) -> None:
        try:
            while not self._stop.is_set():
                key = uuid.uuid4()
                with self._lock:
                    phone = str(next(self._phones))
                number = self._until_answered(send, key, phone)
                with self._lock:
                    self.acknowledged[key] = number
                time.sleep(0.02)
        except Exception as error:
            self.failures.append(repr(error))

    def _until_answered(self, send: Callable[[uuid.UUID, str], str], key: Any, phone: str) -> str:
        """The same key and words again and again, as a phone and a hotline's program do."""
        while True:
            with self._lock:
                self.tries += 1
            try:
                return send(key, phone)
            except urllib.error.HTTPError as error:
                if error.code < 500:
                    raise RuntimeError(f"{error.code} {error.read()[:300]!r}") from error
            except TROUBLE:
                pass
            time.sleep(0.1)

    def _program(self, key: uuid.UUID, phone: str) -> str:
        body = {
            "client_key": str(key),
            "text": f"路灯不亮 {key.hex[:8]}",
            "category": "10109",
            "lon": self.city["lon"],
            "lat": self.city["lat"],
            "phone": phone,
        }
        request = urllib.request.Request(
            f"{self.url}/api/v1/orders",
            json.dumps(body).encode(),
            {"Content-Type": "application/json", "Authorization": f"Bearer {self.city['token']}"},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(json.load(answer)["number"])

    def _resident(self, key: uuid.UUID, phone: str) -> str:
        """The form, kept before the phone is verified."""
        with self._lock:
            self.unverified.add(key)
        opener = urllib.request.build_opener(NoRedirect, urllib.request.HTTPCookieProcessor())
        with opener.open(f"{self.url}/report/", timeout=20) as answer:
            found = CSRF.search(answer.read().decode())
        assert found is not None
        fields = {
            "csrfmiddlewaretoken": found[1],
            "client_key": str(key),
            "text": f"路灯不亮 {key.hex[:8]}",
            "category": "10109",
            "lon": self.city["lon"],
            "lat": self.city["lat"],
            "phone": phone,
        }
        data = urllib.parse.urlencode(fields).encode()
        try:
            opener.open(f"{self.url}/report/", data, timeout=20).close()
        except urllib.error.HTTPError as error:
            if error.code != 302:
                raise
            return error.headers["Location"].rstrip("/").rsplit("/", 1)[-1]
        raise RuntimeError("the form came back")
