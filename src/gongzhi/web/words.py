"""Times and durations as people say them, in the language in force.

These are formats of a locale and not texts of the catalogue: word order differs too much
between Chinese and English for one sentence with placeholders to carry both.
All functions are pure but for ``get_language()``; the moment "now" is passed in.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

LOCAL_TZ = ZoneInfo("Asia/Shanghai")
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UNITS = ((86_400, "天", "day"), (3_600, "小时", "hour"), (60, "分", "minute"))


def speaks_chinese() -> bool:
    """Whether the interface language is Chinese (the default when none is active)."""
    return (get_language() or "zh-hans").startswith("zh")


def joined(items: Iterable[object]) -> str:
    """Things in a row: ``甲、乙``, ``A, B``."""
    return ("、" if speaks_chinese() else ", ").join(str(item) for item in items)


def headed(head: str, rest: str) -> str:
    """A word and what it introduces: ``督办：今天办``, ``Press: do it today``."""
    return f"{head}：{rest}" if speaks_chinese() else f"{head}: {rest}"


def local(moment: datetime) -> datetime:
    """The moment on the clocks of the city; a naive value is taken as already local."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=LOCAL_TZ)
    return moment.astimezone(LOCAL_TZ)


def clock_text(moment: datetime) -> str:
    """``17:30``, ``9:00``."""
    at = local(moment)
    return f"{at.hour}:{at.minute:02d}"


def date_text(day: date, *, today: date | None = None) -> str:
    """``11月24日(周二)`` or ``Tue 24 Nov``; with the year when it is not this year's."""
    other_year = today is not None and day.year != today.year
    if speaks_chinese():
        year = f"{day.year}年" if other_year else ""
        return f"{year}{day.month}月{day.day}日(周{_WEEKDAYS_ZH[day.weekday()]})"
    year = f" {day.year}" if other_year else ""
    return f"{_WEEKDAYS_EN[day.weekday()]} {day.day} {_MONTHS_EN[day.month - 1]}{year}"


def plain_date_text(day: date) -> str:
    """``2026年11月24日`` or ``24 Nov 2026``: a date on paper, and where a term begins or ends."""
    if speaks_chinese():
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def month_text(day: date) -> str:
    """``2026年11月`` or ``Nov 2026``: the month in which a day lies."""
    return (
        f"{day.year}年{day.month}月"
        if speaks_chinese()
        else f"{_MONTHS_EN[day.month - 1]} {day.year}"
    )


def quarter_text(day: date) -> str:
    """``2026年第4季度`` or ``2026 Q4``: the quarter in which a day lies."""
    number = (day.month + 2) // 3
    return f"{day.year}年第{number}季度" if speaks_chinese() else f"{day.year} Q{number}"


def datetime_text(moment: datetime, *, now: datetime) -> str:
    """``11月24日(周二)17:30`` or ``Tue 24 Nov, 17:30``."""
    at = local(moment)
    day = date_text(at.date(), today=local(now).date())
    return f"{day}{clock_text(at)}" if speaks_chinese() else f"{day}, {clock_text(at)}"


def near_text(moment: datetime, *, now: datetime) -> str:
    """Like :func:`datetime_text` with today, yesterday and tomorrow said as such."""
    at, today = local(moment), local(now).date()
    days = (at.date() - today).days
    names = {0: ("今天", "today"), 1: ("明天", "tomorrow"), -1: ("昨天", "yesterday")}
    if days not in names:
        return datetime_text(moment, now=now)
    zh, en = names[days]
    return f"{zh}{clock_text(at)}" if speaks_chinese() else f"{en} {clock_text(at)}"


def due_text(moment: datetime, *, now: datetime) -> str:
    """A deadline: ``今天17:30前``, ``11月24日(周二)17:30前``; ``by 17:30 today``."""
    if speaks_chinese():
        return f"{near_text(moment, now=now)}前"
    at = local(moment)
    days = (at.date() - local(now).date()).days
    names = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in names:
        return f"by {clock_text(at)} {names[days]}"
    return f"by {datetime_text(moment, now=now)}"


def duration_text(value: timedelta | float, most: int = 2) -> str:
    """The `most` (1 or 2) largest units of a duration in seconds: ``1天2小时``, ``6小时20分``, ``18分``."""
    seconds = value.total_seconds() if isinstance(value, timedelta) else float(value)
    rest = int(abs(seconds))
    chinese = speaks_chinese()
    if rest < 60:
        return "不到1分钟" if chinese else "less than a minute"
    parts: list[str] = []
    for index, (size, zh, en) in enumerate(_UNITS):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{zh}" if chinese else f"{count} {en}{'s' if count > 1 else ''}")
            following = _UNITS[index + 1 : index + most]
            for next_size, next_zh, next_en in following:
                more = rest // next_size
                if more:
                    plural = "s" if more > 1 else ""
                    parts.append(f"{more}{next_zh}" if chinese else f"{more} {next_en}{plural}")
            break
    if chinese:
        text = "".join(parts)
        return f"{text}钟" if text.endswith("分") and len(parts) == 1 else text
    return " ".join(parts)


def hours_text(minutes: int) -> str:
    """Hours of service in full: ``10小时``, ``1小时30分钟``, ``45分钟``; ``1 h 30 min``."""
    hours, rest = divmod(minutes, 60)
    hour, minute, gap = ("小时", "分钟", "") if speaks_chinese() else (" h", " min", " ")
    parts = [f"{hours}{hour}"] if hours else []
    if rest or not hours:
        parts.append(f"{rest}{minute}")
    return gap.join(parts)
