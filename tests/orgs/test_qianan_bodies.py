"""The bodies of the Qian'an profile: who is there, and the Party tree of QA-03."""

from collections import Counter
from pathlib import Path

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.orgs import selectors as orgs
from gongzhi.orgs.models import Body

ROOT = Path(__file__).resolve().parents[2] / "profiles"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("qianan")]


def test_five_level_party_organisation() -> None:
    counts = Counter(Body.objects.filter(kind__startswith="party_").values_list("kind", flat=True))
    assert counts == {
        "party_committee": 3,
        "party_general_branch": 7,
        "party_branch": 122,
        "party_group": 475,
        "party_household": 2175,
    }
    for child, parent in (
        ("party_general_branch", "party_committee"),
        ("party_branch", "party_general_branch"),
        ("party_group", "party_branch"),
        ("party_household", "party_group"),
    ):
        assert not Body.objects.filter(kind=child).exclude(parent__kind=parent).exists()
    assert not Body.objects.filter(kind__startswith="party_", area=None).exists()


def test_paths_follow_the_parents() -> None:
    for body in Body.objects.select_related("parent"):
        assert body.path == f"{body.parent.path if body.parent else ''}{body.pk}."


def test_every_grid_has_a_team_a_community_a_street_and_most_a_firm() -> None:
    without_firm = []
    for leaf in areas.leaf_areas():
        for kind in ("grid_team", "community", "street", "squad"):
            assert orgs.responsible_body(kind, leaf.path) is not None, (kind, leaf.name)
        if orgs.responsible_body("property", leaf.path) is None:
            without_firm.append(leaf)
    assert len(without_firm) == 3
    assert {leaf.kind for leaf in without_firm} == {"estate"}
    assert len(orgs.bodies_of_kind("property")) == 12
    assert len(orgs.bodies_of_kind("squad")) == 6


def test_bodies_that_never_sleep_are_marked() -> None:
    for code in ("CENTRE", "GS", "GR", "GD", "RQ", "XF"):
        body = orgs.body_by_code(code)
        assert body is not None
        assert body.round_the_clock, code


def test_locating_the_middle_of_each_grid_gives_that_grid() -> None:
    for leaf in areas.leaf_areas():
        assert leaf.centre_lon is not None
        assert leaf.centre_lat is not None
        assert areas.locate(leaf.centre_lon, leaf.centre_lat) == leaf
