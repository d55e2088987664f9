"""Checking YAML documents and CSV rows against pydantic models, with places in the errors."""

import re
from collections.abc import Sequence
from typing import Annotated, Any, TypeVar

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gongzhi.profiles.csvfile import Row
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.yamlfile import Document

M = TypeVar("M", bound=BaseModel)


class Shape(BaseModel):
    """Base of all models of profile files: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class Text(Shape):
    """A text in both languages."""

    zh: str
    en: str

    def said(self) -> str:
        """In the page's language."""
        return self.en if (get_language() or "").startswith("en") else self.zh


# What something is called by in files and rows, never shown to people.
Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,19}$")]


class Named(Shape):
    """A key and how it is called."""

    key: Key
    name: Text


_MESSAGES = {
    "missing": gettext_lazy("缺少这一项"),
    "extra_forbidden": gettext_lazy("不认识的字段"),
    "int_parsing": gettext_lazy("应为整数"),
    "int_type": gettext_lazy("应为整数"),
    "int_from_float": gettext_lazy("应为整数"),
    "float_parsing": gettext_lazy("应为数字"),
    "float_type": gettext_lazy("应为数字"),
    "bool_parsing": gettext_lazy("应为是否"),
    "bool_type": gettext_lazy("应为 true 或 false"),
    "string_type": gettext_lazy("应为文字"),
    "dict_type": gettext_lazy("应为“键: 值”的一组"),
    "model_type": gettext_lazy("应为“键: 值”的一组"),
    "list_type": gettext_lazy("应为列表"),
    "tuple_type": gettext_lazy("应为列表"),
    "literal_error": gettext_lazy("不是允许的值"),
    "string_too_short": gettext_lazy("不能为空"),
    "date_from_datetime_parsing": gettext_lazy("应为日期，如 2026-01-01"),
    "date_parsing": gettext_lazy("应为日期，如 2026-01-01"),
    "time_parsing": gettext_lazy("应为时刻，如 08:00"),
}


def _say(error: Any) -> str:
    kind = error["type"]
    if kind == "greater_than_equal":
        return _("不能小于 %(ge)s") % {"ge": error["ctx"]["ge"]}
    if kind == "greater_than":
        return _("应大于 %(gt)s") % {"gt": error["ctx"]["gt"]}
    if kind == "less_than_equal":
        return _("不能大于 %(le)s") % {"le": error["ctx"]["le"]}
    if kind == "string_pattern_mismatch":
        return _not_in_form(str(error["input"]), error["ctx"]["pattern"])
    if kind == "value_error":
        return str(error["ctx"]["error"])
    message = str(_MESSAGES.get(kind, error["msg"]))
    value = error["input"]
    shown = kind != "missing" and isinstance(value, str | int | float)
    return _("%(message)s：%(value)s") % {"message": message, "value": value} if shown else message


def _not_in_form(value: str, pattern: str) -> str:
    if re.fullmatch(r"[0-9.]+E\+[0-9]+", value):
        return _("Excel 把长编码改成了 %(value)s，数字已丢：先把这一列设为文本，再填一次") % {
            "value": value
        }
    said = _("写法应符合 %(pattern)s") % {"pattern": pattern}
    return _("%(message)s：%(value)s") % {"message": said, "value": value}


def _allowed(error: Any, model: type[BaseModel], yes_no: Sequence[str]) -> Sequence[str]:
    if error["type"] == "literal_error":
        return [str(error["ctx"]["expected"]).replace("'", "").replace(" or ", ", ")]
    if error["type"] == "bool_parsing":
        return yes_no
    if error["type"] == "extra_forbidden" and len(error["loc"]) == 1:
        return list(model.model_fields)
    return ()


def check_document(document: Document, model: type[M], problems: Problems) -> M | None:
    """The document as a model, or None after adding its problems."""
    try:
        return model.model_validate(document.data)
    except ValidationError as failure:
        for error in failure.errors():
            allowed = _allowed(error, model, ("true", "false"))
            problems.add(document.place(*error["loc"]), _say(error), allowed)
    return None


def check_row(row: Row, model: type[M], problems: Problems) -> M | None:
    """The row as a model (empty cells count as absent), or None after adding its problems."""
    try:
        return model.model_validate(
            {name: value for name, value in row.values.items() if value and name != "drop"}
        )
    except ValidationError as failure:
        for error in failure.errors():
            field = str(error["loc"][0]) if error["loc"] else ""
            problems.add(row.place(field), _say(error), _allowed(error, model, ("1", "0")))
    return None


def check_rows(rows: list[Row], model: type[M], problems: Problems) -> list[tuple[Row, M]]:
    """All rows that fit the model, each with the row that it came from."""
    checked = ((row, check_row(row, model, problems)) for row in rows)
    return [(row, value) for row, value in checked if value is not None]
