"""Figures: what counts, that live and rolled agree, that recomputing changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from gongzhi.areas import selectors as areas
from gongzhi.insight.figures import (
    by_body,
    by_child,
    by_class,
    by_day,
    by_hour,
    changes,
    live,
    rollup,
    tally,
)
from gongzhi.insight.figures.measures import MEASURES, condition
from gongzhi.insight.figures.tally import Tally
from gongzhi.insight.figures.window import Span, last_days
from gongzhi.insight.models import DailyFigure, FigureDay, Grain
from gongzhi.kernel import clock
from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import SYSTEM
from gongzhi.orders.models import Order
from gongzhi.orders.services.act import act
from gongzhi.orders.services.rate import rate
from tests.orders.conftest import T0, City

LAMP = "10109"
DAY = date(2026, 11, 17)


@pytest.fixture(autouse=True)
def three_days_later() -> Iterator[None]:
    with clock.frozen(T0 + timedelta(days=3)):
        yield


@pytest.fixture(autouse=True)
def as_if_committed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test is one transaction, in which everything would count as still running."""
    real = changes.current_mark
    monkeypatch.setattr(changes, "current_mark", lambda: replace(real(), running=2**62))


def close_one(
    city: City, at: datetime, *, solved: bool | None = True, rework: bool = False
) -> Order:
    me = city.resident()
    order = city.report(actor=me, category_code=LAMP, at=at)
    number = order.number
    act(actor=city.grid_worker, number=number, action="verify_true", at=at)
    handler = city.handler(Order.reached.get(number=number))
    act(actor=handler, number=number, action="sign", at=at)
    done = {"result": "到现场换了灯泡，已经亮了"}
    act(actor=handler, number=number, action="finish", payload=done, at=at)
    if rework:
        reason = {"reason": "还是黑的"}
        act(actor=city.grid_worker, number=number, action="check_back", payload=reason, at=at)
        act(actor=handler, number=number, action="finish", payload=done, at=at)
    act(actor=city.grid_worker, number=number, action="check_pass", at=at)
    if solved is None:
        act(actor=SYSTEM, number=number, action="close_silent", at=at)
    else:
        rate(actor=me, number=number, solved=solved, satisfaction=3 if solved else 1, at=at)
    return Order.reached.get(number=number)


def root_path() -> str:
    root = areas.root_area()
    assert root is not None
    return root.path


@pytest.fixture
def week(city: City) -> City:
    """Two days of orders: closed, reworked, silent, still open, merged by nobody."""
    close_one(city, T0)
    close_one(city, T0, rework=True)
    close_one(city, T0 + timedelta(days=1), solved=None)
    city.report(category_code=LAMP, at=T0)
    city.report(category_code="10101", at=T0 + timedelta(days=1))
    city.report(category_code=None, lon=None, lat=None, at=T0 + timedelta(days=1))
    return city


def span() -> Span:
    return Span(DAY - timedelta(days=1), DAY + timedelta(days=2))


def everything(path: str) -> tuple:
    same = {"actor": SYSTEM, "area_path": path, "span": span()}
    return by_day(**same), by_body(**same), by_class(**same), by_child(**same)


def test_a_day_counts_what_happened_on_it(week: City) -> None:
    days = by_day(actor=SYSTEM, area_path=root_path(), span=span())
    assert days[DAY] == Tally(
        reported=3,
        closed=2,
        timed=2,
        on_time=2,
        rated=2,
        solved=2,
        judged=2,
        satisfied=2,
        reworked=1,
    )
    assert days[DAY + timedelta(days=1)] == Tally(reported=3, closed=1, timed=1, on_time=1)
    whole = tally(actor=SYSTEM, area_path=root_path(), span=span())
    assert whole.solved_rate == 1
    assert whole.rated_rate == 2 / 3
    assert whole.rework_rate == 1 / 3
    assert Tally().on_time_rate is None


def test_live_and_rolled_are_the_same(week: City) -> None:
    paths = (root_path(), week.street_area.path, week.grid.path)
    counted = [everything(path) for path in paths]
    assert rollup.refresh() == 3
    assert FigureDay.objects.count() == 3
    assert [everything(path) for path in paths] == counted


def test_rolled_days_are_read_not_counted(week: City, monkeypatch: pytest.MonkeyPatch) -> None:
    rollup.refresh()
    asked: list[list[date]] = []
    real = live.count_days
    monkeypatch.setattr(
        live, "count_days", lambda days, path: asked.append(list(days)) or real(days, path)
    )
    by_day(actor=SYSTEM, area_path=root_path(), span=Span(DAY, clock.today()))
    assert asked == [[clock.today()]]


def test_recomputing_is_identical(week: City) -> None:
    rollup.refresh()
    fields = [f.name for f in DailyFigure._meta.fields if f.name != "id"]
    before = list(DailyFigure.objects.order_by("id").values(*fields))
    assert rollup.recompute(DAY - timedelta(days=5), clock.today()) == 8
    assert (
        list(DailyFigure.objects.filter(reported__gte=0).order_by("id").values(*fields)) == before
    )


def test_a_change_today_reaches_the_days_it_belongs_to(week: City) -> None:
    rollup.refresh()
    silent = Order.reached.get(state="closed_unrated")
    now = clock.now()
    me = week.resident()
    rate(actor=me, number=silent.number, solved=False, satisfaction=1, comment="又黑了", at=now)
    assert Order.reached.get(pk=silent.pk).closed_at is None
    # Before the next roll-up readers count the touched days live …
    days = by_day(actor=SYSTEM, area_path=root_path(), span=span())
    assert days[DAY + timedelta(days=1)].closed == 0
    # … and afterwards the rolled days say the same.
    assert rollup.refresh() >= 1
    row = DailyFigure.objects.get(
        day=DAY + timedelta(days=1), grain=Grain.AREA, area_id=int(root_path().rstrip("."))
    )
    assert (row.reported, row.closed) == (3, 0)


def test_today_is_never_rolled(week: City) -> None:
    with pytest.raises(ValueError, match="not over"):
        rollup.roll_day(clock.today())
    rollup.refresh()
    assert not FigureDay.objects.filter(day=clock.today()).exists()


def test_refresh_without_news_does_nothing(week: City) -> None:
    rollup.refresh()
    stamps = list(FigureDay.objects.order_by("day").values_list("day", "rolled_at"))
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        assert rollup.refresh() == 0
    assert list(FigureDay.objects.order_by("day").values_list("day", "rolled_at")) == stamps


def test_every_measure_is_the_condition_of_its_list(week: City) -> None:
    low, high = span().bounds()
    whole = tally(actor=SYSTEM, area_path=root_path(), span=span())
    for key in vars(whole):
        wanted = condition(MEASURES[key], low=low, high=high, now=clock.now())
        listed = Order.objects.visible_to(SYSTEM).filter(wanted).count()
        assert listed == getattr(whole, key), key


def test_figures_stay_inside_the_posts_area(week: City) -> None:
    director = week.director
    inside = tally(actor=director, area_path=week.street_area.path, span=span())
    assert inside.reported == 5  # the one without a place is the county's
    with pytest.raises(NotFound):
        tally(actor=director, area_path=root_path(), span=span())
    handler = week.staff("handler", week.street)
    with pytest.raises(NotFound):
        tally(actor=handler, area_path=week.grid.path, span=span())


def test_children_add_up_to_their_street(week: City) -> None:
    parts = by_child(actor=SYSTEM, area_path=week.street_area.path, span=span())
    whole = tally(actor=SYSTEM, area_path=week.street_area.path, span=span())
    assert sum(parts.values(), Tally()) == whole


def test_hours_of_a_day(week: City) -> None:
    midnight = datetime.combine(DAY + timedelta(days=1), time.min, tzinfo=clock.LOCAL_TZ)
    hours = by_hour(actor=SYSTEM, area_path=root_path(), until=midnight)
    assert (len(hours), hours[10], sum(hours)) == (24, 3, 3)
    later = by_hour(actor=SYSTEM, area_path=root_path(), until=midnight, hours=12)
    assert sum(later) == 0  # only what lies in the span


def test_neighbouring_days_are_one_range() -> None:
    days = [DAY, DAY + timedelta(days=1), DAY + timedelta(days=3)]
    assert live.runs(days) == [Span(DAY, days[1]), Span(days[2], days[2])]


def test_last_days_end_today() -> None:
    assert last_days(30).last == clock.today()
    assert len(last_days(30).days()) == 30


def plain_rows() -> list[tuple[object, ...]]:
    """Every row as it stands, without its id."""
    names = [f.attname for f in DailyFigure._meta.concrete_fields if f.name != "id"]
    return sorted(DailyFigure.objects.values_list(*names), key=repr)


def test_what_is_written_is_a_plain_count(week: City) -> None:
    """The total of the city and the rows of each grain against the orders, one by one."""
    rollup.refresh()
    root = areas.root_area()
    assert root is not None
    for day in FigureDay.objects.values_list("day", flat=True):
        begin = datetime.combine(day, time.min, tzinfo=clock.LOCAL_TZ)
        orders = Order.objects.visible_to(SYSTEM).filter(
            reported_at__gte=begin, reported_at__lt=begin + timedelta(days=1)
        )
        rows = DailyFigure.objects.filter(day=day)
        total = sum(
            rows.filter(grain=Grain.AREA, area_id=root.id).values_list("reported", flat=True)
        )
        full = sum(rows.filter(grain=Grain.FULL).values_list("reported", flat=True))
        assert total == full == orders.count()


def test_killed_half_way_the_old_rows_stand(week: City, monkeypatch: pytest.MonkeyPatch) -> None:
    rollup.refresh()
    before = plain_rows()
    rolled = FigureDay.objects.get(day=DAY).rolled_at

    def killed(*_rows: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(rollup, "handling_of_day", killed)  # after the figures, before the rest
        with pytest.raises(KeyboardInterrupt):
            rollup.roll_day(DAY)
    assert plain_rows() == before
    assert FigureDay.objects.get(day=DAY).rolled_at == rolled
    rollup.roll_day(DAY)
    assert plain_rows() == before
