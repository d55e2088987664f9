"""Changes of boundaries: what becomes of the tree, its versions and its codes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import shapely
from django.db import IntegrityError, connection, transaction
from shapely.geometry import shape as to_shape

from gongzhi.areas import selectors
from gongzhi.areas.boundaries import history
from gongzhi.areas.boundaries.drafting import Asked, Part
from gongzhi.areas.models import Area, AreaVersion, BoundaryChange, BoundaryLink, ChangedVersion
from gongzhi.areas.services.apply_change import forget, make_change
from gongzhi.areas.services.apply_due import apply_due, take_late_comers
from gongzhi.areas.services.cancel_change import cancel_change
from gongzhi.areas.services.plan_change import plan_change
from gongzhi.kernel import clock
from gongzhi.kernel.clock import today
from gongzhi.kernel.errors import Conflict, Denied, Invalid

from .conftest import BOSS, CLERK, Town, square

pytestmark = pytest.mark.django_db

NEW = "900000001009"


def merge(town: Town, *names: str, day: date | None = None, **more: object) -> Asked:
    parts = (Part(NEW, "新社区", "New"),)
    asked = {"parts": parts, "areas": tuple(town[n] for n in names)} | more
    return Asked("merge", day or today(), **asked)  # type: ignore[arg-type]


def everything() -> tuple[object, ...]:
    versions = AreaVersion.objects.order_by("id").values_list("id", "code", "path", "valid")
    return tuple(versions), Area.objects.count(), BoundaryChange.objects.count()


def test_a_merger_closes_both_and_takes_their_grids_along(town: Town) -> None:
    before = town.version("a1").path
    change = make_change(actor=BOSS, asked=merge(town, "A", "B"))
    assert (change.status, change.made_by_name) == ("applied", "系统管理员")
    new = selectors.area_by_code(NEW)
    assert new is not None
    assert [a.code for a in selectors.children(new.id)] == [
        "900000001001001",
        "900000001001002",
        "900000001002001",
    ]
    assert selectors.area_by_id(town["A"]) is None
    assert town.version("A").valid.upper == today()
    grid = selectors.area_by_id(town["a1"])
    assert grid is not None
    assert grid.path == f"{new.path}{town['a1']}."
    assert town.version("a1", valid__upper_inf=False).path == before
    found = selectors.locate(11.5, 50.5)
    assert found is not None
    assert found.id == town["b1"]
    assert to_shape(new.shape or {}).area == pytest.approx(2)


def test_history_of_any_day_stays_true(town: Town) -> None:
    yesterday = today() - timedelta(days=1)
    make_change(actor=BOSS, asked=merge(town, "A", "B"))
    then = history.area_on(town["A"], yesterday)
    assert then is not None
    assert then.name == "A"
    assert history.area_on(town["A"], today()) is None
    new = history.successor(town["B"], yesterday)
    assert new is not None
    assert new.code == NEW
    old = history.predecessor(new.id, yesterday, 11.5, 50.5)
    assert old is not None
    assert old.id == town["B"]
    assert history.predecessor(new.id, yesterday).id == town["A"]  # type: ignore[union-attr]


def test_a_survivor_keeps_its_identity(town: Town) -> None:
    part = Part(town.version("B").code, "B大社区", keeps=True)
    make_change(actor=BOSS, asked=merge(town, "B", "A", parts=(part,)))
    area = selectors.area_by_id(town["B"])
    assert area is not None
    assert (area.name, to_shape(area.shape or {}).area) == ("B大社区", 2.0)
    assert selectors.area_by_id(town["A"]) is None
    assert Area.objects.count() == len(town.ids)


def test_a_survivor_of_the_same_name_keeps_its_english_name(town: Town) -> None:
    part = Part(town.version("B").code, "B", keeps=True)
    make_change(actor=BOSS, asked=merge(town, "B", "A", parts=(part,)))
    area = selectors.area_by_id(town["B"])
    assert area is not None
    assert area.name_en == "B-en"


def test_a_split_by_a_line(town: Town) -> None:
    parts = (Part("900000001011", "C西"), Part("900000001012", "C东"))
    line = shapely.LineString([(12.25, 49), (12.25, 52)])
    asked = Asked("split", today(), (town["C"],), parts, line=line, residual=1)
    make_change(actor=BOSS, asked=asked)
    west, east = selectors.area_by_code("900000001011"), selectors.area_by_code("900000001012")
    assert west is not None
    assert east is not None
    assert to_shape(west.shape or {}).area == pytest.approx(0.25)
    assert selectors.locate(12.1, 50.5) == west
    assert selectors.locate(12.25, 50.5) == west  # the edge
    assert selectors.locate(12.9, 50.5) == east
    step = history.steps_between(today() - timedelta(days=1), today())[0]
    assert step.forward.place(town["C"], (12.1, 50.5)).area_id == west.id
    assert step.forward.without_point(town["C"]) == east.id


def test_a_split_by_the_grids_that_each_part_takes(town: Town) -> None:
    keeps = Part(town.version("A").code, "A", keeps=True, takes=(town["a1"],))
    parts = (keeps, Part("900000001011", "A东", takes=(town["a2"],)))
    make_change(actor=BOSS, asked=Asked("split", today(), (town["A"],), parts))
    new = selectors.area_by_code("900000001011")
    assert new is not None
    assert selectors.area_by_id(town["a2"]).parent_id == new.id  # type: ignore[union-attr]
    assert selectors.area_by_id(town["a1"]).parent_id == town["A"]  # type: ignore[union-attr]
    kept = selectors.area_by_id(town["A"])
    assert kept is not None
    assert (to_shape(new.shape or {}).bounds, to_shape(kept.shape or {}).bounds) == (
        (10.5, 50, 11, 51),
        (10, 50, 10.5, 51),
    )


def test_a_move_fits_the_areas_above(town: Town) -> None:
    make_change(actor=BOSS, asked=Asked("move", today(), (town["A"],), parent_id=town["西街"]))
    grid = selectors.area_by_id(town["a1"])
    assert grid is not None
    assert grid.path == f"{town['县']}.{town['西街']}.{town['A']}.{town['a1']}."
    east, west = selectors.area_by_id(town["东街"]), selectors.area_by_id(town["西街"])
    assert to_shape(east.shape or {}).area == pytest.approx(2)  # type: ignore[union-attr]
    assert to_shape(west.shape or {}).area == pytest.approx(2)  # type: ignore[union-attr]
    county = town.version("县")
    assert county.valid.lower == date(2020, 1, 1)  # nothing about the county changed


def test_a_rename_changes_nothing_else(town: Town) -> None:
    asked = Asked("rename", today(), (town["C"],), (Part("", "丙社区", "Bing"),))
    make_change(actor=BOSS, asked=asked)
    area = selectors.area_by_id(town["C"])
    assert area is not None
    assert (area.name, area.name_en, area.code) == ("丙社区", "Bing", town.version("C").code)
    assert AreaVersion.objects.filter(area_id=town["C"]).count() == 2
    assert ChangedVersion.objects.count() == 2


def test_neighbours_move_their_common_border(town: Town) -> None:
    shapes = (square(10.5, width=0.75), square(11.25, width=0.75))
    parts = tuple(Part("", "", shape=to_shape(s)) for s in shapes)
    make_change(actor=BOSS, asked=Asked("reshape", today(), (town["a2"], town["b1"]), parts))
    assert selectors.locate(11.1, 50.5).id == town["a2"]  # type: ignore[union-attr]
    step = history.steps_between(today() - timedelta(days=1), today())[0]
    assert step.forward.place(town["b1"], (11.1, 50.5)).area_id == town["a2"]
    assert step.forward.without_point(town["b1"]) == town["b1"]
    assert step.forward.single(town["a2"]) == town["a2"]
    # The communities above are fitted, and the street above both stays as it is.
    above = [to_shape(town.version(name).shape).area for name in ("A", "B", "东街")]
    assert above == pytest.approx([1.25, 0.75, 3])
    assert AreaVersion.objects.filter(area_id=town["东街"]).count() == 1


def test_a_gap_between_the_parts_is_refused(town: Town) -> None:
    shapes = (square(10.5, width=0.5), square(11.25, width=0.75))
    parts = tuple(Part("", "", shape=to_shape(s)) for s in shapes)
    before = everything()
    with pytest.raises(Invalid, match=r"16\.67%") as found:
        make_change(actor=BOSS, asked=Asked("reshape", today(), (town["a2"], town["b1"]), parts))
    assert found.value.field == "shapes"
    assert everything() == before


def test_no_ground_is_left_without_a_grid(town: Town) -> None:
    with pytest.raises(Invalid, match="还没有下级网格"):
        plan_change(actor=BOSS, asked=merge(town, "B", "C"))
    line = shapely.LineString([(11.2, 49), (11.2, 52)])
    parts = (Part("900000001011", "B西"), Part("900000001012", "B东"))
    with pytest.raises(Invalid, match="没有分到"):
        plan_change(actor=BOSS, asked=Asked("split", today(), (town["B"],), parts, line=line))


# --- time ----------------------------------------------------------------------------------


def test_a_change_to_come_waits_for_its_day(town: Town) -> None:
    day = today() + timedelta(days=3)
    change = make_change(actor=BOSS, asked=merge(town, "A", "B", day=day))
    assert change.status == "planned"
    assert selectors.area_by_code(NEW) is None
    assert apply_due() == 0
    with clock.frozen(clock.now() + timedelta(days=3)):
        forget()
        assert apply_due() == 1
        assert selectors.area_by_code(NEW) is not None
        assert town.version("A").valid.upper == day
        assert apply_due() == 0
        assert take_late_comers() == 0
    change.refresh_from_db()
    assert change.status == "applied"


def test_midnight_is_that_of_the_city(town: Town) -> None:
    day = date(2027, 3, 1)
    with clock.frozen(datetime(2027, 2, 27, 12, tzinfo=UTC)):
        make_change(actor=BOSS, asked=merge(town, "A", "B", day=day))
    with clock.frozen(datetime(2027, 2, 28, 15, 59, tzinfo=UTC)):
        assert apply_due() == 0
    with clock.frozen(datetime(2027, 2, 28, 16, 1, tzinfo=UTC)):
        assert apply_due() == 1


def test_a_planned_change_is_cancelled(town: Town) -> None:
    change = make_change(actor=BOSS, asked=merge(town, "A", "B", day=today() + timedelta(days=3)))
    with pytest.raises(Denied):
        cancel_change(actor=CLERK, change_id=change.pk)
    cancel_change(actor=BOSS, change_id=change.pk)
    with pytest.raises(Conflict):
        cancel_change(actor=BOSS, change_id=change.pk)
    with clock.frozen(clock.now() + timedelta(days=4)):
        assert apply_due() == 0


def test_a_second_plan_for_the_same_areas_waits_its_turn(town: Town) -> None:
    make_change(actor=BOSS, asked=merge(town, "A", "B", day=today() + timedelta(days=3)))
    with pytest.raises(Conflict, match="在等待"):
        plan_change(actor=BOSS, asked=Asked("rename", today(), (town["B"],), (Part("", "乙"),)))


def test_a_past_change_rewrites_from_its_day(town: Town) -> None:
    day = today() - timedelta(days=100)
    make_change(actor=BOSS, asked=merge(town, "A", "B", day=day))
    assert town.version("A").valid.upper == day
    assert history.area_on(town["A"], day) is None
    assert history.area_on(town["A"], day - timedelta(days=1)) is not None


def test_a_past_change_before_a_later_one_is_refused(town: Town) -> None:
    make_change(actor=BOSS, asked=Asked("rename", today(), (town["B"],), (Part("", "乙"),)))
    before = everything()
    with pytest.raises(Conflict, match="又有变动") as found:
        make_change(actor=BOSS, asked=merge(town, "A", "B", day=today() - timedelta(days=9)))
    assert found.value.field == "effective_on"
    assert everything() == before


def test_two_changes_of_one_day_follow_each_other(town: Town) -> None:
    make_change(actor=BOSS, asked=Asked("rename", today(), (town["B"],), (Part("", "乙"),)))
    make_change(actor=BOSS, asked=Asked("rename", today(), (town["B"],), (Part("", "丙"),)))
    assert selectors.area_by_id(town["B"]).name == "丙"  # type: ignore[union-attr]
    assert AreaVersion.objects.filter(area_id=town["B"]).count() == 2


# --- refusals --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "names", "part", "field"),
    [
        ("merge", "A", Part(NEW, "x"), "area"),
        ("merge", "AB", Part(NEW, ""), "name"),
        ("merge", "AB", Part("12", "x"), "code"),
        ("merge", "AB", Part("900000001003", "x"), "code"),
        ("split", "B", Part(NEW, "x"), "name"),
        ("rename", "B", Part("", "B", "B-en"), "name"),
        ("convert", "B", Part(NEW, "x"), "area_kind"),
        ("move", "B", Part("", ""), "parent"),
        ("explode", "B", Part("", ""), "kind"),
    ],
)
def test_mistakes_name_their_field(
    town: Town, kind: str, names: str, part: Part, field: str
) -> None:
    before = everything()
    areas = tuple(town[name] for name in names)
    with pytest.raises(Invalid) as found:
        make_change(actor=BOSS, asked=Asked(kind, today(), areas, (part,)))
    assert found.value.field == field
    assert everything() == before


def test_nothing_is_moved_below_itself(town: Town) -> None:
    with pytest.raises(Invalid) as found:
        plan_change(actor=BOSS, asked=Asked("move", today(), (town["东街"],), parent_id=town["A"]))
    assert found.value.field == "parent"


def test_only_the_system_administrator_changes(town: Town) -> None:
    before = everything()
    for service in (plan_change, make_change):
        with pytest.raises(Denied):
            service(actor=CLERK, asked=merge(town, "A", "B"))
    assert everything() == before


def test_a_preview_writes_nothing(town: Town) -> None:
    before = everything()
    preview = plan_change(actor=BOSS, asked=merge(town, "A", "B"))
    assert [node.code for node in preview.after] == [NEW]
    assert [node.name for node in preview.before] == ["A", "B"]
    assert preview.children_moved == 3
    assert everything() == before


# --- the database itself -----------------------------------------------------------------------


def several_without_residual(town: Town) -> None:
    change = BoundaryChange.objects.create(kind="split", effective_on=today(), made_at=clock.now())
    for name in "AC":
        BoundaryLink.objects.create(change=change, from_area_id=town["B"], to_area_id=town[name])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_database_wants_a_residual(town: Town) -> None:
    with pytest.raises(IntegrityError, match="no residual"), transaction.atomic():
        several_without_residual(town)


def test_an_applied_change_stays(town: Town) -> None:
    change = make_change(actor=BOSS, asked=merge(town, "A", "B"))
    with pytest.raises(Exception, match=r"(?i)cannot|invalid|transition"), transaction.atomic():
        BoundaryChange.objects.filter(pk=change.pk).update(status="cancelled", applied_at=None)


def test_what_a_change_touched_is_owned_by_it(town: Town) -> None:
    make_change(actor=BOSS, asked=merge(town, "A", "B"))
    codes = {"900000001001", "900000001002", "900000001001001", "900000001001002", NEW}
    codes.add("900000001002001")
    assert history.owned_codes() == codes
    assert NEW in history.owned_codes()
    assert "900000001003" not in history.owned_codes()
