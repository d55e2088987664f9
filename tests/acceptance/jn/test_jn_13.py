"""JN-13: a working committee and five special committees."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.orgs.models import Body
from gongzhi.orgs.reading.structure import reports
from tests.orders.conftest import forget_all
from tests.orgs.town import STREET_7_5, STREET_BODIES, applied


@pytest.mark.django_db
def test_jn_13_five_special_committees_of_every_street(tmp_path: Path) -> None:
    applied(tmp_path, counted=STREET_BODIES, files={"orgs/structure.yaml": STREET_7_5})
    report = reports()[1]
    assert len(report.template.offices) == 5
    assert report.complete == 3
    assert Body.objects.filter(kind="special_committee").count() == 15
    forget_all()
