"""Where the login service goes by employee numbers, whoever releases an administrator sees theirs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import AdminRequest, Posting, User
from gongzhi.accounts.services.ask_for_admin import ask_for_admin
from gongzhi.accounts.services.assign_posting import assign_posting
from gongzhi.accounts.services.create_staff import create_staff
from gongzhi.accounts.services.edit_user import edit_user
from gongzhi.kernel.errors import Denied
from gongzhi.kernel.scope import Actor
from gongzhi.platform.loginconfig import OidcConfig

from .conftest import PASSWORD, City

pytestmark = pytest.mark.usefixtures("named_roles")
PAGE = "/desk/users/requests/"


@pytest.fixture
def by_number(settings: Any) -> None:
    settings.GONGZHI_OIDC = OidcConfig(
        issuer="https://sso.example", client_id="gongzhi", name="统一认证", match="employee_number"
    )


@pytest.fixture
def sysadmin(city: City) -> Actor:
    user = create_staff(username="boss", name="系统管理", password=PASSWORD)
    assign_posting(user=user, role="sysadmin", body=city.office)
    return actor_of_user(user)


@pytest.fixture
def security(client: Client, city: City) -> Client:
    user = create_staff(username="safe", name="安全管理", password=PASSWORD)
    assign_posting(user=user, role="secadmin", body=city.office)
    client.force_login(user)
    return client


def numbered(sysadmin: Actor, user: User, number: str) -> None:
    edit_user(actor=sysadmin, user=user, name=user.name, phone="", employee_number=number)


def asked(sysadmin: Actor, user: User, city: City) -> AdminRequest:
    return ask_for_admin(
        actor=sysadmin, user=user, role="auditadmin", body=city.office, reason="增设"
    )


def release(browser: Client, request: AdminRequest, **data: str) -> str:
    answer = browser.post(
        f"/desk/users/requests/{request.pk}/", {"do": "release", **data}, follow=True
    )
    return answer.content.decode()


def administrators() -> int:
    return Posting.objects.filter(role="auditadmin").count()


def test_the_number_is_shown_and_must_still_be_the_same(
    by_number: None, sysadmin: Actor, security: Client, handler: User, city: City
) -> None:
    numbered(sysadmin, handler, "E-77")
    request = asked(sysadmin, handler, city)
    page = security.get(PAGE).content.decode()
    assert "工号“E-77”" in page
    assert 'name="number" value="E-77"' in page
    numbered(sysadmin, handler, "E-78")  # while the page is open
    assert "刚刚改过" in release(security, request, number="E-77")
    assert administrators() == 0
    request.refresh_from_db()
    assert request.state == AdminRequest.ASKED
    release(security, request, number="E-78")
    assert administrators() == 1
    with pytest.raises(Denied):
        numbered(sysadmin, handler, "E-79")


def test_without_a_number_the_page_says_so(
    by_number: None, sysadmin: Actor, security: Client, handler: User, city: City
) -> None:
    request = asked(sysadmin, handler, city)
    assert "还没有工号" in security.get(PAGE).content.decode()
    numbered(sysadmin, handler, "E-77")
    assert "刚刚改过" in release(security, request, number="")
    assert administrators() == 0


def test_elsewhere_numbers_are_nobodys_business(
    sysadmin: Actor, security: Client, handler: User, city: City
) -> None:
    numbered(sysadmin, handler, "E-77")
    request = asked(sysadmin, handler, city)
    assert "E-77" not in security.get(PAGE).content.decode()
    release(security, request)
    assert administrators() == 1
