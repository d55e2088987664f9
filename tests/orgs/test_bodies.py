"""Bodies: who answers for an area, and the Party tree from counts."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange

from gongzhi.areas.models import Area, AreaVersion
from gongzhi.orgs import selectors
from gongzhi.orgs.models import Body, BodyArea
from gongzhi.orgs.profile.party import PartyFile, expand_party
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.yamlfile import Document

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    selectors.forget()
    yield
    selectors.forget()


@pytest.fixture
def areas() -> dict[str, AreaVersion]:
    """county > street > community > two estates."""
    made: dict[str, AreaVersion] = {}
    for code, parent in (("c", ""), ("s", "c"), ("m", "s"), ("e1", "m"), ("e2", "m")):
        area = Area.objects.create(kind="x")
        above = made.get(parent)
        made[code] = AreaVersion.objects.create(
            area=area,
            code=code,
            name=code,
            level=len(made),
            parent=above.area if above else None,
            path=f"{above.path if above else ''}{area.pk}.",
            valid=DateRange(date(2020, 1, 1), None),
        )
    return made


def body(code: str, kind: str, area: AreaVersion | None = None, **more: object) -> Body:
    made = Body.objects.create(
        code=code, name=code, kind=kind, area=area.area if area else None, **more
    )
    made.path = f"{made.pk}."
    made.save()
    return made


def test_the_nearest_body_answers(areas: dict[str, AreaVersion]) -> None:
    body("centre", "grid_team", areas["c"])
    body("near", "grid_team", areas["m"])
    body("street", "street", areas["s"])
    for code, name in (("e1", "near"), ("m", "near"), ("s", "centre"), ("c", "centre")):
        found = selectors.responsible_body("grid_team", areas[code].path)
        assert found is not None
        assert found.code == name
    street = selectors.responsible_body("street", areas["e2"].path)
    assert street is not None
    assert street.code == "street"
    assert selectors.responsible_body("street", areas["c"].path) is None
    assert selectors.responsible_body("street", "") is None


def test_a_firm_answers_for_the_estates_it_serves_only(areas: dict[str, AreaVersion]) -> None:
    firm = body("firm", "property")
    BodyArea.objects.create(body=firm, area=areas["e1"].area)
    served = selectors.responsible_body("property", areas["e1"].path)
    assert served is not None
    assert served.id == firm.pk
    assert selectors.responsible_body("property", areas["e2"].path) is None
    assert selectors.areas_of(firm.pk) == (areas["e1"].area_id,)


def test_of_two_the_lower_code_answers(areas: dict[str, AreaVersion]) -> None:
    body("b", "street", areas["s"])
    body("a", "street", areas["s"])
    found = selectors.responsible_body("street", areas["s"].path)
    assert found is not None
    assert found.code == "a"


def test_a_body_switched_off_answers_for_nothing(areas: dict[str, AreaVersion]) -> None:
    off = body("a", "street", areas["s"], active=False)
    assert selectors.responsible_body("street", areas["s"].path) is None
    assert selectors.body_by_code("a") is None
    assert selectors.body_by_id(off.pk) is None
    assert selectors.bodies_of_kind("street") == []


def test_a_change_elsewhere_is_seen_after_the_pause(settings: object) -> None:
    settings.GONGZHI_BODY_CACHE_SECONDS = 0  # type: ignore[attr-defined]
    assert selectors.body_by_code("a") is None
    made = body("a", "street")
    assert selectors.body_by_code("a") is not None
    made.name = "new"
    made.save()
    changed = selectors.body_by_code("a")
    assert changed is not None
    assert changed.name == "new"


def test_reads_cost_no_query_while_cached(django_assert_num_queries: object) -> None:
    selectors.body_by_code("a")
    with django_assert_num_queries(0):  # type: ignore[operator]
        selectors.responsible_body("street", "1.2.")


class Node:
    def __init__(self, code: str, level: int, parent_code: str) -> None:
        self.code, self.name, self.name_en = code, f"名{code}", f"N{code}"
        self.level, self.parent_code = level, parent_code


def test_party_counts_are_spread_exactly() -> None:
    areas = [Node("1", 1, ""), *(Node(f"1{n}", 2, "1") for n in range(5))]
    spec = PartyFile.model_validate(
        {
            "linked": [
                {"level": 1, "kind": "a", "suffix": "党委", "suffix_en": "C"},
                {"level": 2, "kind": "b", "suffix": "支部", "suffix_en": "B"},
            ],
            "shared": [
                {"total": 17, "kind": "g", "letter": "G", "suffix": "小组", "suffix_en": "g"},
                {"total": 61, "kind": "h", "letter": "H", "suffix": "户", "suffix_en": "h"},
            ],
        }
    )
    problems = Problems()
    nodes = expand_party(spec, areas, Document("f", {}, {(): 1}), problems)  # type: ignore[arg-type]
    assert not problems
    assert Counter(node.kind for node in nodes) == {"a": 1, "b": 5, "g": 17, "h": 61}
    by_code = {node.code: node for node in nodes}
    assert len(by_code) == len(nodes)
    for node in nodes:
        assert node.kind == "a" or by_code[node.parent_code].area_code in (node.area_code, "1")
    # Nobody is left out, and the same counts give the same rows.
    assert {n.parent_code for n in nodes if n.kind == "h"} == {
        n.code for n in nodes if n.kind == "g"
    }
    again = expand_party(spec, areas, Document("f", {}, {(): 1}), problems)  # type: ignore[arg-type]
    assert again == nodes
