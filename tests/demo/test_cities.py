"""Each of the other four cities starts: its profile applies and its demo fills."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from gongzhi.accounts.models import Posting
from gongzhi.areas.models import AreaVersion
from gongzhi.demo.fill import fill_demo
from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.kernel.scope import unscoped
from gongzhi.orders.models import Order
from gongzhi.profiles.services.apply_profile import apply_profile
from gongzhi.volunteering.models import Claim

PROFILES = Path(__file__).resolve().parents[2] / "profiles"
AT = datetime(2026, 6, 17, 15, 30, tzinfo=LOCAL_TZ)
MEMBERS = (
    "members: {total: 400, kinds: [party_branch], retired: 137, new_sector: 22, young: 50,"
    " old: 151, college: 119}"
)
MOST_AREAS = 400  # of one level: what a city is, not how large


def small(key: str, tmp_path: Path) -> Path:
    """The city's folder with its large totals cut down; everything else as it is."""
    for name in ("_standard", key):
        shutil.copytree(PROFILES / name, tmp_path / name)
    folder = tmp_path / key
    for name in ("areas/made_up.yaml", "orgs/party.yaml", "orgs/by_area.yaml", "demo.yaml"):
        path = folder / name
        if path.exists():
            path.write_text(_cut(path.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def _cut(text: str) -> str:
    def less(match: re.Match[str]) -> str:
        most = {"total": MOST_AREAS, "without": 20}[match[1]]
        return f"{match[1]}: {min(int(match[2]), most)}"

    text = re.sub(r"^members: .*$", MEMBERS, text, flags=re.MULTILINE)
    return re.sub(r"(total|without): (\d+)", less, text)


@pytest.mark.parametrize("key", ["mile", "xiangyun", "qianjiang", "jinan"])
@pytest.mark.django_db
def test_a_city_starts(key: str, tmp_path: Path) -> None:
    folder = small(key, tmp_path)
    apply_profile(folder)
    assert apply_profile(folder).changes == ()
    told = fill_demo(progress=lambda _text: None, at=AT, days=2)
    assert {"dispatcher", "community_clerk", "grid_worker", "handler", "resident"} <= {
        account["role"] for account in told["accounts"]
    }
    with unscoped("test: the whole city"):
        orders = Order.objects.marked()
        assert orders.filter(auto_dispatched=True).exists()
        held = orders.filter(phase="open").exclude(state="draft")
        assert not held.filter(holder_body=None).exists()
        grids = set(orders.values_list("area_then", flat=True))
    assert AreaVersion.objects.filter(area__in=grids).exists()
    assert Posting.objects.filter(role="grid_worker").exists()
    assert Claim.reached.filter(minutes__gt=0).exists()
    assert Claim.reached.filter(state="place", settled_at=None).exists()
