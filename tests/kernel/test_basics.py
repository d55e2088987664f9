"""Time held still, errors, order numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Conflict, Denied, GongzhiError, Invalid, NotFound, TooMany
from gongzhi.kernel.ids import format_number, parse_number


def test_time_can_be_held_and_goes_on_after() -> None:
    at = datetime(2026, 1, 2, 17, 30, tzinfo=UTC)
    with clock.frozen(at):
        assert clock.now() == at
        assert clock.today() == date(2026, 1, 3)  # already tomorrow in China
        with clock.frozen(at + timedelta(days=1)):
            assert clock.now() == at + timedelta(days=1)
        assert clock.now() == at
    assert abs(datetime.now(UTC) - clock.now()) < timedelta(seconds=5)
    assert clock.now().tzinfo is UTC


def test_naive_times_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        clock.local(datetime(2026, 1, 2))
    with pytest.raises(ValueError, match="naive"), clock.frozen(datetime(2026, 1, 2)):
        pass


def test_errors_carry_sentence_field_and_status() -> None:
    error = Invalid("照片太大。", "photos")
    assert (str(error), error.field, error.status) == ("照片太大。", "photos", 422)
    assert {kind.status for kind in (Denied, NotFound, Conflict, TooMany)} == {403, 404, 409, 429}
    for kind in (GongzhiError, Denied, NotFound, Conflict, Invalid, TooMany):
        assert str(kind()).endswith("。")


def test_numbers_go_there_and_back() -> None:
    number = format_number("QA", date(2026, 11, 21), 42)
    assert number == "QA26112100042"
    assert parse_number(" qa 261121 00042 ") == ("QA", date(2026, 11, 21), 42)
    assert parse_number(format_number("", date(2026, 11, 21), 123456)) == (
        "",
        date(2026, 11, 21),
        123456,
    )


@pytest.mark.parametrize("text", ["", "QA", "QA26132100042", "QA2611210004", "'; --", "二六"])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_bad_parts_of_a_number() -> None:
    with pytest.raises(ValueError, match="sequence"):
        format_number("QA", date(2026, 1, 1), 0)
    with pytest.raises(ValueError, match="prefix"):
        format_number("q-a", date(2026, 1, 1), 1)
