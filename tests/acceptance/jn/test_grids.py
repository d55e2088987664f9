"""Jinan's counts: streets, communities, grids, Party organisations, workers."""

from tests.acceptance.cities import city


def test_jn_08_part_132_streets() -> None:
    assert city("jinan").area_kinds()["street"] == 132
    assert city("jinan").body_kinds()["street"] == 132


def test_jn_18_part_850_communities() -> None:
    assert city("jinan").area_kinds()["community"] == 850


def test_jn_29_part_18900_grids_and_13000_grid_party_organisations() -> None:
    jinan = city("jinan")
    assert jinan.area_kinds()["grid"] == 18900
    assert jinan.body_kinds()["party_branch"] == 13000
    grids = {area.code for area in jinan.areas if area.kind == "grid"}
    branches = [body for body in jinan.bodies if body.kind == "party_branch"]
    assert len({body.area_code for body in branches} & grids) == 13000


def test_jn_31_part_42000_workers_of_whom_1400_full_time() -> None:
    workers = city("jinan").workers()
    assert workers["grid_worker"] == 1400
    assert sum(workers.values()) == 42000
