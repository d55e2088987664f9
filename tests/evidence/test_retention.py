"""Pictures past their time: their files are deleted, and every figure stays as it was."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from gongzhi.evidence.models import Picture
from gongzhi.evidence.reading.wall import project_page, wall
from gongzhi.evidence.services.keep_project import end_project, record_deed
from gongzhi.kernel import clock
from gongzhi.orders.models import Attachment
from gongzhi.orders.photos import photostore
from gongzhi.orders.services.attach import attach
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.registers.reading.retention import periods, runs
from gongzhi.registers.services.clear_expired import clear_expired
from gongzhi.venues.models import Activity
from gongzhi.venues.services.save_activity import ActivityDraft, hold_activity
from gongzhi.venues.services.save_station import StationDraft, add_station
from gongzhi.volunteering.reading.results import Span, claims, total
from tests.kernel.test_videos import mp4
from tests.orders.conftest import City, city, qianan
from tests.orders.test_forget_old import closed, figures

from .test_wall import TODAY, Wall, evidence, photo

__all__ = ["city", "evidence", "qianan"]
DAY = timedelta(days=1)
Clear = Callable[[datetime], dict[str, int]]


@pytest.fixture
def clear(django_capture_on_commit_callbacks: Any) -> Clear:
    """The nightly run, with what follows its commits."""

    def run(at: datetime) -> dict[str, int]:
        with django_capture_on_commit_callbacks(execute=True):
            return clear_expired(at=at)

    return run


def held(evidence: Wall) -> Activity:
    station = add_station(
        actor=evidence.keeper, body=evidence.corps.community.code,
        draft=StationDraft("service_station", "服务站", time(8), time(20), tuple(range(7))),
    )  # fmt: skip
    return hold_activity(
        actor=evidence.keeper, station_id=station.pk, key=uuid.uuid4(),
        draft=ActivityDraft("广场舞", TODAY + DAY, time(15), 60, 2),
    )  # fmt: skip


def test_each_kind_has_its_period_and_files_go(evidence: Wall, clear: Clear) -> None:
    activity = held(evidence)
    record_deed(actor=evidence.keeper, project_id=evidence.project.pk, on=TODAY, what="垃圾",
                amount=150, unit="车")  # fmt: skip
    service = evidence.hang(photo("red"), caption="剪头发")
    clip = evidence.hang(mp4(12))
    waiting = evidence.hang(photo("blue"), actor=evidence.me)
    of_activity = evidence.hang(photo("green"), subject=("activity", activity.pk))
    before = evidence.hang(photo("yellow"), subject=("project", evidence.project.pk))
    assert evidence.files() == 9
    now = clock.now()
    found = {k: n for k, n in clear(now + 366 * DAY).items() if "picture" in k}
    assert found == {"activity_pictures": 1, "wall_pictures": 0}
    assert evidence.files() == 7
    assert clear(now + 731 * DAY)["wall_pictures"] == 3
    assert evidence.files() == 2  # the project goes on
    for row in (service, clip, waiting, of_activity):
        row.refresh_from_db()
        assert (row.state, row.path, row.thumb, row.caption) == ("gone", "", "", "")
        assert row.resident_id is None
    page = project_page(evidence.project)
    assert page.sums == [("垃圾", 150, "车")]
    assert [one.row.pk for one in page.others] == [before.pk]
    end_project(actor=evidence.keeper, project_id=evidence.project.pk)
    assert clear(now + 732 * DAY)["wall_pictures"] == 1
    assert evidence.files() == 0
    assert project_page(evidence.project).sums == [("垃圾", 150, "车")]
    assert list(wall(evidence.corps.community).object_list) == []
    assert clear(now + 733 * DAY)["wall_pictures"] == 0


def test_results_stay_true(evidence: Wall, clear: Clear) -> None:
    def counted() -> Any:
        return total(claims(evidence.keeper, Span(TODAY - 9 * DAY, TODAY + 9 * DAY)))

    evidence.hang(photo("red"))
    was = counted()
    assert was.claimed == 1
    clear(clock.now() + 900 * DAY)
    assert counted() == was
    assert Picture.reached.count() == 1  # that there was one stays


def test_a_file_that_another_picture_needs_stays(evidence: Wall, clear: Clear) -> None:
    old = evidence.hang(photo("red"))
    with clock.frozen(clock.now() + 700 * DAY):
        new = evidence.hang(photo("red"), subject=("project", evidence.project.pk))
    assert old.path == new.path
    assert clear(clock.now() + 731 * DAY)["wall_pictures"] == 1
    assert photostore.read(new.path)


def test_photos_of_orders_go_before_their_words(
    city: City, settings: Any, tmp_path: Path, clear: Clear
) -> None:
    settings.MEDIA_ROOT = tmp_path
    there = city.report(public=True)
    attach(actor=city.resident(), number=there.number, kind="report", blobs=[photo()])
    order = closed(city)
    Attachment.reached.update(order=order)
    before = figures()
    assert sum(1 for one in tmp_path.rglob("*") if one.is_file()) == 2
    assert order.closed_at is not None
    assert clear(order.closed_at + 1824 * DAY)["order_photos"] == 0
    assert clear(order.closed_at + 1826 * DAY)["order_photos"] == 1
    assert not Attachment.reached.exists()
    assert not any(one.is_file() for one in tmp_path.rglob("*"))
    assert figures() == before
    assert list(verify_chains()) == []
    assert type(order).reached.get(pk=order.pk).text == order.text


def test_the_desk_reads_the_periods_and_what_went(evidence: Wall, clear: Clear) -> None:
    evidence.hang(photo("red"))
    clear(clock.now() + 731 * DAY)
    rows = {one.title: one for one in periods(at=clock.now())}
    assert rows["晒单墙：服务和整治"].days == 730
    assert rows["晒单墙：服务和整治"].cleared == 1
    assert rows["晒单墙：社区活动"].basis
    assert [one.title for one in runs()] == ["晒单墙：服务和整治"]
