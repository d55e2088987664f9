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


def test_jn_34_part_2640_units() -> None:
    assert city("jinan").body_kinds()["unit"] == 2640


def test_jn_36_part_34_alliances_and_135_firms() -> None:
    jinan = city("jinan")
    assert jinan.body_kinds()["property_alliance"] == 34
    assert jinan.demo.relations.covered["property"] == 135 <= jinan.body_kinds()["property"]


def test_jn_40_part_parks_buildings_and_malls_are_bodies_on_their_area() -> None:
    jinan = city("jinan")
    kinds = jinan.body_kinds()
    assert [kinds[kind] for kind in ("park", "office_building", "mall")] == [74, 83, 21]
    assert kinds["chain"] == kinds["industry_alliance"] == 20
    places = {area.code for area in jinan.areas}
    sectors = [b for b in jinan.bodies if b.kind in ("park", "office_building", "mall")]
    assert all(body.area_code in places for body in sectors)


def test_jn_08_part_seven_offices_and_five_centres_in_each_street() -> None:
    kinds = city("jinan").body_kinds()
    assert kinds["street_office"] == 7 * 132
    assert kinds["street_centre"] == 5 * 132
    offices = [b for b in city("jinan").bodies if b.name.endswith("党建工作办公室")]
    assert len(offices) == 132
    assert all(office.on_duty_people >= 3 for office in offices)


def test_jn_13_part_five_special_committees_in_each_street() -> None:
    committees = [b for b in city("jinan").bodies if b.kind == "special_committee"]
    assert len(committees) == 5 * 132
    assert {body.name.removesuffix("专委会")[-4:] for body in committees} == {
        "基层党建", "区域发展", "城市管理", "社会事务", "平安保障",
    }  # fmt: skip


def test_jn_11_part_nine_tenths_of_the_force_are_sent_down() -> None:
    jinan = city("jinan")
    [bureau] = [body for body in jinan.bodies if body.code == "CG"]
    sent = sum(body.on_duty_people for body in jinan.bodies if body.kind == "posted_team")
    assert 0.9 <= sent / bureau.on_duty_people <= 1
