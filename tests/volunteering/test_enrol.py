"""A resident checks in at the community of the own home, by choice, and takes it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Denied, Invalid, NotFound
from gongzhi.kernel.scope import PUBLIC
from gongzhi.volunteering.models import Enrolment
from gongzhi.volunteering.reading.volunteers import volunteers
from gongzhi.volunteering.services.claim_post import claim_post
from gongzhi.volunteering.services.enrol import enrol, leave
from gongzhi.volunteering.services.forget_names import forget_names
from tests.orders.conftest import T0
from tests.signing_in import browser_of

from .conftest import Corps, shift


def test_the_code_of_a_community_leads_to_a_short_form(corps: Corps) -> None:
    me = corps.resident()
    client = browser_of(me)
    path = f"/me/service/join/{corps.community.code}/"
    assert "不问您是不是党员" in client.get(path).content.decode()
    answer = client.post(path, {"name": "周师傅", "unit": corps.unit.name, "skills": ["repair"]})
    assert answer.status_code == 302
    row = corps.enrolled(me)
    assert (row.community_id, row.unit_id, row.skills) == (
        corps.community.id, corps.unit.id, ["repair"],
    )  # fmt: skip
    assert open_(row.name_sealed) == "周师傅"
    assert "各算一份" in client.get("/me/service/").content.decode()
    page = browser_of(corps.clerk).get("/desk/volunteers/").content.decode()
    assert "周师傅" in page
    assert "199****0001" in page
    assert "19900010001" not in page


def test_enrolling_elsewhere_moves_and_leaving_ends(corps: Corps) -> None:
    me = corps.volunteer()
    first = corps.enrolled(me)
    enrol(actor=me, community=corps.other.code, name="周师傅")
    first.refresh_from_db()
    assert first.ended_at is not None
    assert corps.enrolled(me).community_id == corps.other.id
    leave(actor=me)
    leave(actor=me)
    assert not Enrolment.objects.visible_to(me).filter(ended_at=None).exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": " "}, "name"), ({"name": "长" * 21}, "name"), ({"unit": "没有这家"}, "unit")],
)
def test_what_cannot_be_taken_is_said_at_its_field(
    corps: Corps, values: dict[str, str], field: str
) -> None:
    me = corps.resident()
    with pytest.raises(Invalid) as found:
        enrol(actor=me, community=corps.community.code, **{"name": "周师傅", **values})
    assert found.value.field == field
    assert not Enrolment.reached.exists()


def test_only_a_resident_enrols_and_only_at_a_community(corps: Corps) -> None:
    for actor in (PUBLIC, corps.clerk):
        with pytest.raises(Denied):
            enrol(actor=actor, community=corps.community.code, name="周师傅")
    with pytest.raises(NotFound):
        enrol(actor=corps.resident(), community=corps.unit.code, name="周师傅")
    assert not Enrolment.reached.exists()


def test_names_are_for_the_community_alone(corps: Corps) -> None:
    me = corps.volunteer(unit=corps.unit.code)
    director = corps.city.director
    for actor in (corps.other_clerk, corps.handler, director, corps.resident(), PUBLIC):
        assert not Enrolment.objects.visible_to(actor).exists()
    assert Enrolment.objects.visible_to(me).count() == 1
    assert len(volunteers(corps.clerk, corps.community.id).object_list) == 1
    assert len(volunteers(corps.other_clerk, corps.community.id).object_list) == 0


def test_names_go_after_the_months_of_the_profile(corps: Corps) -> None:
    me, post = corps.volunteer(), shift(corps)
    claim = claim_post(actor=me, post_id=post.pk)
    leave(actor=me)
    assert forget_names(at=T0 + timedelta(days=700)) == 0
    assert forget_names(at=T0 + timedelta(days=740)) == 2
    assert forget_names(at=T0 + timedelta(days=740)) == 0
    claim.refresh_from_db()
    assert claim.name_sealed == ""
    page = browser_of(corps.clerk).get(f"/desk/volunteers/posts/{post.pk}/")
    assert page.status_code == 200
