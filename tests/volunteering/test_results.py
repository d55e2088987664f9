"""Counts reconcile in every cut, are drilled down, and are seen by whom they concern."""

from __future__ import annotations

import io
import zipfile
from datetime import date, timedelta
from random import Random
from xml.etree import ElementTree

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.models import Message
from gongzhi.volunteering.models import Feedback
from gongzhi.volunteering.reading.results import Span, claims, lines, post_lines, quarter_of, total
from gongzhi.volunteering.services.check_in_unit import Asked, check_in_unit
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.give_feedback import give_feedback
from gongzhi.volunteering.services.settle import settle
from gongzhi.web.words import hours_text
from tests.orders.conftest import T0
from tests.signing_in import browser_of

from .conftest import Corps, shift

SPAN = Span(date(2026, 10, 1), date(2026, 12, 31))


def served(corps: Corps, *, seed: int = 1) -> int:
    """Six people at three posts with made-up minutes; the sum of what was credited."""
    rng, spent = Random(seed), 0
    people = [corps.volunteer(unit=corps.unit.code if n % 2 else "") for n in range(6)]
    for hours in (24, 48, 24 * 20):
        post = shift(corps, hours=hours, places=5)
        taken = {
            claim_post(actor=one, post_id=post.pk).pk: rng.randrange(0, 121) for one in people[:5]
        }
        taken.pop(next(iter(taken)))  # one stays in hand
        settle(
            actor=corps.clerk,
            post_id=post.pk,
            minutes=taken,
            at=T0 + timedelta(hours=hours, minutes=1),
        )
        spent += sum(taken.values())
    return spent


def test_every_cut_adds_up_to_the_whole(corps: Corps) -> None:
    spent = served(corps)
    rows = claims(corps.clerk, SPAN)
    whole = total(rows)
    assert (whole.minutes, whole.claimed, whole.in_hand) == (spent, 15, 3)
    assert whole.activities == 3
    for by in ("community", "unit", "kind", "month"):
        parts = [one.counts for one in lines(rows, by)]  # type: ignore[arg-type]
        for name in ("claimed", "in_hand", "times", "minutes"):
            assert sum(getattr(one, name) for one in parts) == getattr(whole, name), (by, name)
    behind = [one.counts for one in post_lines(corps.clerk, rows)]
    assert sum(one.minutes for one in behind) == spent
    assert len(behind) == 3
    assert total(claims(corps.clerk, Span(date(2026, 1, 1), date(2026, 9, 30)))).claimed == 0


def test_who_counts_what(corps: Corps) -> None:
    served(corps)
    own = total(claims(corps.handler, SPAN))
    assert 0 < own.minutes < total(claims(corps.clerk, SPAN)).minutes
    assert total(claims(corps.city.director, SPAN)) == total(claims(corps.clerk, SPAN))
    nobody: tuple[Actor, ...] = (corps.other_clerk, corps.volunteer(), Actor())
    for actor in nobody:
        assert total(claims(actor, SPAN)).claimed == 0


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 11, 17), date(2026, 10, 1), date(2026, 12, 31)),
        (date(2024, 6, 30), date(2024, 4, 1), date(2024, 6, 30)),
    ],
)
def test_quarters(day: date, first: date, last: date) -> None:
    assert quarter_of(day) == Span(first, last)


def test_feedback_goes_to_units_that_are_here(corps: Corps) -> None:
    asked = Asked(corps.unit.code, corps.community.code, date(2026, 11, 1))
    values = {"unit": corps.unit.code, "text": "来得勤，居民满意", "day": date(2026, 11, 17)}
    with pytest.raises(NotFound):  # not checked in yet
        give_feedback(actor=corps.clerk, **values)  # type: ignore[arg-type]
    check_in_unit(actor=corps.clerk, asked=asked)
    for actor, error in ((corps.handler, Denied), (corps.other_clerk, NotFound)):
        with pytest.raises(error):
            give_feedback(actor=actor, **values)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        give_feedback(actor=corps.clerk, **{**values, "text": " "})  # type: ignore[arg-type]
    assert not Feedback.reached.exists()
    for text in ("来得勤", "来得勤，居民满意"):
        give_feedback(actor=corps.clerk, **{**values, "text": text})  # type: ignore[arg-type]
    assert [row.text for row in Feedback.objects.visible_to(corps.handler)] == ["来得勤，居民满意"]
    assert not Feedback.objects.visible_to(corps.other_clerk).exists()
    told = Message.objects.filter(kind="unit_feedback").values_list("user_id", flat=True)
    assert list(told) == [corps.handler.user_id]  # once, however often it is written anew
    with clock.frozen(T0):
        form = browser_of(corps.clerk).get(f"/desk/volunteers/results/?unit={corps.unit.code}")
    assert ">来得勤，居民满意</textarea>" in form.content.decode()
    page = browser_of(corps.handler).get("/desk/volunteers/results/").content.decode()
    assert "来得勤，居民满意" in page


def test_the_report_is_a_document_of_the_counts(corps: Corps) -> None:
    spent = served(corps)
    path = (
        f"/desk/volunteers/results/{corps.community.code}/report/?first=2026-10-01&last=2026-12-31"
    )
    answer = browser_of(corps.clerk).get(path)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))
        text = archive.read("word/document.xml").decode()
    assert f"服务时长{hours_text(spent)}" in text
    assert corps.community.name in text
    # GB/T 9704: A4, 37 mm above, 28 mm at the binding, 22 lines.
    for part in ('w:w="11906" w:h="16838"', 'w:top="2098"', 'w:left="1587"', 'w:linePitch="580"'):
        assert part in text
    for actor in (corps.other_clerk, corps.handler):
        assert browser_of(actor).get(path).status_code == 404


def test_the_page_and_its_drill_down(corps: Corps) -> None:
    served(corps)
    client = browser_of(corps.clerk)
    for query in (
        "",
        "?by=unit",
        "?by=kind",
        "?by=month",
        f"?unit={corps.unit.code}",
        "?first=x&last=y",
    ):
        assert client.get(f"/desk/volunteers/results/{query}").status_code == 200
    assert "清扫楼道" in client.get("/desk/volunteers/results/").content.decode()
    assert client.get("/desk/volunteers/results/?unit=none").status_code == 404
