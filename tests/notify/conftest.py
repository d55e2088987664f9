"""Readers of messages, and texts of a profile."""

from collections.abc import Iterator

import pytest

from gongzhi.accounts.models import Resident
from gongzhi.accounts.services.ensure_resident import ensure_resident
from gongzhi.profiles import selectors as profile
from gongzhi.profiles.models import ProfileRelease

from ..accounts.conftest import NOON, _fresh_caches, city, handler

__all__ = ["_fresh_caches", "city", "handler"]

TEXTS = {
    "code": {
        "zh": "验证码 {code}，{minutes} 分钟内有效。",
        "en": "Code {code}, {minutes} minutes.",
    },
    "dispatched": {
        "zh": "您反映的“{title}”（{number}）已转到{lead}。",
        "en": "“{title}” ({number}) was passed to {lead}.",
    },
    "assigned": {"zh": "新待办：{number} {title}", "en": "New for you: {number} {title}"},
}


@pytest.fixture(autouse=True)
def _profile(db: None) -> Iterator[None]:
    ProfileRelease.objects.create(
        key="sample", version=1, document={"notify": {"texts": TEXTS}}, digest="0"
    )
    profile.forget()
    yield
    profile.forget()


@pytest.fixture
def resident(db: None) -> Resident:
    return ensure_resident(phone="13800000001", verified=True, at=NOON)
