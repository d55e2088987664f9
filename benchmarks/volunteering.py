"""A service day: people check in by the code, and 3,000 want 30 places. `python -m benchmarks.volunteering`.

Over HTTP, each person with a session of their own, as their phones would; the load generator
shares the two cores with the server.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from . import place
from .cast import _session, staff
from .client import Call, Flow, Log, drive, request
from .machine import pace
from .offerings import search_times
from .say import say
from .stack import Stack

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "benchmarks" / "results" / "volunteering.json"
CHECK_INS, CLAIMS, PLACES = 20_000, 3_000, 30
A_POST, LINES = 200, 32
MINUTES = 10
_TOKEN = "b" * 32
_FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


def main() -> int:
    """Measure, keep the result, print it; 0 also when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.volunteering", description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT / ".bench" / "volunteering")
    parser.add_argument("--check-ins", type=int, default=CHECK_INS)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    asked = parser.parse_args()
    found = measure(asked.data.absolute(), check_ins=asked.check_ins, claims=asked.claims)
    RESULT.parent.mkdir(exist_ok=True)
    text = json.dumps(found, ensure_ascii=False, indent=2)
    RESULT.write_text(f"{text}\n", encoding="utf-8")
    sys.stdout.write(f"{text}\n")
    return 0


def measure(data: Path, *, check_ins: int, claims: int) -> dict[str, Any]:
    """Both on one database, which is made when it is not there."""
    place.choose(data)
    place.fill(data, 100, profile="qianan")
    with Stack(data) as stack:
        place.connect(data)
        people = _People(max(check_ins, claims))
        say("  claims")
        claimed = _claims(stack, people, claims)
        say("  check-ins")
        checked = _check_ins(stack, people, check_ins)
        found = search_times()
        place.disconnect()
    return {"pace": pace(), "claims": claimed, "check_ins": checked, "search": found}


class _People:
    """Residents who enrolled at one community, each with a session; a clerk who publishes."""

    def __init__(self, count: int) -> None:
        from gongzhi.accounts.login.codes import phone_index
        from gongzhi.accounts.models import Resident
        from gongzhi.kernel import clock
        from gongzhi.kernel.crypto import seal
        from gongzhi.orgs import selectors as orgs
        from gongzhi.volunteering.models import Claim, Enrolment

        say(f"  {count} people")
        self.community = orgs.bodies_of_kind("community")[0]
        self.clerk = _actor(staff("community_clerk", self.community.id, self.community.area_id))
        Claim.reached.all().delete()
        phones = [f"197{number:08d}" for number in range(count)]
        now, name = clock.now(), seal("周师傅")
        Resident.reached.bulk_create(
            [
                Resident(
                    phone_blind=phone_index(phone), phone_sealed=seal(phone), created_at=now,
                    verified_at=now,
                )
                for phone in phones
            ],
            ignore_conflicts=True, batch_size=2000,
        )  # fmt: skip
        blinds = [phone_index(phone) for phone in phones]
        self.ids = list(
            Resident.reached.filter(phone_blind__in=blinds)
            .order_by("id")
            .values_list("id", flat=True)
        )
        Enrolment.reached.bulk_create(
            [
                Enrolment(
                    resident_id=pk, community_id=self.community.id, name_sealed=name, since=now
                )
                for pk in self.ids
            ],
            ignore_conflicts=True, batch_size=2000,
        )  # fmt: skip
        self.cookies = [_session({"resident_id": pk}) for pk in self.ids]

    def post(self, places: int, *, minutes: int) -> Any:
        """A post that begins in so many minutes."""
        from gongzhi.kernel import clock
        from gongzhi.volunteering.services.publish_post import Wanted, publish_post

        starts = clock.now() + timedelta(minutes=minutes)
        wanted = Wanted("clean", "清扫", "广场", starts, starts + timedelta(hours=2), places)
        return publish_post(actor=self.clerk, wanted=wanted)


def _actor(user: Any) -> Any:
    from gongzhi.accounts.actor import actor_of_user

    return actor_of_user(user)


def _press(path: str, cookie: str, kind: str) -> Call:
    headers = f"Cookie: {cookie}; csrftoken={_TOKEN}\r\nX-CSRFToken: {_TOKEN}\r\n{_FORM}"
    return request("POST", path, headers=headers, body=b"near=", kind=kind)


def _shared(calls: Iterator[Call]) -> list[Flow]:
    """The calls, taken in turn by some connections until none is left."""

    def flow() -> Flow:
        for call in calls:  # noqa: UP028 - shared: whoever ends first must not close it
            yield call

    return [flow() for _line in range(LINES)]


def _run(stack: Stack, calls: Iterator[Call]) -> tuple[Log, float]:
    begun = time.monotonic()
    log = drive(stack.address, _shared(calls), 3600)
    return log, time.monotonic() - begun


def _claims(stack: Stack, people: _People, count: int) -> dict[str, Any]:
    """Everybody taps at once: exactly the places are given, the others have their turn."""
    from gongzhi.volunteering.models import Claim

    post = people.post(PLACES, minutes=60 * 24)
    path = f"/me/service/posts/{post.pk}/claim/"
    log, seconds = _run(stack, (_press(path, one, "claim") for one in people.cookies[:count]))
    rows = list(Claim.reached.filter(post=post).order_by("seq").values_list("seq", "state"))
    placed = [seq for seq, state in rows if state == "place"]
    return {
        "claims": count, "places": PLACES, "given": len(placed),
        "waiting": sum(state == "waiting" for _seq, state in rows),
        "in_order": placed == list(range(1, len(placed) + 1)), "failures": log.failures,
        "first_failure": log.first_failure, "seconds": round(seconds, 1),
        "per_second": round(count / seconds),
    }  # fmt: skip


def _check_ins(stack: Stack, people: _People, count: int) -> dict[str, Any]:
    """People at posts of a day that begins soon scan the code of the moment."""
    from gongzhi.kernel import clock
    from gongzhi.kernel.crypto import seal
    from gongzhi.volunteering.codes import code_of
    from gongzhi.volunteering.config import volunteer_settings
    from gongzhi.volunteering.models import Claim

    name, rows, whose = seal("周师傅"), [], []
    for first in range(0, count, A_POST):
        post = people.post(A_POST, minutes=25)
        some = people.ids[first : first + A_POST]
        rows += [
            Claim(
                resident_id=pk, post=post, name_sealed=name, during=post.during, state="place",
                seq=number, at=clock.now(),
            )
            for number, pk in enumerate(some, start=1)
        ]  # fmt: skip
        whose += [(post, cookie) for cookie in people.cookies[first : first + len(some)]]
    Claim.reached.bulk_create(rows, batch_size=2000)
    seconds_of = volunteer_settings().check_in.code_seconds

    def calls() -> Iterator[Call]:
        for post, cookie in whose:
            code = code_of(post, at=clock.now(), seconds=seconds_of)
            yield _press(f"/me/service/in/{code}/", cookie, "check in")

    log, seconds = _run(stack, calls())
    times = sorted(log.seconds("check in"))
    came = Claim.reached.exclude(in_at=None)
    return {
        "check_ins": count, "recorded": came.count(), "flagged": came.exclude(flag="").count(),
        "failures": log.failures, "first_failure": log.first_failure,
        "seconds": round(seconds, 1), "per_second": round(count / seconds),
        "p95_ms": round(times[int(len(times) * 0.95)] * 1000) if times else None,
        "target_seconds": MINUTES * 60,
    }  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
