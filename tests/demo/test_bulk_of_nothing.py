"""The bulk loader without a city."""

from __future__ import annotations

import pytest

from gongzhi.demo.bulk.load import load
from gongzhi.kernel.errors import Invalid


def test_nothing_to_draw_from(db: None) -> None:
    with pytest.raises(Invalid):
        load(5)
    with pytest.raises(Invalid):
        load(0)
