"""Every kind of mistake in every file: file, line, field and what is right, never a traceback."""

from pathlib import Path

import pytest

from gongzhi.accounts import teams
from gongzhi.cli.newprofile import new_profile
from gongzhi.profiles.services.check_profile import check_profile

from .conftest import ROOT, edit


@pytest.fixture(autouse=True)
def _every_section() -> None:
    teams.register()


S = "../_standard/"
CATEGORIES, LIMITS = f"{S}orders/categories.csv", f"{S}orders/limits.csv"
DUTIES, SETTINGS = f"{S}orders/duties.csv", f"{S}orders/settings.yaml"
STREET = f"{S}orders/processes/street_call.yaml"
MATTER, NOTIFY = f"{S}orders/processes/matter.yaml", f"{S}notify.yaml"
SERVICE, HAZARD, RESOLUTION = (
    f"{S}orders/processes/{key}.yaml" for key in ("service_order", "hazard", "resolution")
)
ROUNDS = f"{S}fieldwork/settings.yaml"
ROLES, KINDS, BY_AREA = f"{S}orgs/roles.yaml", f"{S}orgs/kinds.yaml", f"{S}orgs/by_area.yaml"
SITE = "10101,gone,缺失、移位或裂开，人车可能掉进去,"

# (file, what stands there once, what is written instead, field, does it say what is allowed)
MISTAKES = [
    # who is called
    (STREET, "kinds: [department,", "kinds: [departement,", "calls.kinds[0]", True),
    (STREET, '  who: ["lead:street_clerk", "lead:street_director"]\n  states',
     '  who: ["boss:street_clerk"]\n  states', "calls.who[0]", True),
    (STREET, "  states: [street_called]", "  states: [called]", "calls.states[0]", True),
    (STREET, "- {to: called}", "- {to: boss}", "calls.rises[0].to", True),
    (STREET, "{to: centre, after: {amount: 30, unit: working_minute}}", "{to: centre}",
     "calls.rises[1]", False),
    (STREET, "receipt: {amount: 30, unit: working_minute}", "receipt: {amount: 30, unit: minute}",
     "calls.limits.receipt.unit", True),
    (STREET, "takes: [matter]", "takes: [mater]", "opens.takes[0]", True),
    (STREET, "\ncalls:", "\ncall:", "call", True),
    # profile.yaml
    ("profile.yaml", "key: qianan", "key: Qianan", "key", False),
    ("profile.yaml", 'code: "220723"', 'code: "22072"', "county.code", False),
    ("profile.yaml", "centre: [124.02, 45.01]", "centre: [45.01, 124.02]", "centre[1]", False),
    ("profile.yaml", "centre: [124.02, 45.01]", "centre: [124.02]", "centre[1]", False),
    ("profile.yaml", "centre: [124.02, 45.01]", "centre: far", "centre", False),
    ("profile.yaml", "timezone: Asia/Shanghai", "timezone: UTC", "timezone", True),
    ("profile.yaml", "refines: _standard", "refines: _standart", "refines", True),
    ("profile.yaml", "refines: _standard", "refines: qianan", "refines", True),
    ("profile.yaml", "name: {zh: 乾安, en: Qian'an}", "name: 乾安", "name", False),
    ("profile.yaml", "demo: true", "demo: true\ncolour: red", "colour", True),
    ("profile.yaml", "demo: true", "demo: true\ndemo: false", "demo", False),
    ("profile.yaml", "demo: true", "demo: [true", "", False),
    ("profile.yaml", "demo: true", "\tdemo: true", "", False),
    # calendar.yaml
    (f"{S}calendar.yaml", '"08:00", "12:00"', '"8点", "12:00"', "roster[0][0]", False),
    (f"{S}calendar.yaml", '["14:00", "18:00"]', '["14:00"]', "roster[1][1]", False),
    (f"{S}calendar.yaml", "extra_days: {}", "extra_days: {2026-03-10: maybe}",
     "extra_days.2026-03-10", True),
    # areas
    ("areas/levels.yaml", "valid_from: 2020-01-01", "valid_from: 2020年", "valid_from", False),
    ("areas/levels.yaml", "no: 4, key: building", "no: 3, key: building", "levels[4].no", False),
    ("areas/levels.yaml", "key: estate, zh", "key: Estate!, zh", "levels[3].key", False),
    ("areas/areas.csv", "220723001001001,锦绣家园,Jinxiu Jiayuan,3,",
     "220723001001001,锦绣家园,Jinxiu Jiayuan,7,", "level", True),
    ("areas/areas.csv", "220723001001001,锦绣家园,", "2207,锦绣家园,", "code", False),
    ("areas/areas.csv", "220723001001001,锦绣家园,", "220723001001002,锦绣家园,", "code", False),
    ("areas/areas.csv", "code,name,name_en", "code,title,name_en", "title", True),
    ("areas/areas.csv", "220723001001001,锦绣家园,Jinxiu Jiayuan,3,",
     "220723001001001,锦绣家园,3,", "", False),
    ("areas/areas.csv", "220723001001001,锦绣家园,", '220723001001001,"锦绣"家园,', "", False),
    ("areas/shapes.geojson", '"type":"FeatureCollection"', '"type" "FeatureCollection"', "",
     False),
    # orgs
    (KINDS, "kinds:", "kind:", "kind", True),
    (ROLES, "  handler: {zh: 经办人, en: Handler}", "  handler: 经办人", "roles.handler", False),
    ("orgs/bodies.csv", "code,name,short_name", "code,name,shortname", "shortname", True),
    ("orgs/bodies.csv", "\nSF,", "\nS F,", "code", False),
    (BY_AREA, "SF: {area: root, kind: department", "SF: {area: root, kind: departmant",
     "bodies.SF.kind", True),
    (BY_AREA, 'name: "{root}司法局"', 'name: "{rot}司法局"', "bodies.SF.name", True),
    (BY_AREA, 'code: "ST-{code}", name: "{root}{area}办事处"',
     'code: "ST{", name: "{root}{area}办事处"', "bodies.street.code", True),
    ("orgs/party.yaml", "level: 3, kind: party_branch", "level: 9, kind: party_branch",
     "linked[2].level", True),
    ("orgs/party.yaml", "kind: party_branch, suffix", "kind: party_brunch, suffix",
     "linked[2].kind", True),
    ("orgs/party.yaml", "letter: G", "letter: Q", "shared[0].letter", True),
    ("orgs/party.yaml", "total: 2175", "total: many", "shared[1].total", False),
    ("orgs/teams.yaml", "kinds: [estate, building]", "kinds: [estate, bilding]",
     "teams[0].kinds[1]", True),
    ("orgs/teams.yaml", "role: three_head, least: 3", "role: three_heads, least: 3",
     "teams[0].posts[0].role", True),
    ("orgs/teams.yaml", "least: 3", "least: -1", "teams[0].posts[0].least", False),
    # orders
    (SETTINGS, "photos_max: 6", "photos_max: 60", "photos_max", False),
    (SETTINGS, "photos_max: 6", "photos_max: six", "photos_max", False),
    (SETTINGS, "yellow_share: 0.7", "yellow_share: 70", "yellow_share", False),
    (SETTINGS, "sign:      {amount: 2, unit: working_hour}", "sign:      {amount: 2, unit: hour}",
     "stages.sign.unit", True),
    (SETTINGS, "  sign:      {amount: 2, unit: working_hour}", "  sing:      {amount: 2, unit: x}",
     "stages.sing.unit", True),
    ("orders/settings.yaml", "number_prefix: QA", "number_prefix: qa", "number_prefix", False),
    (CATEGORIES, "\n10101,101,", "\n10101,191,", "parent_code", True),
    (CATEGORIES, "10109,101,路灯,Street lamps,item,facility",
     "10109,101,路灯,Street lamps,item,thing", "nature", True),
    (CATEGORIES, "10109,101,路灯,Street lamps,item,facility,bulb,0",
     "10109,101,路灯,Street lamps,item,facility,bulb,perhaps", "emergency", True),
    (CATEGORIES, "\n10110,101,", "\n10109,101,", "code", False),
    (CATEGORIES, "\n10110,101,景观灯、楼体亮化,", "\n10110,101,,", "name", False),
    (LIMITS, f'{SITE}"Missing, shifted or cracked so that people may fall in",2,',
     f"{SITE},0,", "amount", False),
    (DUTIES, "\n9,10109,,SZ,", "\n9,10109,,SSZ,", "lead", True),
    (DUTIES, "\n1,10101,,SZ,kind:street,", "\n1,10101,,SZ,kind:mayor,", "supporting", True),
    (DUTIES, "\n9,10109,,SZ,GD,", "\n9,10109,220799,SZ,GD,", "area_code", False),
    (DUTIES, "\n9,10109,", "\n9,19999,", "category_code", True),
    ("orders/duties.csv", "（示例）,street", "（示例）,mayor", "legal_duty_of", True),
    (MATTER, "start: submitted", "start: begun", "start", True),
    (MATTER, "holder: reporter\n  - key: submitted", "holder: mayor\n  - key: submitted",
     "states[0].holder", True),
    (SETTINGS, "processes_left_out: []", "processes_left_out: [matter]", "", False),
    (SERVICE, "  leads: [community]", "  leads: [comunity]", "residents.leads[0]", True),
    (SERVICE, "  needs: [service]\n  asks", "  needs: [servise]\n  asks", "residents.needs[0]", True),
    (SERVICE, "promise: [order_send,", "promise: [order_sent,", "promise[0]", True),
    (HAZARD, "needed_with: image", "needed_with: picture", "fields[2].needed_with", True),
    (RESOLUTION, "due: task_due", "due: meeting", "states[0].due", True),
    (ROUNDS, 'category: "30501", process: hazard', 'category: "30501", process: wish',
     "rounds[0].look[0].process", True),
    # notify, model, demo
    (NOTIFY, '  code:\n    zh: "验证码 {code}，', '  code:\n    zh: "验证码 {}，', "texts.code.zh",
     True),
    (NOTIFY, "when: due_soon, tell", "when: soon, tell", "escalation[0].when", True),
    (NOTIFY, "tell: [handler]", "tell: handler", "escalation[0].tell", False),
    ("model.yaml", "pages: [duties, rates", "pages: [dutys, rates", "parts[2].pages[0]", True),
    ("model.yaml", "figures: [on_time, reworked]", "figures: [on_time, solved]",
     "parts[2].figures[1]", False),
    ("model.yaml", "key: linkage, zh", "key: one_net, zh", "parts[2].key", False),
    ("model.yaml", "parts:", "part:", "part", True),
    ("demo.yaml", "refine: true", "- refine", "", False),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "field", "allowed"), MISTAKES)
def test_a_mistake_names_its_place(
    folder: Path, file: str, old: str, new: str, field: str, allowed: bool
) -> None:
    line = edit(folder / file, old, new)
    problems = check_profile(folder)
    name = file.removeprefix(S)
    found = [p for p in problems if p.file.endswith(name) and p.field == field]
    assert found, "\n".join(map(str, problems)) or "nothing was said"
    problem = found[0]
    start = new.removeprefix("\n").count("\n") + 1
    if field:
        assert line <= problem.line <= line + start, str(problem)
    assert bool(problem.allowed) == allowed, str(problem)
    assert "\n" not in str(problem)
    for foreign in ("Traceback", "Input should", "validation error", "Error(", "NoneType"):
        assert foreign not in str(problem)


def test_a_process_copied_under_a_new_key_is_told_what_to_rename(folder: Path) -> None:
    street = folder / STREET
    words = street.read_text(encoding="utf-8").replace("key: street_call\n", "key: a_copy\n", 1)
    street.with_name("a_copy.yaml").write_text(words, encoding="utf-8")
    said = [str(problem) for problem in check_profile(folder)]
    assert [line for line in said if "“street_called”已经是另一个流程的待办" in line], said


def test_there_are_enough_of_them() -> None:
    assert len(MISTAKES) >= 40
    files = {Path(mistake[0]).name for mistake in MISTAKES}
    assert {"by_area.yaml", "party.yaml", "teams.yaml", "model.yaml", "notify.yaml"} <= files


# Cities without borders have made_up.yaml, and by_area.yaml of their own.
TOWN = [
    ("areas/made_up.yaml", "sheet: {lon", "shet: {lon", "shet", True),
    ("areas/made_up.yaml", "lon: 116.40", "lon: 16.40", "sheet.lon", False),
    ("areas/made_up.yaml", "side: 0.0015", "side: 0", "sheet.side", False),
    ("areas/made_up.yaml", "level: 3", "level: 8", "grown[0].level", True),
    ("areas/made_up.yaml", "total: 8", "total: 1", "grown[0].total", False),
    ("areas/made_up.yaml", "total: 8", 'total: 8, counts: {"000000009": 2}', "grown[0].counts", True),
    ("areas/made_up.yaml", "total: 8", "total: 8, of_kinds: [borough]", "grown[0].of_kinds", True),
    ("areas/made_up.yaml", "kind: grid", "kind: Grid", "grown[0].kind", False),
    ("areas/made_up.yaml", ', name: "第{number}网格"', "", "grown[0].name", False),
    ("areas/made_up.yaml", "第{number}网格", "第{nummer}网格", "grown[0].name", True),
    ("areas/made_up.yaml", "第{number}网格", "第{number网格", "grown[0].name", True),
    ("areas/made_up.yaml", "Grid {number}", "Grid {0}", "grown[0].name_en", True),
    ("orgs/by_area.yaml", "property: null", "property: {area: grid, kind: property, total: 900, "
     'code: "P-{number}", names: [甲], names_en: [A], name: "{word}"}', "served.property.total",
     False),
    ("orgs/by_area.yaml", "property: null", "property: {area: grid, kind: property, total: 1, "
     'code: "P-{nr}", names: [甲], names_en: [A], name: "{word}"}', "served.property.code", True),
    ("orgs/by_area.yaml", "property: null", "property: {area: grid, kind: property, total: 2, "
     'code: "P-1", names: [甲], names_en: [A], name: "{word}"}', "served.property.code", False),
    ("orgs/by_area.yaml", "property: null", "property: {area: borough, kind: property, total: 1, "
     'code: "P-{number}", names: [甲], names_en: [A], name: "{word}"}', "served.property.area",
     True),
    ("demo.yaml", "days: 14", "days: fourteen", "days", False),
    ("demo.yaml", "per_day: 12", "per_days: 12", "per_days", True),
]  # fmt: skip


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A place as `gongzhi profile new` begins it."""
    new_profile(tmp_path / "mytown", ROOT / "_standard")
    return tmp_path / "mytown"


def test_a_new_place_is_good_as_it_begins(town: Path) -> None:
    assert check_profile(town) == []


@pytest.mark.parametrize(("file", "old", "new", "field", "allowed"), TOWN)
def test_a_mistake_of_a_new_place_names_its_place(
    town: Path, file: str, old: str, new: str, field: str, allowed: bool
) -> None:
    line = edit(town / file, old, new)
    problems = check_profile(town)
    found = [p for p in problems if p.file == f"mytown/{file}" and p.field == field]
    assert found, "\n".join(map(str, problems)) or "nothing was said"
    assert found[0].line == line
    assert bool(found[0].allowed) == allowed, str(found[0])


# In every file; what stops before any section looks is tried in one file of each kind.
BROKEN = {
    ".yaml": (b"- 1\n- {a: b}\n", "键: 值\n".encode()),
    ".csv": (b"a,b\n1\n",),
}
UNREADABLE = {
    ".yaml": (b"\x00", b"[]", b"1", b"a: [1", b"null"),
    ".csv": (b"\x00", b"\xff\xfe\x00", b"1"),
    ".geojson": (b"\x00", b"[]", b"1", b"{"),
}


def test_whatever_stands_in_a_file_the_check_answers(folder: Path) -> None:
    """Any file broken in any of these ways gives sentences and never an exception."""
    files = [p for root in (folder, folder.parent / "_standard") for p in root.rglob("*.*")]
    left = dict(UNREADABLE)
    for path in files:
        good = path.read_bytes()
        broken = BROKEN.get(path.suffix, ()) + left.pop(path.suffix, ())
        for bad in (b"", "一".encode("gbk"), *broken):
            path.write_bytes(bad)
            for problem in check_profile(folder):
                assert problem.file
                assert problem.line >= 0
        path.write_bytes(good)
    assert left == {}
    assert check_profile(folder) == []
