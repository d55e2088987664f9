"""ML-07: community grand Party committees: 14, with 114 unit Party organisations."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from gongzhi.orgs.models import Body, Membership
from tests.acceptance.relations import fill
from tests.orders.conftest import forget_all
from tests.orgs.town import applied

COUNTED = """
  - {over: {level: 3}, kind: grand_committee, letter: DW, total: 14, most: 14, suffix: 大党委}
  - {over: {kind: grand_committee}, kind: association, letter: CY, total: 114, suffix: 成员党组织}
"""


def test_ml_07_14_grand_committees_with_114_member_organisations(db: None, tmp_path: Path) -> None:
    with transaction.atomic():
        applied(tmp_path, counted=COUNTED)
        fill(members={"grand_committee": 114}, member_kinds=["association"])
    assert Body.objects.filter(kind="grand_committee").count() == 14
    rows = Membership.reached.filter(body__kind="grand_committee")
    assert rows.count() == 114
    assert rows.values("body").distinct().count() == 14
    assert rows.values("member").distinct().count() == 114
    assert rows.filter(role="convener").count() == 14
    forget_all()
