"""Answers that differ by a few people: the total is refused, the part left out, whatever is asked."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.counting.differencing import Cell, close_parts, gap, too_close
from gongzhi.registers.counting.smallcounts import is_small
from gongzhi.registers.models import Answer
from gongzhi.registers.services.answer_question import answer_question
from gongzhi.registers.services.save_question import save_question
from gongzhi.registers.services.save_row import save_row
from tests.registers.conftest import Place
from tests.signing_in import browser_of

PATHS = ("1.", "1.2.", "1.2.4.", "1.2.5.", "1.3.", "1.3.6.")
QUESTIONS = 4

cells_at_random = st.lists(
    st.builds(
        Cell,
        st.sampled_from(PATHS),
        st.tuples(*[st.booleans()] * QUESTIONS),
        st.integers(1, 9),
    ),
    max_size=14,
)
asked_at_random = st.lists(
    st.tuples(st.integers(0, QUESTIONS - 1), st.sampled_from(PATHS)), max_size=10
)


@given(cells_at_random, asked_at_random)
def test_no_two_totals_that_are_told_differ_by_a_few(
    cells: list[Cell], asked: list[tuple[int, str]]
) -> None:
    """Whatever is asked in whatever order: of areas of which one holds the other."""
    told: list[tuple[int, str]] = []
    for one in asked:
        if not too_close(cells, one, told):
            told.append(one)
    for one in told:
        for other in told:
            if one[1].startswith(other[1]):
                people = [
                    cell
                    for cell in cells
                    if (cell.fits[one[0]] and cell.path.startswith(one[1]))
                    is not (cell.fits[other[0]] and cell.path.startswith(other[1]))
                ]
                assert not 0 < sum(cell.count for cell in people) < 5


@given(cells_at_random, st.integers(0, QUESTIONS - 1), st.integers(0, QUESTIONS - 1))
def test_parts_are_close_exactly_when_their_counts_are(
    cells: list[Cell], new: int, old: int
) -> None:
    found = close_parts(cells, new, {path: [old] for path in PATHS})
    assert found == {path for path in PATHS if is_small(gap(cells, (new, path), (old, path)))}


@pytest.fixture
def there(place: Place) -> Place:
    """Thirteen old people in one grid: twelve women and a man."""
    place.with_homes("101")
    year = str(clock.today().year - 65)
    for number in range(13):
        words = {"building_code": "LY-1", "number": "101", "birth_year": year,
                 "name": f"周{'甲乙丙丁戊己庚辛壬癸子丑寅'[number]}明",
                 "sex": "m" if number == 12 else "f"}  # fmt: skip
        save_row(actor=place.clerk, register=REGISTERS["people"], words=words)
    return place


def ask(place: Place, actor: Any, level: int, **filters: str) -> Any:
    return save_question(
        actor=actor, name="老人有多少", for_whom="民政局", register="people",
        area=place.city.street_area.code, level=level, filters=filters,
    )  # fmt: skip


def test_the_one_man_is_not_found_by_two_questions(there: Place) -> None:
    street = there.city.street_area
    clerk = there.city.staff("street_clerk", there.city.street, street)
    all_old = ask(there, clerk, there.grid.level, age="60-79")
    women = ask(there, clerk, there.grid.level, age="60-79", sex="f")
    assert answer_question(actor=clerk, question_id=all_old.pk, area=street.code).total == 13
    # Of the same area, of one inside, and by whoever else reads the first answer: refused.
    colleague = there.city.staff("street_director", there.city.street, street)
    for actor, area in ((clerk, street), (clerk, there.grid), (colleague, street)):
        with pytest.raises(Conflict, match="只差几个人"):
            answer_question(actor=actor, question_id=women.pk, area=area.code)
    assert Answer.reached.count() == 1
    # The same question again, and one that differs by more, are answered.
    assert answer_question(actor=clerk, question_id=all_old.pk, area=street.code).total == 13
    younger = ask(there, clerk, there.grid.level, age="18-34")
    assert answer_question(actor=clerk, question_id=younger.pk, area=street.code).total == 0
    answer = browser_of(clerk).post(
        f"/desk/registers/questions/{women.pk}/answer/", {"area": street.code}, follow=True
    )
    assert "只差几个人" in answer.content.decode()


def test_a_part_that_differs_by_one_is_left_out_while_the_total_is_told(there: Place) -> None:
    """Six men in another grid: the totals differ by seven, the count of this grid by one."""
    from gongzhi.areas import selectors as areas

    other = next(
        one for one in areas.children(there.city.community_area.id) if one.id != there.grid.id
    )
    save_row(actor=there.clerk, register=REGISTERS["buildings"],
             words=there.building("LY-2", area_code=other.code, address="示例路2号"))  # fmt: skip
    save_row(actor=there.clerk, register=REGISTERS["homes"],
             words={"building_code": "LY-2", "number": "1"})  # fmt: skip
    year = str(clock.today().year - 65)
    for number in range(14):
        words = {"building_code": "LY-2", "number": "1", "birth_year": year,
                 "name": f"李{'甲乙丙丁戊己庚辛壬癸子丑寅卯'[number]}明",
                 "sex": "m" if number < 6 else "f"}  # fmt: skip
        save_row(actor=there.clerk, register=REGISTERS["people"], words=words)
    street = there.city.street_area
    clerk = there.city.staff("street_clerk", there.city.street, street)
    first = answer_question(
        actor=clerk, question_id=ask(there, clerk, there.grid.level, age="60-79").pk,
        area=street.code,
    )  # fmt: skip
    assert first.total == 27
    assert [there.grid.id, 13] in first.lines
    second = answer_question(
        actor=clerk, question_id=ask(there, clerk, there.grid.level, age="60-79", sex="f").pk,
        area=street.code,
    )  # fmt: skip
    assert second.total == 20
    told = dict(map(tuple, second.lines))
    assert told[there.grid.id] is None
    assert told[other.id] is None  # or the total would give it away


def test_things_are_counted_as_they_are(there: Place) -> None:
    street = there.city.street_area
    clerk = there.city.staff("street_clerk", there.city.street, street)
    for filters in ({}, {"use": "own"}, {"use": "let"}):
        question = save_question(
            actor=clerk, name="房屋", for_whom="住建局", register="homes", area=street.code,
            level=there.grid.level, filters=filters,
        )  # fmt: skip
        answer_question(actor=clerk, question_id=question.pk, area=street.code)
    assert sorted(Answer.reached.values_list("total", flat=True)) == [0, 1, 1]
