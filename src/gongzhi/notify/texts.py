"""The wording of messages: from the profile, in the reader's language."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from gongzhi.kernel import clock
from gongzhi.profiles.selectors import NoProfileError, current
from gongzhi.web.words import date_text

_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")
_log = logging.getLogger(__name__)


# What fills the placeholders; a function where the words themselves depend on the language.
Context = Mapping[str, Any] | Callable[[], Mapping[str, Any]]


def rendered(kind: str, context: Context, order_number: str, language: str) -> str:
    """The text of an event, with `context` in the reader's language; `{number}` is filled too."""
    if callable(context):
        with override("en" if language.startswith("en") else "zh-hans"):
            context = context()
    return render(kind, {"number": order_number, **context}, language)


def render(kind: str, context: Mapping[str, Any], language: str = "") -> str:
    """The text of an event for a reader.

    `language` is a Django code; all but English get Chinese. Only plain `{name}` placeholders
    are filled, once, so that nothing inside a value is ever read as one; a value that is missing
    leaves a dash. A kind that the profile does not word gets a general sentence: a message must
    never stop an order. Dates are said in the reader's language.
    """
    english = language.startswith("en")
    template = _template(kind, english)
    with override("en" if english else "zh-hans"):
        if template is None and kind == "code":
            return _("验证码%(code)s，%(minutes)s分钟内有效。请不要告诉别人。") % context
        if template is None:
            number = context.get("number")
            if number:
                return _("您的事项有新进展，编号%(number)s。") % {"number": number}
            return _("您有一条新消息，请登录查看。")
        return _PLACEHOLDER.sub(lambda match: _value(kind, match[1], context), template)


def _template(kind: str, english: bool) -> str | None:
    try:
        texts = (current().section("notify") or {}).get("texts", {})
    except (NoProfileError, KeyError):
        texts = {}
    entry = texts.get(kind)
    if entry is None:
        _log.error("notify.yaml words no event %s", kind)
        return None
    return str(entry["en" if english else "zh"])


def _value(kind: str, name: str, context: Mapping[str, Any]) -> str:
    if name not in context:
        _log.warning("a message of %s lacks {%s}", kind, name)
    value = context.get(name)
    if isinstance(value, date):
        return date_text(value, today=clock.today())
    return "—" if value is None or value == "" else str(value)
