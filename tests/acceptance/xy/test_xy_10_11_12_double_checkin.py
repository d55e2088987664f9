"""XY-10 double check-in, service and report; XY-11 service days; XY-12 domains and themes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from gongzhi.kernel import clock
from gongzhi.notify.models import Message
from gongzhi.volunteering.config import post_kinds, volunteer_settings
from gongzhi.volunteering.models import Claim, Post
from gongzhi.volunteering.reading.results import claims, lines, quarter_of, total
from gongzhi.volunteering.services.check_in_unit import Asked, check_in_unit
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.publish_post import Wanted, plan_days
from gongzhi.volunteering.services.remind import remind
from gongzhi.volunteering.services.settle import settle
from tests.acceptance.living import applied
from tests.orders.conftest import T0, City, forget_all
from tests.signing_in import browser_of
from tests.volunteering.conftest import Corps


@pytest.fixture(scope="module")
def xiangyun(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    yield from applied("xiangyun", django_db_blocker)


@pytest.fixture
def corps(xiangyun: None, db: None) -> Iterator[Corps]:
    forget_all()
    with clock.frozen(T0):
        yield Corps(City())
    forget_all()


def days(corps: Corps, key: str, weeks: int = 2) -> list[Post]:
    wanted = Wanted("", "周末清扫", "社区广场", T0, T0, 10, day=key)
    plan_days(actor=corps.clerk, wanted=wanted, weeks=weeks)
    return list(Post.objects.filter(day=key).order_by("during"))


def test_xy_10_unit_and_person_check_in_serve_and_both_report(corps: Corps) -> None:
    asked = Asked(corps.unit.code, corps.community.code, clock.today())
    check_in_unit(actor=corps.clerk, asked=asked)
    me = corps.volunteer(unit=corps.unit.code)
    post = days(corps, "sunday")[0]
    claim = claim_post(actor=me, post_id=post.pk)
    settle(actor=corps.clerk, post_id=post.pk, minutes={claim.pk: 90}, at=post.during.upper)
    span = quarter_of(clock.today())
    assert total(claims(corps.clerk, span)).minutes == 90
    assert total(claims(corps.handler, span)).minutes == 90
    span_query = f"?first={span.first}&last={span.last}"
    for actor, body in ((corps.clerk, corps.community), (corps.handler, corps.unit)):
        path = f"/desk/volunteers/results/{body.code}/report/{span_query}"
        answer = browser_of(actor).get(path)
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            text = archive.read("word/document.xml").decode()
        assert "服务时长1小时30分钟" in text
        assert "周师傅" not in text


def test_xy_10_villages_take_part_as_communities_do(corps: Corps) -> None:
    from gongzhi.areas import selectors as areas
    from gongzhi.orgs import selectors as orgs

    kinds = {
        area.kind
        for body in orgs.bodies_of_kind("community")
        if (area := areas.area_by_id(body.area_id or 0)) is not None
    }
    assert {"community", "village"} <= kinds


def test_xy_11_every_friday_and_sunday_with_reminder_and_attendance(corps: Corps) -> None:
    friday, sunday = days(corps, "friday", 4), days(corps, "sunday", 4)
    assert {clock.local(one.during.lower).isoweekday() for one in friday} == {5}
    assert {clock.local(one.during.lower).isoweekday() for one in sunday} == {7}
    me = corps.volunteer()
    claim_post(actor=me, post_id=friday[0].pk)
    assert remind(at=friday[0].during.lower - timedelta(hours=3)) == 1
    assert Message.objects.filter(kind="post_reminder").count() == 1
    claim = Claim.reached.get()
    settle(
        actor=corps.clerk, post_id=friday[0].pk, minutes={claim.pk: 120}, at=friday[0].during.upper
    )
    [kind] = lines(claims(corps.clerk, quarter_of(clock.today())), "kind")
    assert (kind.name, kind.counts.times) == ("爱国卫生", 1)


def test_xy_12_seven_domains_and_the_themes_of_months(corps: Corps) -> None:
    assert list(post_kinds().values()) == [
        "社区党建", "司法调解", "公益建设", "街道治理", "居家养老", "疫情防控", "爱国卫生",
    ]  # fmt: skip
    settings = volunteer_settings()
    assert [settings.theme(month) for month in (4, 5, 6)] == ["", "疫情防控", "爱国卫生"]
    with clock.frozen(T0 + timedelta(days=181)):  # in May
        post = days(corps, "friday")[0]
        assert post.theme == "疫情防控"
        assert (
            "本月主题：疫情防控"
            in browser_of(corps.clerk).get("/desk/volunteers/posts/").content.decode()
        )
