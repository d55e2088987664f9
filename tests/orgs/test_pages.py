"""Pages of bodies, Party affairs and responsibilities: what they say, and for whom."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts import actor as accounts_actor
from gongzhi.kernel import clock
from gongzhi.orgs.models import Agreement, Body, Membership, OfficePost, Pairing, Responsibility
from tests.orders.conftest import T0
from tests.signing_in import browser_of

from .conftest import DAY, Party


@pytest.fixture(autouse=True)
def _now() -> Any:
    accounts_actor.forget()
    with clock.frozen(T0):
        yield
    accounts_actor.forget()


def get(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code)
    return response.content.decode()


def send(client: Client, path: str, status: int = 302, **data: Any) -> str:
    response = client.post(path, data)
    assert response.status_code == status, (path, response.content.decode()[-3000:])
    return response.content.decode()


def test_every_page_opens_for_the_clerk(party: Party) -> None:
    client = browser_of(party.clerk)
    for path in (
        "/desk/bodies/", "/desk/bodies/?kind=unit&name=驻区", "/desk/bodies/?area=220723001",
        f"/desk/bodies/{party.alliance}/", f"/desk/bodies/{party.firm}/", "/desk/party/",
        "/desk/party/agreements/?show=all", "/desk/party/pairings/", "/desk/party/cross/",
        "/desk/party/temporary/", "/desk/party/levels/", "/desk/party/structure/",
        "/desk/party/levels/?area=220723001001", "/desk/party/matrix/", "/desk/duty-map/",
        "/desk/party/coverage/estates/", "/desk/party/coverage/red/", "/desk/duty-map/?kind=area",
        "/desk/party/coverage/cross/", "/desk/duties/versions/",
    ):  # fmt: skip
        assert "<h1" in get(client, path), path
    get(client, "/desk/bodies/NOBODY/", 404)
    get(client, "/desk/party/coverage/nothing/", 404)
    get(client, "/desk/duty-map/?area=999", 404)


def test_a_long_part_of_a_bodys_page_has_pages(party: Party) -> None:
    """More than a hundred members, pairs or bodies below: each part is paged by itself."""
    alliance, street = party.body(party.alliance), party.body(party.committee)
    made = Body.objects.bulk_create(
        Body(code=f"U-{n:03}", name=f"成员{n:03}号", kind="unit", path=f"{900000 + n}.")
        for n in range(130)
    )
    Membership.reached.bulk_create(
        Membership(body_id=alliance.id, member=one, role="member", valid=(date(2026, 1, 1), None))
        for one in made
    )
    Body.objects.filter(code__startswith="U-").update(parent_id=street.id)
    client = browser_of(party.clerk)
    base = f"/desk/bodies/{party.alliance}/"
    first, second = get(client, base), get(client, f"{base}?members=2")
    assert "现有 130 家" in first
    assert ("成员000号" in first, "成员129号" in first) == (True, False)
    assert ("成员000号" in second, "成员129号" in second) == (False, True)
    assert "?members=2" in first
    # A page that is not there is the last one; another part is where it was.
    assert "成员129号" in get(client, f"{base}?members=99&posts=x")
    above = get(client, f"/desk/bodies/{party.committee}/?children=2")
    assert "成员129号" in above


def test_the_clerk_records_by_forms(party: Party) -> None:
    client = browser_of(party.clerk)
    base = f"/desk/bodies/{party.alliance}"
    get(client, f"{base}/add/membership/")
    send(
        client, f"{base}/add/membership/", member=f"某单位（{party.units[0]}）", role="member",
        since="2026-03-01", representative="张一", post_title="主任",
    )  # fmt: skip
    row = Membership.reached.get()
    page = get(client, f"{base}/")
    assert "主任 张一" in page
    send(client, f"/desk/bodies/end/membership/{row.pk}/", on="2026-11-01")
    row.refresh_from_db()
    assert row.valid.upper == date(2026, 11, 1)
    send(
        client, f"/desk/bodies/{party.general_branch}/add/post/", post="secretary",
        holder_name="王三", since="2026-03-01",
    )  # fmt: skip
    assert OfficePost.reached.get().holder_name == "王三"
    send(
        client, f"/desk/bodies/{party.community}/add/pairing/", kind="unit",
        from_body=party.units[0], since="2026-03-01",
    )  # fmt: skip
    assert Pairing.reached.get().kind == "unit"
    send(
        client, f"/desk/bodies/{party.branch}/add/responsibility/", kind="grid",
        area=party.estate.code, person_name="李二", since="2026-03-01",
    )  # fmt: skip
    assert Responsibility.reached.get().person_name == "李二"


def test_a_mistake_is_said_at_its_field_and_nothing_is_written(party: Party) -> None:
    client = browser_of(party.clerk)
    path = f"/desk/bodies/{party.alliance}/add/membership/"
    text = send(client, path, 422, member="没有的单位", role="member", since="2026-03-01")
    assert "没有这个单位，请从列表里选。" in text
    text = send(
        client, path, 422, member=party.units[0], role="member", since="2026-03-01",
        until="2026-02-01",
    )  # fmt: skip
    assert "结束日期应晚于开始日期。" in text
    assert 'aria-invalid="true"' in text
    send(client, path, 422, member=party.units[0], role="member", since="not a day")
    assert not Membership.reached.exists()


def test_an_agreement_is_signed_seen_renewed_and_ended(
    party: Party, tmp_path: Any, settings: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = tmp_path
    client = browser_of(party.clerk)
    path = f"/desk/bodies/{party.community}/add/agreement/"
    values = {
        "kind": "co_build", "title_text": "共驻共建协议", "parties": party.units[0],
        "items": "开放停车场\n每月一次义诊", "own_items": "提供场地", "signed_on": "2026-01-01",
        "expires_on": "2026-12-01",
    }  # fmt: skip
    bad = SimpleUploadedFile("a.exe", b"MZ....")
    assert "PDF" in send(client, path, 422, **values, file=bad)
    assert not Agreement.reached.exists()
    send(client, path, **values, file=SimpleUploadedFile("协议.pdf", b"%PDF-1.4 x"))
    row = Agreement.reached.get()
    assert row.items.count() == 3
    assert "剩14天" in get(client, "/desk/party/agreements/")
    file = client.get(f"/desk/bodies/agreements/{row.pk}/file/")
    assert file.content == b"%PDF-1.4 x"
    assert file["Content-Disposition"].startswith("attachment")
    for stranger in (party.elsewhere, party.handler):
        for tail in ("", "file/", "renew/", "end/"):
            other = browser_of(stranger)
            assert other.get(f"/desk/bodies/agreements/{row.pk}/{tail}").status_code in (403, 404)
    renewed = f"/desk/bodies/agreements/{row.pk}/renew/"
    send(client, renewed, signed_on="2026-11-17", expires_on="2027-11-17")
    assert "剩14天" not in get(client, "/desk/party/agreements/")
    assert "已经续签过了" in send(
        client, renewed, 409, signed_on="2026-11-17", expires_on="2027-11-17"
    )
    newer = Agreement.reached.get(renews=row)
    assert newer.items.count() == 3
    send(client, f"/desk/bodies/agreements/{newer.pk}/end/", on="2026-11-17", why="单位搬走")
    newer.refresh_from_db()
    assert (newer.ended_on, newer.ended_why) == (DAY, "单位搬走")


def test_who_has_no_business_there(party: Party) -> None:
    add = f"/desk/bodies/{party.alliance}/add/membership/"
    data = {"member": party.units[0], "role": "member", "since": "2026-03-01"}
    for actor in (party.handler, party.elsewhere, party.city.grid_worker):
        client = browser_of(actor)
        get(client, add, 403)
        send(client, add, 403, **data)
        # The list and the page are public facts of the office.
        get(client, "/desk/bodies/")
        get(client, f"/desk/bodies/{party.alliance}/")
    assert not Membership.reached.exists()
    get(browser_of(party.handler), "/desk/party/", 403)
    assert browser_of(party.city.resident()).get("/desk/bodies/").status_code == 302
    assert Client().get("/desk/party/").status_code == 302


def test_names_are_found_while_one_types(party: Party) -> None:
    client = browser_of(party.clerk)
    text = get(client, "/desk/bodies/find/?field=member&what=body&kinds=unit&member=驻区")
    assert party.units[0] in text
    text = get(client, "/desk/bodies/find/?field=area&what=area&area=锦绣家园")
    assert "220723001001001" in text


def test_the_home_says_plainly_what_is_not_there_yet(party: Party) -> None:
    text = get(browser_of(party.clerk), "/desk/party/")
    assert "该模块尚未启用" in text
    assert "双报到" in text
    assert "小区支部覆盖率" in text


def test_few_queries(party: Party, django_assert_max_num_queries: Any) -> None:
    client = browser_of(party.clerk)
    for path, most in (
        ("/desk/bodies/", 14), (f"/desk/bodies/{party.alliance}/", 40), ("/desk/party/", 40),
        ("/desk/duty-map/", 16),
    ):  # fmt: skip
        get(client, path)
        with django_assert_max_num_queries(most):
            get(client, path)


def test_bodies_above_and_below_are_named_in_the_readers_language(party: Party) -> None:
    client = browser_of(party.clerk)
    assert "乾安县市政设施管理处" in get(client, "/desk/bodies/CG/")
    client.cookies["django_language"] = "en"
    page = get(client, "/desk/bodies/CG/")
    assert "Municipal Facilities Office" in page
    assert "Qian&#x27;an County Government" in page
    assert "乾安县" not in page
