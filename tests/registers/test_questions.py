"""Saved questions: what the register can answer, a request for data gets from it (ML-18)."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest

from gongzhi.accounts.models import AccessLog
from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, Invalid, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.scoped_orm import guarded
from gongzhi.kernel.sheetin import read_sheet
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.counting.asking import FILTERS, askable
from gongzhi.registers.models import Answer, Question
from gongzhi.registers.reading.questions import board
from gongzhi.registers.services.answer_question import answer_question
from gongzhi.registers.services.save_question import close_question, save_question
from gongzhi.registers.services.save_row import save_row
from tests.registers.conftest import City, Place, city, place, qianan
from tests.signing_in import browser_of

__all__ = ["City", "city", "place", "qianan"]

BASE = "/desk/registers/questions/"
# What must never be asked for, in any register (rules.md, lines that are not crossed).
FORBIDDEN = ("belief", "religion", "ethnic", "nation", "health", "disease", "disab", "petition",
             "crime", "criminal", "political")  # fmt: skip


def staff(place: Place, role: str) -> Actor:
    return place.city.staff(role, place.city.street, place.city.street_area)


def ask(place: Place, actor: Actor, **values: object) -> Question:
    base = {"name": "老人有多少", "for_whom": "民政局", "register": "people",
            "area": place.city.street_area.code, "level": place.grid.level,
            "filters": {"age": "60-79"}}  # fmt: skip
    return save_question(actor=actor, **(base | values))  # type: ignore[arg-type]


def settle(place: Place, count: int) -> None:
    place.with_homes("101")
    year = clock.today().year - 65
    for number in range(count):
        words = {"building_code": "LY-1", "number": "101", "name": f"周{'甲乙丙丁戊己庚辛'[number]}明",
                 "birth_year": str(year), "sex": "f"}  # fmt: skip
        save_row(actor=place.clerk, register=REGISTERS["people"], words=words)


def test_one_click_gives_counts_by_area_kept_and_logged(place: Place) -> None:
    settle(place, 6)
    clerk, narrow = staff(place, "street_clerk"), place.clerk
    question = ask(place, clerk)
    answer = answer_question(
        actor=narrow, question_id=question.pk, area=place.city.community_area.code
    )
    counts = dict(answer.lines)
    assert (answer.total, counts[place.grid.id], sum(filter(None, counts.values()))) == (6, 6, 6)
    log = AccessLog.objects.get()
    assert (log.kind, log.user_id) == ("question", narrow.user_id)
    assert log.purpose == "老人有多少 → 民政局"
    browser = browser_of(narrow)
    page = browser.get(f"/desk/registers/answers/{answer.pk}/").content.decode()
    assert "没有让社区填报" in page
    shown = page.split("<main")[1].split("</main>")[0]
    assert not any(f"周{letter}明" in shown for letter in "甲乙丙丁戊己庚辛")
    file = browser.get(f"/desk/registers/answers/{answer.pk}/file/")
    assert file.status_code == 200
    assert len(file.content) > 2000
    # What was given stays as it was given.
    settle_more = {"building_code": "LY-1", "number": "101", "name": "周壬明", "birth_year": "1950"}
    save_row(actor=place.clerk, register=REGISTERS["people"], words=settle_more)
    answer.refresh_from_db()
    assert answer.total == 6
    found = board(clerk, clock.now())
    assert (found.answered, found.questions, found.lines[0].answers) == (1, 1, 1)
    assert board(place.elsewhere(), clock.now()).answered == 0


def test_a_second_tap_gets_the_first_answer(place: Place) -> None:
    settle(place, 6)
    clerk = staff(place, "street_clerk")
    asked, now = ask(place, clerk), clock.now()
    code = place.city.street_area.code
    first, again = (
        answer_question(actor=clerk, question_id=asked.pk, area=code, at=now) for _tap in range(2)
    )
    assert (first.pk, board(clerk, now).answered) == (again.pk, 1)
    later = answer_question(
        actor=clerk, question_id=asked.pk, area=code, at=now + timedelta(minutes=2)
    )
    assert later.pk != first.pk


def test_counts_of_one_to_four_people_are_left_out_and_of_things_are_told(place: Place) -> None:
    settle(place, 3)
    clerk = staff(place, "street_clerk")
    answer = answer_question(
        actor=clerk, question_id=ask(place, clerk).pk, area=place.city.street_area.code
    )
    assert answer.total is None
    assert {count for _area, count in answer.lines} == {0, None}
    homes = ask(place, clerk, register="homes", filters={"use": "own"})
    answer = answer_question(actor=clerk, question_id=homes.pk, area=place.grid.code)
    assert (answer.total, answer.lines) == (1, [[place.grid.id, 1]])


def test_a_department_asks_for_the_city_and_a_firm_for_nothing(place: Place) -> None:
    settle(place, 5)
    bureau, firm = orgs.bodies_of_kind("department")[0], orgs.bodies_of_kind("property")[0]
    root = areas.root_area()
    assert root is not None
    handler = place.city.staff("handler", bureau)
    question = ask(place, handler, area=root.code, level=1)
    answer = answer_question(actor=handler, question_id=question.pk, area=root.code)
    assert answer.total == 5
    # The same question answers the street's clerk for the street.
    clerk = staff(place, "street_clerk")
    code = place.city.street_area.code
    assert answer_question(actor=clerk, question_id=question.pk, area=code).total == 5
    stranger = place.city.staff("handler", firm)
    assert browser_of(stranger).get(BASE).status_code == 403
    with pytest.raises(Denied):
        ask(place, stranger)
    for role in ("sysadmin", "secadmin", "auditadmin", "dispatcher"):
        other = place.city.staff(role, place.city.centre)
        assert browser_of(other).get(BASE).status_code == 403
        with pytest.raises(Denied):
            ask(place, other)
    assert Question.reached.count() == 1


def test_outside_of_the_scope_nothing_is_asked_seen_or_answered(place: Place) -> None:
    clerk, away = staff(place, "street_clerk"), place.elsewhere()
    question = ask(place, clerk)
    given = answer_question(actor=clerk, question_id=question.pk, area=place.grid.code)
    root = areas.root_area()
    assert root is not None
    with pytest.raises(Invalid, match="您能看到的区域"):
        ask(place, clerk, area=root.code)
    for area in (root.code, "nowhere"):
        with pytest.raises(Invalid, match="您能看到的区域"):
            answer_question(actor=clerk, question_id=question.pk, area=area)
    with pytest.raises(NotFound):
        answer_question(actor=away, question_id=question.pk, area=place.grid.code)
    with pytest.raises(NotFound):
        close_question(actor=place.clerk, question_id=question.pk)  # sees it; it is not theirs
    with guarded():
        assert not Question.objects.visible_to(away).exists()
        assert not Answer.objects.visible_to(away).exists()
    assert browser_of(away).get(f"/desk/registers/answers/{given.pk}/").status_code == 404
    assert Answer.reached.count() == 1
    close_question(actor=clerk, question_id=question.pk)
    with pytest.raises(Conflict):
        answer_question(actor=clerk, question_id=question.pk, area=place.grid.code)


def test_how_often_a_question_was_answered_is_counted_within_the_scope(place: Place) -> None:
    settle(place, 6)
    question = ask(place, staff(place, "street_clerk"))
    answer_question(
        actor=staff(place, "street_clerk"), question_id=question.pk,
        area=place.city.street_area.code,
    )  # fmt: skip
    with guarded():
        wide = board(staff(place, "street_clerk"), clock.now())
        narrow = board(place.clerk, clock.now())
    assert ([one.answers for one in wide.lines], wide.answered) == ([1], 1)
    assert ([one.answers for one in narrow.lines], narrow.answered) == ([0], 0)


def test_only_what_the_list_names_can_be_asked(place: Place) -> None:
    clerk = staff(place, "street_clerk")
    for filters in ({"name_sealed": "周"}, {"age": "62"}, {"id_blind": "x"}):
        with pytest.raises(Invalid, match="不能按这一项"):
            ask(place, clerk, filters=filters)
    keys = [one.key for found in FILTERS.values() for one in found]
    keys += [field.key for one in REGISTERS.values() for field in one.fields]
    assert not [key for key in keys for word in FORBIDDEN if word in key]
    for field, text in (("name", " "), ("for_whom", ""), ("name", "长" * 61)):
        with pytest.raises(Invalid):
            ask(place, clerk, **{field: text})
    with pytest.raises(Invalid, match="以下"):
        ask(place, clerk, level=0)
    assert not Question.reached.exists()


def test_members_are_asked_about_by_the_post_of_party_affairs_alone(place: Place) -> None:
    clerk, party = staff(place, "street_clerk"), staff(place, "party_clerk")
    assert "members" not in [one.key for one in askable(clerk)]
    with pytest.raises(Denied):
        ask(place, clerk, register="members", filters={})
    words = {"body": f"P-{place.city.street_area.code}", "birth_year": "1950"}
    for number in range(6):
        save_row(actor=party, register=REGISTERS["members"], words=words | {"number": str(number)})
    question = ask(place, party, register="members", filters={"cut": "old"})
    answer = answer_question(actor=party, question_id=question.pk, area=place.city.street_area.code)
    assert answer.total == 6
    for actor in (clerk, place.clerk, staff(place, "street_director")):
        with guarded():
            assert not Question.objects.visible_to(actor).exists()
            assert not Answer.objects.visible_to(actor).exists()
        with pytest.raises(NotFound):
            answer_question(actor=actor, question_id=question.pk, area=place.grid.code)
        page = browser_of(actor).get(f"{BASE}new/?register=members")
        assert page.status_code == 403


def test_the_pages_ask_answer_and_hand_out(place: Place, tmp_path: object) -> None:
    settle(place, 5)
    browser = browser_of(staff(place, "street_clerk"))
    assert "居民" in browser.get(f"{BASE}new/").content.decode()
    values = {"register": "people", "name": "老人有多少", "for_whom": "民政局", "by_age": "60-79",
              "area": place.city.street_area.code, "level": place.grid.level}  # fmt: skip
    answer = browser.post(f"{BASE}new/", values | {"name": ""})
    assert answer.status_code == 422
    assert not Question.reached.exists()
    assert browser.post(f"{BASE}new/", values).status_code == 302
    question = Question.reached.get()
    page = browser.get(BASE).content.decode()
    assert "老人有多少" in page
    gone = browser.post(f"{BASE}{question.pk}/answer/", {"area": place.city.street_area.code})
    page = browser.get(gone["Location"]).content.decode()
    assert "<strong>5</strong>" in page
    data = browser.get(f"{gone['Location']}file/").content
    from pathlib import Path

    file = Path(str(tmp_path)) / "a.xlsx"
    file.write_bytes(BytesIO(data).getvalue())
    assert any(row.get("数量") == "5" for row in read_sheet(file))
    assert browser.post(f"{BASE}{question.pk}/close/").status_code == 302
    assert f"{BASE}{question.pk}/answer/" not in browser.get(BASE).content.decode()
