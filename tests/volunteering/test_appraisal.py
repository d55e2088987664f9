"""Daily appraisal of a unit by the community's Party branch; the residents' ratings decide (QJ-13)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.volunteering import body_ending
from gongzhi.volunteering.models import UnitWord
from gongzhi.volunteering.reading.dossier import unit_dossier
from gongzhi.volunteering.services.appraise_unit import appraise_unit
from tests.signing_in import browser_of

from .conftest import Corps, shift
from .test_dossier import QUARTER, Done


def test_the_branch_writes_after_each_service_and_residents_decide(corps: Corps) -> None:
    done, secretary = Done(corps), secretary_of(corps)
    for grade in (1, 1, 1, 2, 3):
        done.rated(grade)
    [before] = unit_dossier(secretary, corps.unit, QUARTER).daily
    assert (before.grade, before.may_write, before.quality.decided) == ("", True, "不满意")
    path = f"/desk/volunteers/units/{corps.unit.code}/"
    browser = browser_of(secretary)
    browser.post(f"{path}posts/{done.post.pk}/", {"grade": "3", "text": "来了两个人，干得细"})
    [found] = unit_dossier(corps.handler, corps.unit, QUARTER).daily
    assert (found.grade, found.text, found.may_write) == ("满意", "来了两个人，干得细", False)
    assert found.quality.decided == "不满意"  # the residents' vote, whatever the branch wrote
    text = browser_of(corps.handler).get(f"{path}dossier/").content.decode()
    assert text.index("结论：不满意") < text.index("社区党支部：") < text.index("干得细")
    with pytest.raises(Conflict, match="不能改"):
        appraise_unit(actor=secretary, unit=corps.unit.code, post_id=done.post.pk, grade=1,
                      text="换一句")  # fmt: skip
    for change in ({"grade": 1}, {"text": "很好"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            UnitWord.reached.update(**change)


def test_only_the_own_branch_and_only_services_done(corps: Corps) -> None:
    done, coming = Done(corps), shift(corps, hours=60)
    other = corps.city.staff("community_secretary", corps.other)
    values = {"unit": corps.unit.code, "post_id": done.post.pk, "grade": 3, "text": "好"}
    for actor, wrong, error in (
        (corps.clerk, {}, Denied), (corps.handler, {}, Denied), (other, {}, NotFound),
        (secretary_of(corps), {"post_id": coming.pk}, NotFound),
        (secretary_of(corps), {"unit": "nobody"}, NotFound),
        (secretary_of(corps), {"grade": 9}, Invalid), (secretary_of(corps), {"text": " "}, Invalid),
    ):  # fmt: skip
        with pytest.raises(error):
            appraise_unit(actor=actor, **(values | wrong))  # type: ignore[arg-type]
    assert not UnitWord.reached.exists()


def test_a_successor_keeps_the_words(corps: Corps) -> None:
    done = Done(corps)
    row = appraise_unit(actor=secretary_of(corps), unit=corps.unit.code, post_id=done.post.pk,
                        grade=2, text="好")  # fmt: skip
    body_ending.pass_on(corps.community.id, corps.other.id, done.at)
    row.refresh_from_db()
    assert (row.community_id, row.grade, row.text) == (corps.other.id, 2, "好")


def secretary_of(corps: Corps):  # type: ignore[no-untyped-def]
    return corps.city.staff("community_secretary", corps.community, corps.city.community_area)
