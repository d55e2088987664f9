"""JN-08: seven offices and five centres as a template, and the check of staff."""

from __future__ import annotations

from pathlib import Path

import pytest

from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body
from gongzhi.orgs.reading.structure import reports
from tests.orders.conftest import forget_all
from tests.orgs.town import STREET_7_5, STREET_BODIES, applied


@pytest.mark.django_db
def test_jn_08_offices_missing_and_too_few_people(tmp_path: Path) -> None:
    applied(tmp_path, counted=STREET_BODIES, files={"orgs/structure.yaml": STREET_7_5})
    report = reports()[0]
    assert (report.complete, len(report.checked)) == (3, 3)
    Body.objects.filter(code="NS-ST-220723001-01").update(on_duty_people=2)
    Body.objects.filter(code="ZX-ST-220723002-01").update(active=False)
    orgs.forget()
    report = reports()[0]
    assert report.complete == 1
    found = {one.body.code: one for one in report.checked}
    [short] = found["ST-220723001"].short
    assert (report.names[short.key], short.people, short.short_by) == ("党建工作办公室", 2, 1)
    [missing] = found["ST-220723002"].missing
    assert report.names[missing.key] == "党群服务中心"
    forget_all()


@pytest.mark.django_db
def test_jn_08_offices_and_centres_are_counted(tmp_path: Path) -> None:
    totals = "    totals: [{kind: street_office, number: 2}, {kind: street_centre, number: 1}]\n"
    head, rest = STREET_7_5.split("  - body_kind: street\n    name: {zh: 专业", 1)
    text = head + totals + "  - body_kind: street\n    name: {zh: 专业" + rest
    applied(tmp_path, counted=STREET_BODIES, files={"orgs/structure.yaml": text})
    assert reports()[0].complete == 3
    Body.objects.filter(code="NS-ST-220723003-02").update(active=False)
    orgs.forget()
    report = reports()[0]
    assert report.complete == 2
    found = {one.body.code: one for one in report.checked}["ST-220723003"]
    [wrong] = found.miscounted
    assert (report.names[wrong.kind], wrong.found, wrong.wanted) == ("街道内设机构", 1, 2)
    forget_all()
