"""ML-03: prefecture, city, street or town and community linked: tasks down, figures up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.orgs.reading.levels import levels
from gongzhi.orgs.reading.party_lists import programme_lines
from gongzhi.orgs.services.start_programme import start_programme
from gongzhi.profiles.source import profiles_folder
from tests.acceptance.cities import city as folder
from tests.acceptance.relations import DAY, clerk, text
from tests.orders.conftest import City, forget_all
from tests.orgs.conftest import Party
from tests.orgs.town import applied

UPPER = "ZHOU,上级州（示例）,上级州,Prefecture (example),upper,,\n"


@pytest.fixture
def party(db: None, tmp_path: Path) -> Party:
    rows = (profiles_folder() / "qianan/orgs/bodies.csv").read_text(encoding="utf-8")
    columns = next(line for line in rows.splitlines() if line.startswith("code,")).count(",")
    line = UPPER.rstrip("\n") + "," * (columns - UPPER.count(",")) + "\n"
    applied(tmp_path, files={"orgs/bodies.csv": rows + line})
    return Party(City())


def test_ml_03_part_tasks_go_down_and_figures_up_four_levels(party: Party) -> None:
    start_programme(
        actor=party.sysadmin, group="LX-220723-001", name="书记领航", basis="示例1号",
        starts_on=date(2026, 1, 1), ends_on=None, tasks=["健全工作体系"],
    )  # fmt: skip
    found = levels(party.community_area)
    assert [body.code for body in found.upper] == ["ZHOU"]
    assert [node.area.level for node in found.chain] == [0, 1, 2]
    # What the city set in motion is read at the community, with its tasks.
    [line] = programme_lines(party.community_area, DAY)
    assert [task.text for task in line.programme.tasks.all()] == ["健全工作体系"]
    page = text(clerk(party), f"/desk/party/levels/?area={party.community_area.code}")
    assert all(word in page for word in ("上级州", "书记领航", "健全工作体系"))
    # Figures add up on the way: a street's are those of its communities and its own.
    root = areas.root_area()
    assert root is not None
    city = levels(root)
    assert city.chain[0].inside == sum(node.inside for node in city.below) == 2782
    street = levels(party.street_area)
    own = len(street.chain[-1].party)
    assert street.chain[-1].inside == own + sum(node.inside for node in street.below)
    forget_all()


def test_ml_03_part_mile_has_the_four_levels() -> None:
    kinds = folder("mile").body_kinds()
    assert (kinds["upper"], kinds["government"]) == (1, 1)
    assert (kinds["street"], kinds["community"]) == (14, 136)
