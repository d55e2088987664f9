"""The catalogue of the Qian'an profile: classes, limits and duties fit together."""

import pytest

from gongzhi.profiles.csvfile import Row
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.source import ProfileSource

from .conftest import ROOT

UNITS = {"urgent_hour", "urgent_day", "working_hour", "working_day", "natural_day"}


@pytest.fixture(scope="module")
def source() -> ProfileSource:
    return ProfileSource(ROOT / "qianan", Problems())


def rows(source: ProfileSource, name: str, *columns: str, key: tuple[str, ...]) -> list[Row]:
    found = source.rows(name, columns=columns, key=key)
    assert not source.problems, list(source.problems)
    return found


def categories(source: ProfileSource) -> list[Row]:
    return rows(
        source, "orders/categories.csv", "code", "parent_code", "name", "name_en", "kind",
        "nature", "icon", "emergency", "emergency_hint", "public_default", "aliases",
        key=("code",),
    )  # fmt: skip


def test_classes_of_digital_city_management_and_of_service(source: ProfileSource) -> None:
    found = categories(source)
    groups = {row.get("code") for row in found if row.get("kind") == "group"}
    assert {f"10{n}" for n in range(1, 6)} | {f"20{n}" for n in range(1, 7)} <= groups
    items = [row for row in found if row.get("kind") == "item"]
    assert len(items) >= 80
    for row in items:
        assert row.get("parent_code") in groups
        # A resident finds it by a word of her own, and an emergency tells the number to call.
        assert row.get("aliases"), row.get("name")
        if row.get("emergency") == "1":
            assert any(n in row.get("emergency_hint") for n in ("110", "119", "120", "抢修"))


def test_every_item_has_limits(source: ProfileSource) -> None:
    limits = rows(
        source, "orders/limits.csv", "category_code", "condition_key", "condition",
        "condition_en", "amount", "unit", key=("category_code", "condition_key"),
    )  # fmt: skip
    with_limits = {row.get("category_code") for row in limits}
    items = {r.get("code") for r in categories(source) if r.get("kind") == "item"}
    assert with_limits == items
    assert {row.get("unit") for row in limits} <= UNITS
    assert all(int(row.get("amount")) > 0 for row in limits)
    assert max(len([r for r in limits if r.get("category_code") == c]) for c in items) >= 5


def test_every_duty_names_bodies_that_are_there(source: ProfileSource) -> None:
    duties = rows(
        source, "orders/duties.csv", "clause", "category_code", "area_code", "lead",
        "supporting", "basis", "legal_duty_of", key=("clause",),
    )  # fmt: skip
    bodies = rows(
        source, "orgs/bodies.csv", "code", "name", "short_name", "name_en", "kind",
        "parent_code", "area_code", "round_the_clock", "phone", "on_duty_people",
        "areas_served", key=("code",),
    )  # fmt: skip
    known = {r.get("code") for r in bodies} | {f"kind:{r.get('kind')}" for r in bodies}
    for duty in duties:
        named = {duty.get("lead"), *filter(None, duty.get("supporting").split("|"))}
        assert named <= known, duty
        assert duty.get("legal_duty_of") in ("department", "street", "community", "property")
        if duty.get("lead") == "kind:community":
            assert duty.get("legal_duty_of") == "community"
