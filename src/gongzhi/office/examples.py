"""Example values for the placeholders of messages, so that a text can be read before it is sent."""

from __future__ import annotations

import re
from typing import Final

_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_CHINESE: Final = {
    "number": "GZ202611210001", "title": "路灯不亮", "lead": "市政处", "due": "11月24日17:30",
    "reason": "不在本单位管护范围", "result": "已换上新灯头，现在亮了。", "link": "gz.example.cn/o/1",
    "code": "482913", "minutes": "5", "over": "2小时", "area": "锦绣家园", "body": "城管局",
    "days": "7", "sentence": "我们正在看", "deputy": "李二",
}  # fmt: skip
_ENGLISH: Final = {
    "number": "GZ202611210001", "title": "Street lamp out", "lead": "Municipal Facilities Office",
    "due": "24 Nov 17:30", "reason": "not in our care", "result": "A new lamp is in place.",
    "link": "gz.example.cn/o/1", "code": "482913", "minutes": "5", "over": "2 hours",
    "area": "Jinxiu Jiayuan", "body": "Urban Management Bureau", "days": "7",
    "sentence": "We are reading it", "deputy": "Li Er",
}  # fmt: skip


def filled(text: str, *, english: bool) -> tuple[str, list[str]]:
    """The text with example values, and the placeholders that nobody knows."""
    values = _ENGLISH if english else _CHINESE
    unknown = [name for name in _PLACEHOLDER.findall(text) if name not in values]
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text), unknown
