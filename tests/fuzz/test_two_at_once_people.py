"""Two administrators of people and settings at once: one wins, the other reads a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from gongzhi.accounts.actor import actor_of_user
from gongzhi.accounts.models import AccountEvent, AdminRequest, HandOver, Posting, User
from gongzhi.accounts.services.ask_for_admin import ask_for_admin
from gongzhi.accounts.services.decide_admin import refuse_admin, release_admin
from gongzhi.accounts.services.hand_over_posting import hand_over_posting
from gongzhi.accounts.services.sign_in_by_service import sign_in_by_service
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import Actor
from gongzhi.office.draft import release_in_force
from gongzhi.office.edits import Edit
from gongzhi.office.services.change_settings import change_settings
from gongzhi.office.services.go_back import go_back
from gongzhi.office.services.keep_edits import keep_edits
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.orders.services.verify_chains import verify_chains
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body
from gongzhi.platform.loginconfig import OidcConfig
from gongzhi.profiles.models import ProfileRelease
from tests.orders.conftest import T0, City

from .test_two_at_once import at_once, events, split
from .test_two_at_once import city as city

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_two_wins(city: City) -> None:
    """All scenes in one city, since applying the profile costs more than all of them."""
    boss = city.staff("sysadmin", city.centre)
    released_twice(city, boss)
    released_and_refused(city, boss)
    two_of_the_three(city, boss)
    handed_over_twice(city, boss)
    gone_back_twice(city, boss)


def user_of(actor: Actor) -> User:
    return User.objects.get(pk=actor.user_id)


def security(city: City) -> list[Actor]:
    return [city.staff("secadmin", city.centre) for _ in range(2)]


def asked_for(city: City, boss: Actor, user: User, role: str = "auditadmin") -> AdminRequest:
    body = Body.objects.get(pk=city.centre.id)
    return ask_for_admin(actor=boss, user=user, role=role, body=body, reason="增设")


def decided(kind: str, user: User) -> int:
    return AccountEvent.objects.filter(kind=kind, target=user).count()


def released_twice(city: City, boss: Actor) -> None:
    user = user_of(city.staff("supervisor", city.centre))
    request = asked_for(city, boss, user)
    done, refused = split(
        at_once(*(lambda one=one: release_admin(actor=one, request=request)
                  for one in security(city)))
    )  # fmt: skip
    assert (len(done), len(refused)) == (1, 1)
    assert isinstance(refused[0], Conflict)
    assert Posting.objects.filter(user=user, role="auditadmin").count() == 1
    assert decided("admin_released", user) == 1


def released_and_refused(city: City, boss: Actor) -> None:
    """What the request says in the end is what happened."""
    user = user_of(city.staff("supervisor", city.centre))
    request, (one, two) = asked_for(city, boss, user), security(city)
    done, refused = split(
        at_once(
            lambda: release_admin(actor=one, request=request),
            lambda: refuse_admin(actor=two, request=request, reason="人手够了"),
        )
    )
    assert (len(done), len(refused)) == (1, 1)
    request.refresh_from_db()
    made = Posting.objects.filter(user=user, role="auditadmin").count()
    assert made == (request.state == AdminRequest.RELEASED)
    assert decided("admin_released", user) == made
    assert decided("admin_refused", user) == 1 - made


def two_of_the_three(city: City, boss: Actor) -> None:
    """Two requests that exclude each other, each released by another in the same moment."""
    user = user_of(city.staff("supervisor", city.centre))
    requests = [asked_for(city, boss, user, role) for role in ("auditadmin", "secadmin")]
    pairs = zip(security(city), requests, strict=True)
    done, refused = split(
        at_once(*(lambda who=who, row=row: release_admin(actor=who, request=row)
                  for who, row in pairs))
    )  # fmt: skip
    assert (len(done), len(refused)) == (1, 1)
    assert Posting.objects.filter(user=user, role__in=("auditadmin", "secadmin")).count() == 1
    assert AdminRequest.objects.filter(user=user, state=AdminRequest.ASKED).count() == 1


def handed_over_twice(city: City, boss: Actor) -> None:
    """To two successors: the work goes to one of them, once."""
    order = city.report()
    act(actor=city.grid_worker, number=order.number, action="verify_true", at=T0)
    handler = city.handler(Order.reached.get(pk=order.pk))
    act(actor=handler, number=order.number, action="sign", at=T0)
    body = orgs.body_by_id(handler.postings[0].body_id)
    assert body is not None
    heirs = [city.staff("handler", body) for _ in range(2)]
    posting = Posting.objects.get(pk=handler.postings[0].id)
    done, refused = split(
        at_once(*(lambda heir=heir: hand_over_posting(
            actor=boss, posting=posting, successor=user_of(heir)) for heir in heirs))
    )  # fmt: skip
    assert (len(done), len(refused)) == (1, 1)
    assert isinstance(refused[0], Conflict)
    row = HandOver.objects.get(posting=posting)
    posting.refresh_from_db()
    assert posting.valid.upper == clock.today()
    assert decided("posting_ended", user_of(handler)) == 1
    assert Order.reached.get(pk=order.pk).handler_id == row.received_by_id
    assert row.received_by_id in {heir.user_id for heir in heirs}
    assert actor_of_user(user_of(handler)).postings == ()
    assert events(order, "sign") == 1
    assert list(verify_chains()) == []


def gone_back_twice(city: City, boss: Actor) -> None:
    """Both saw the same release: one undoes it, the other is told and undoes nothing more."""
    first = release_in_force()
    keep_edits(actor=boss, edits=[Edit("set", "orders/settings.yaml", ("rating_days",), 9)])
    change_settings(actor=boss, base_version=first.version, reason="试")
    seen, others = release_in_force(), (boss, city.staff("sysadmin", city.centre))
    done, refused = split(
        at_once(*(lambda one=one: go_back(
            actor=one, version=first.version, base_version=seen.version, reason="退回")
            for one in others))
    )  # fmt: skip
    assert (len(done), len(refused)) == (1, 1)
    assert isinstance(refused[0], Conflict)
    assert release_in_force().version == seen.version + 1
    assert ProfileRelease.objects.filter(version__gt=seen.version).count() == 1
    assert release_in_force().files == first.files


def test_one_account_for_whoever_comes_twice_by_the_login_service(settings: Any) -> None:
    """The name is unique: the second finds the account that the first has made."""
    settings.GONGZHI_OIDC = OidcConfig(
        issuer="https://sso.example", client_id="gongzhi", name="统一认证", create=True
    )
    claims = {"preferred_username": "New.One", "name": "示例新人"}

    def come() -> str:
        return sign_in_by_service(RequestFactory().get("/"), claims=claims, target="")

    for _ in range(3):
        _done, refused = split(at_once(come, come, come, come))
        assert len(refused) == 4
        assert {str(error) for error in refused} == {
            "您在这里还没有岗位，请联系本单位的系统管理员。"
        }
    made = User.objects.get(username="new.one")
    assert decided("service_created", made) == 1
