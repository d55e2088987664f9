"""ML-18: what the register can answer, a request for data gets from it, and that is counted."""

from __future__ import annotations

from gongzhi.kernel import clock
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.reading.questions import board
from gongzhi.registers.services.answer_question import answer_question
from gongzhi.registers.services.save_question import save_question
from gongzhi.registers.services.save_row import save_row
from gongzhi.workload.reading.burden import burden_page
from gongzhi.workload.services.record_burden import record_burden
from tests.acceptance.relations import text
from tests.registers.conftest import Place, city, place, qianan
from tests.signing_in import browser_of

__all__ = ["city", "place", "qianan"]


def test_ml_18_a_request_for_data_is_answered_by_the_system(place: Place) -> None:
    place.with_homes("101", "102", "103")
    words = {"building_code": "LY-1", "number": "104", "use": "let"}
    save_row(actor=place.clerk, register=REGISTERS["homes"], words=words)
    street = place.city.street_area
    clerk = place.city.staff("street_clerk", place.city.street, street)
    question = save_question(
        actor=clerk, name="出租房屋有多少", for_whom="公安局", register="homes", area=street.code,
        level=place.grid.level, filters={"use": "let"},
    )  # fmt: skip
    assert board(clerk, clock.now()).answered == 0
    # The community answers for itself, the street for all of its communities: nobody fills a form.
    for actor, area in ((place.clerk, place.city.community_area), (clerk, street)):
        answer = answer_question(actor=actor, question_id=question.pk, area=area.code)
        assert answer.total == 1
        assert [place.grid.id, 1] in answer.lines
    page = text(browser_of(clerk), "/desk/registers/questions/")
    assert "一年里由系统回答 <strong>2</strong>" in page


def test_ml_18_plaques_meetings_and_ledgers_are_counted_by_community(place: Place) -> None:
    city = place.city
    clerk = city.staff("street_clerk", city.street, city.street_area)
    for kind, name in (("plaque", "某某示范点"), ("meeting", "月例会"), ("ledger", "走访台账")):
        record_burden(
            actor=clerk, body=city.community.code, kind=kind, name=name, asked_by="某局（示例）"
        )
    line = next(
        one for one in burden_page(clerk, today=clock.today()).lines
        if one.code == city.community.code
    )  # fmt: skip
    assert (line.counts, line.without_basis) == ([1, 1, 1, 0], 3)
    assert "某某示范点" in text(browser_of(place.clerk), "/desk/burden/")


def test_ml_18_a_department_says_itself_what_it_asks_of_communities(place: Place) -> None:
    department = orgs.bodies_of_kind("department")[0]
    desk = browser_of(place.city.staff("handler", department))
    code = place.city.community.code
    words = {"body": code, "kind": "form", "name": "季度报表", "a_year": "4"}
    assert desk.post("/desk/burden/new/", words).status_code == 302
    line = next(
        one for one in burden_page(place.clerk, today=clock.today()).lines if one.code == code
    )
    assert (line.counts, line.without_basis) == ([0, 0, 0, 1], 1)
    assert department.name in text(browser_of(place.clerk), "/desk/burden/")
