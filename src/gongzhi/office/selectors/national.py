"""What the national list says about the days of a year: holidays and make-up working days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from gongzhi.kernel.workcalendar import CalendarUnknown, WorkCalendar


@dataclass(frozen=True)
class Span:
    """Days in a row that differ from the ordinary week."""

    first: date
    last: date
    works: bool

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def national_spans(year: int) -> list[Span] | None:
    """Weekdays off and weekend days at work, in rows; None when the year is not published yet."""
    calendar = WorkCalendar()
    found: list[Span] = []
    day = date(year, 1, 1)
    try:
        while day.year == year:
            works = calendar.is_working_day(day)
            if works != (day.weekday() < 5):
                last = found[-1] if found else None
                if last and last.works == works and day - last.last <= timedelta(days=_gap(day)):
                    found[-1] = Span(last.first, day, works)
                else:
                    found.append(Span(day, day, works))
            day += timedelta(days=1)
    except CalendarUnknown:
        return None
    return found


def _gap(day: date) -> int:
    """A weekend between two days off belongs to the holiday."""
    return 3 if day.weekday() == 0 else 1
