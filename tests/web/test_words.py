"""Times and durations as people say them, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from gongzhi.web import words

NOW = datetime(2026, 11, 21, 4, 20, tzinfo=UTC)  # 12:20 on a Saturday in the city


def at(day: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    """A moment of November on the clocks of the city."""
    return datetime(year, 11, day, hour, minute, tzinfo=words.LOCAL_TZ)


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (at(24, 17, 30), "11月24日(周二)17:30", "Tue 24 Nov, 17:30"),
        (at(24, 9, 5), "11月24日(周二)9:05", "Tue 24 Nov, 9:05"),
        (at(24, 9, 0, 2025), "2025年11月24日(周一)9:00", "Mon 24 Nov 2025, 9:00"),
    ],
)
def test_dates_and_times(moment: datetime, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.datetime_text(moment, now=NOW) == chinese
    with translation.override("en"):
        assert words.datetime_text(moment, now=NOW) == english


@pytest.mark.parametrize(
    ("moment", "chinese", "english"),
    [
        (at(21, 17, 30), "今天17:30前", "by 17:30 today"),
        (at(22, 9), "明天9:00前", "by 9:00 tomorrow"),
        (at(20, 18), "昨天18:00前", "by 18:00 yesterday"),
        (at(24, 17, 30), "11月24日(周二)17:30前", "by Tue 24 Nov, 17:30"),
    ],
)
def test_deadlines(moment: datetime, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.due_text(moment, now=NOW) == chinese
    with translation.override("en"):
        assert words.due_text(moment, now=NOW) == english


def test_the_day_is_that_of_the_city_not_of_utc() -> None:
    late = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    with translation.override("zh-hans"):
        assert words.near_text(late, now=NOW) == "明天0:30"
        assert words.date_text(date(2026, 11, 22)) == "11月22日(周日)"


@pytest.mark.parametrize(
    ("seconds", "chinese", "english"),
    [
        (93_600, "1天2小时", "1 day 2 hours"),
        (22_800, "6小时20分", "6 hours 20 minutes"),
        (-1080, "18分钟", "18 minutes"),
        (86_400, "1天", "1 day"),
        (86_460, "1天", "1 day"),
        (3600, "1小时", "1 hour"),
        (59, "不到1分钟", "less than a minute"),
        (0, "不到1分钟", "less than a minute"),
    ],
)
def test_durations(seconds: int, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.duration_text(seconds) == chinese
    with translation.override("en"):
        assert words.duration_text(timedelta(seconds=seconds)) == english


def test_rows_and_heads_speak_the_language() -> None:
    with translation.override("zh-hans"):
        assert words.joined(["甲", "乙"]) == "甲、乙"
        assert words.headed("督办", "今天办") == "督办：今天办"
    with translation.override("en"):
        assert words.joined(["A", "B"]) == "A, B"
        assert words.headed("Press", "today") == "Press: today"


def test_dates_on_paper_have_their_year() -> None:
    day = date(2026, 11, 3)
    with translation.override("zh-hans"):
        assert words.plain_date_text(day) == "2026年11月3日"
        assert words.month_text(day) == "2026年11月"
    with translation.override("en"):
        assert words.plain_date_text(day) == "3 Nov 2026"
        assert words.month_text(day) == "Nov 2026"


@pytest.mark.parametrize(
    ("minutes", "chinese", "english"),
    [
        (600, "10小时", "10 h"),
        (90, "1小时30分钟", "1 h 30 min"),
        (45, "45分钟", "45 min"),
        (0, "0分钟", "0 min"),
        (1501, "25小时1分钟", "25 h 1 min"),
    ],
)
def test_hours_of_service_in_full(minutes: int, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert words.hours_text(minutes) == chinese
    with translation.override("en"):
        assert words.hours_text(minutes) == english
