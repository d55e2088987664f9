"""Fields that a process asks for by itself: one clean value for each, and the words it is shown in.

Values: words and long are text; choice is an option's key; number is whole, from 0 on; year is
one that has begun, from 1900 on; money is
yuan with two digits, as text; date is ISO; time is local ISO to the minute; yes is true or absent;
ticks is the list of the options that were ticked, in the profile's order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils import formats
from django.utils.translation import gettext as _

from gongzhi.kernel import clock
from gongzhi.kernel.errors import Invalid
from gongzhi.web.words import date_text, datetime_text, headed, joined

from .spec import FieldSpec, ProcessSpec, pick

KINDS: Final = (
    "words", "long", "choice", "number", "year", "money", "date", "time", "yes", "ticks",
)  # fmt: skip
LONGEST: Final = {"words": 200, "long": 2000}
MOST_NUMBER: Final = 1_000_000_000
FIRST_YEAR: Final = 1900
MOST_MONEY: Final = Decimal("1000000000000")
_CENT: Final = Decimal("0.01")


def clean_fields(spec: ProcessSpec, names: tuple[str, ...], payload: dict[str, Any]) -> None:
    """Make the values of these fields of the process clean, in place. Raises Invalid by field.

    Empty ones are taken out; whether one is missing is not judged here.
    """
    for name in names:
        field = spec.fields.get(name)
        if field is None or name not in payload:
            continue
        value = clean(field, payload.pop(name))
        if value is not None:
            payload[name] = value


def clean(field: FieldSpec, raw: Any) -> Any:
    """One value as it is kept; None for an empty one. Raises Invalid."""
    if isinstance(raw, str):
        raw = raw.strip()
    if raw is None or raw == "" or raw is False or raw == []:
        return None
    return _CLEAN[field.kind](field, raw)


def refuse_past(spec: ProcessSpec, values: Mapping[str, Any], at: datetime) -> None:
    """Days and times that have to lie ahead, as those do with which a state's clock ends.

    Of clean values. Raises Invalid by field.
    """
    ends = {state.due for state in spec.states.values()}
    for name, field in spec.fields.items():
        if not (field.ahead or name in ends) or not values.get(name):
            continue
        asked = datetime.fromisoformat(values[name])
        if field.kind == "date" and asked.date() < clock.local(at).date():
            raise Invalid(_("“%(name)s”不能早于今天。") % {"name": field.name()}, name)
        if field.kind == "time" and asked < at:
            raise Invalid(_("“%(name)s”已经过去了，请改一下。") % {"name": field.name()}, name)


def words_of(field: FieldSpec, value: Any) -> str:
    """The value as people read it, in the active language."""
    match field.kind:
        case "choice":
            return pick(field.options[value]) if value in field.options else str(value)
        case "number":
            return str(value)
        case "money":
            amount = formats.number_format(Decimal(value), force_grouping=True)
            return _("%(amount)s元") % {"amount": amount}
        case "time" | "date":
            return _moment_words(value, with_hour=field.kind == "time")
        case "ticks":
            return joined(pick(names) for key, names in field.options.items() if key in value)
    return _("是") if field.kind == "yes" else str(value)


def _moment_words(value: str, *, with_hour: bool) -> str:
    at = datetime.fromisoformat(value)
    return (
        datetime_text(at, now=clock.now())
        if with_hour
        else date_text(at.date(), today=clock.today())
    )


def said_of(field: FieldSpec, value: Any) -> str:
    """The value as a sentence to a reader names it: of a choice what its option says, if it does."""
    if field.kind == "choice" and value in field.says:
        return pick(field.says[value])
    return words_of(field, value)


def lines_of(spec: ProcessSpec, payload: Mapping[str, Any]) -> list[str]:
    """`预算：3,000元` for each field of the process that a payload holds, in the profile's order."""
    return [
        headed(field.name(), words_of(field, payload[key]))
        for key, field in spec.fields.items()
        if payload.get(key) not in (None, "")
    ]


def missing_beside(
    spec: ProcessSpec, names: tuple[str, ...], payload: Mapping[str, Any]
) -> str | None:
    """The first of these fields that another one, which is filled, calls for; None when none."""
    for name in names:
        beside = spec.fields[name].needed_with if name in spec.fields else ""
        if beside and payload.get(beside) and not payload.get(name):
            return name
    return None


def _refused(field: FieldSpec, words: str) -> Invalid:
    return Invalid(headed(field.name(), words), field.key)


def _text(field: FieldSpec, raw: Any) -> str:
    text, most = str(raw), LONGEST[field.kind]
    if len(text) > most:
        raise _refused(field, _("文字太长，请控制在%(max)d字以内。") % {"max": most})
    return text


def _choice(field: FieldSpec, raw: Any) -> str:
    if str(raw) not in field.options:
        raise _refused(field, _("请从列表里选一项。"))
    return str(raw)


def _ticks(field: FieldSpec, raw: Any) -> list[str]:
    chosen = [raw] if isinstance(raw, str) else raw
    if not isinstance(chosen, list) or any(str(one) not in field.options for one in chosen):
        raise _refused(field, _("请从列表里选一项。"))
    return [key for key in field.options if key in map(str, chosen)]


def _number(field: FieldSpec, raw: Any) -> int:
    text = str(raw)
    if not text.isascii() or not text.isdigit() or len(text) > 10 or int(text) > MOST_NUMBER:
        raise _refused(field, _("请写一个不小于0的整数。"))
    return int(text)


def _year(field: FieldSpec, raw: Any) -> int:
    text, this = str(raw), clock.today().year
    if not text.isascii() or not text.isdigit() or not FIRST_YEAR <= int(text[:5]) <= this:
        raise _refused(
            field, _("请写%(first)s到%(this)s之间的年份。") % {"first": FIRST_YEAR, "this": this}
        )
    return int(text)


def _money(field: FieldSpec, raw: Any) -> str:
    try:
        amount = Decimal(str(raw).replace(",", ""))
    except InvalidOperation:
        raise _refused(field, _("请写金额，单位元，如 3000 或 3000.50。")) from None
    if not amount.is_finite() or not 0 <= amount <= MOST_MONEY or amount != amount.quantize(_CENT):
        raise _refused(field, _("请写金额，单位元，如 3000 或 3000.50。"))
    return str(amount.quantize(_CENT))


def _date(field: FieldSpec, raw: Any) -> str:
    try:
        return date.fromisoformat(str(raw)).isoformat()
    except ValueError:
        raise _refused(field, _("日期应写成 2026-12-01 这样。")) from None


def _time(field: FieldSpec, raw: Any) -> str:
    try:
        at = datetime.fromisoformat(str(raw))
    except ValueError:
        raise _refused(field, _("时间应写成 2026-12-01 09:30 这样。")) from None
    local = clock.local(at) if at.tzinfo else at.replace(tzinfo=clock.LOCAL_TZ)
    return local.isoformat(timespec="minutes")


def _yes(_field: FieldSpec, _raw: Any) -> bool:
    return True


_CLEAN: Final[dict[str, Callable[[FieldSpec, Any], Any]]] = {
    "words": _text,
    "long": _text,
    "choice": _choice,
    "number": _number,
    "year": _year,
    "money": _money,
    "date": _date,
    "time": _time,
    "yes": _yes,
    "ticks": _ticks,
}
