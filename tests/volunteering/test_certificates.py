"""Certificates: from the record alone, free, and checked by whoever holds the code."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from gongzhi.kernel.errors import Conflict, Denied, Invalid
from gongzhi.volunteering.models import Certificate
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.issue_certificate import issue_certificate
from gongzhi.volunteering.services.settle import settle
from tests.orders.conftest import T0
from tests.signing_in import browser_of

from .conftest import Corps, shift

YEAR = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}


def test_a_certificate_says_what_the_record_says(corps: Corps) -> None:
    me = corps.volunteer()
    with pytest.raises(Conflict):
        issue_certificate(actor=me, name="周小明", **YEAR)
    for hours in (24, 48):
        post = shift(corps, hours=hours)
        claim = claim_post(actor=me, post_id=post.pk)
        settle(
            actor=corps.clerk,
            post_id=post.pk,
            minutes={claim.pk: 65},
            at=T0 + timedelta(hours=hours),
        )
    client = browser_of(me)
    answer = client.post(
        "/me/service/certificates/", {"name": "周小明", "first": "2026-01-01", "last": "2026-12-31"}
    )
    row = Certificate.reached.get()
    assert (row.times, row.minutes) == (2, 130)
    kept = client.get("/me/service/gongzhi-my-service.json").json()
    assert [one["minutes"] for one in kept["posts"]] == [65, 65]
    assert kept["certificates"][0]["name"] == "周小明"
    assert kept["checked_in"]["called"] == "周师傅"
    own = client.get(answer["Location"]).content.decode()
    assert "周小明" in own
    assert "2小时10分钟" in own
    grouped = " ".join(row.code[at : at + 4] for at in range(0, 16, 4)).lower()
    anyone = Client()
    found = anyone.get("/certificates/", {"code": grouped}, follow=True).content.decode()
    assert "这份证明是真的" in found
    assert "周××" in found
    assert "周小明" not in found
    stranger = browser_of(corps.resident())
    assert stranger.get(answer["Location"]).status_code == 404
    for code in ("A" * 16, "x", "ＡＢ", "%00"):
        assert "没有这份证明" in anyone.get("/certificates/", {"code": code}).content.decode()
    assert anyone.get(f"/certificates/{'A' * 16}/").status_code == 404
    with pytest.raises(Conflict):  # nothing on these days
        issue_certificate(actor=me, name="周小明", first=date(2025, 1, 1), last=date(2025, 2, 1))


def test_what_is_refused(corps: Corps) -> None:
    me = corps.volunteer()
    for values, field in (
        ({"name": " "}, "name"), ({"name": "长" * 41}, "name"), ({"last": date(2025, 1, 1)}, "last"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as found:
            issue_certificate(actor=me, **{"name": "周小明", **YEAR, **values})  # type: ignore[arg-type]
        assert found.value.field == field
    with pytest.raises(Denied):
        issue_certificate(actor=corps.clerk, name="周小明", **YEAR)
    assert not Certificate.reached.exists()
