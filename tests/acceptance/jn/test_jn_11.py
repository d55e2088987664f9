"""JN-11: posted enforcement: the share sent down is counted, its target is the profile's."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body
from gongzhi.orgs.reading.structure import posted_enforcement
from tests.orders.conftest import forget_all
from tests.orgs.town import STREET_7_5, STREET_BODIES, applied


@pytest.mark.django_db
def test_jn_11_share_sent_down_is_counted(tmp_path: Path) -> None:
    applied(tmp_path, counted=STREET_BODIES, files={"orgs/structure.yaml": STREET_7_5})
    [one] = posted_enforcement()
    assert (one.whole, one.sent, len(one.teams)) == (24, 21, 3)
    assert one.share == pytest.approx(0.875)
    assert not one.reached
    Body.objects.filter(code="PZ-220723001-001").update(on_duty_people=8)
    orgs.forget()
    [one] = posted_enforcement()
    assert one.reached
    assert (one.share, one.target) == (pytest.approx(22 / 24), 0.9)
    forget_all()
