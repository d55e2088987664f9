"""kill -9 of web, worker, PostgreSQL and the supervisor under load: nothing lost, nothing doubled.

Clients send the same client key until they are answered. Afterwards every acknowledged report is
there once under the number that was acknowledged, with its events and clocks, and every queued
job has had its effect once.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.migrated import make_migrated

from .clients import Clients
from .server import Server, alive, descendants, wait_for

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
MORE = 12  # reports acknowledged between one kill and the next
# Jobs that follow from reports; those of the clock come and go by themselves.
WAITING = (
    "SELECT j.task_name, j.status, j.attempts, j.args FROM procrastinate_jobs j"
    " LEFT JOIN procrastinate_periodic_defers p ON p.job_id = j.id"
    " WHERE j.status = 'failed' OR j.status IN ('todo', 'doing') AND p.job_id IS NULL"
)


@pytest.fixture
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="gongzhi-durability-"))
    folder.chmod(0o711)  # as root the database's own user has to pass through it
    server = Server(folder)
    make_migrated(server.data)
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def clients(server: Server) -> Iterator[Clients]:
    server.start()
    clients = Clients(server.url, json.loads(server.run("tests.durability.make_city")))
    try:
        yield clients
    finally:
        clients.stop()


def go_on(server: Server, clients: Clients) -> None:
    """Reports are acknowledged again, by every kind of client."""
    wanted = clients.count + MORE
    wait_for(lambda: clients.count >= wanted or bool(clients.failures), server.tail)
    assert clients.failures == []


def test_kill_9_of_each_process_under_load(server: Server, clients: Clients) -> None:
    clients.start()
    go_on(server, clients)
    kill_the_web(server, clients)
    kill_the_worker(server, clients)
    kill_the_database(server, clients)
    kill_the_supervisor(server, clients)
    clients.stop()
    assert clients.failures == []
    assert clients.tries > clients.count  # the kills were noticed
    wait_for(lambda: server.rows(WAITING) == [], lambda: f"{server.rows(WAITING)}\n{server.tail()}")
    server.run("tests.durability.minutes_later")
    everything_is_there_once(server, clients)
    everybody_was_told_once(server, clients)


def kill_the_web(server: Server, clients: Clients) -> None:
    """One of the two web workers; granian starts another."""
    main = server.pid_of("granian")
    victim = descendants(main)[0]
    server.kill(victim)
    wait_for(lambda: len(descendants(main)) >= 2, server.tail)
    go_on(server, clients)


def kill_the_worker(server: Server, clients: Clients) -> None:
    victim = server.pid_of("gongzhi.cli", "worker")
    server.kill(victim)
    wait_for(lambda: server.pid_of("gongzhi.cli", "worker") not in {0, victim}, server.tail)
    go_on(server, clients)


def kill_the_database(server: Server, clients: Clients) -> None:
    server.kill(server.pid_of("bin/postgres", "-D"))
    go_on(server, clients)


def kill_the_supervisor(server: Server, clients: Clients) -> None:
    """Nothing outlives it, and a start on the same folder and port finds everything."""
    assert server.process is not None
    everyone = descendants(server.process.pid)
    assert len(everyone) > 6
    server.kill(server.process.pid)
    wait_for(lambda: not any(alive(pid) for pid in everyone), server.tail)
    server.start()
    go_on(server, clients)


def everything_is_there_once(server: Server, clients: Clients) -> None:
    stored = server.rows(
        "SELECT client_key, number, state = 'draft', event_seq,"
        " (SELECT array_agg(e.seq ORDER BY e.seq) FROM orders_orderevent e WHERE e.order_id = o.id),"
        " (SELECT count(*) FROM orders_orderclock c WHERE c.order_id = o.id)"
        " FROM orders_order o"
    )
    assert {key: number for key, number, *_ in stored} == clients.acknowledged
    assert len(stored) == clients.count
    assert len({number for _, number, *_ in stored}) == clients.count
    for key, number, unverified, last, events, clocks in stored:
        assert events == list(range(1, last + 1)), number
        assert unverified == (key in clients.unverified), number
        # A draft has no clock of its own: it expires by its age.
        assert (clocks > 0) != unverified, number


def everybody_was_told_once(server: Server, clients: Clients) -> None:
    told = server.rows(
        "SELECT o.client_key,"
        " count(m.id) FILTER (WHERE m.kind = 'received'), count(m.id) FILTER (WHERE m.sent_at IS NULL)"
        " FROM orders_order o LEFT JOIN notify_message m"
        " ON m.order_number = o.number AND m.resident_id = o.reporter_id"
        " WHERE o.state <> 'draft' GROUP BY o.client_key"
    )
    verified = set(clients.acknowledged) - clients.unverified
    assert {key: (received, unsent) for key, received, unsent in told} == dict.fromkeys(
        verified, (1, 0)
    )
    # One message a person, order and event: what the key `dedupe` stands for, counted here.
    doubled = server.rows(
        "SELECT order_number, kind, resident_id, user_id, text FROM notify_message"
        " GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1"
    )
    assert doubled == []
