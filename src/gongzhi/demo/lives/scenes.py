"""What stands on every worklist when the demo opens: one or two orders in each state, fresh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from gongzhi.areas import selectors as areas
from gongzhi.areas.selectors import AreaRef
from gongzhi.demo.content.texts import report_text
from gongzhi.demo.lives.hours import before
from gongzhi.demo.lives.plan import OTHER_EVENT, Plan
from gongzhi.demo.lives.story import life
from gongzhi.demo.lives.world import World

LAMP, POTHOLE, COVER, HEAT, SNOW = "10109", "10201", "10101", "30104", "20507"
PRINTED_RESIDENT = 1
_QUICK = 0.12


def stage(world: World) -> None:
    """Start the scenes in the printed people's community, so that their desks have work."""
    rng = Random(f"{world.seed}:scenes")
    grids = _grids_of_home(world)
    for number, scene in enumerate(_scenes(world.end)):
        at, code, halt, change = scene
        plan = _plan(world, rng.choice(grids), at, code, halt, Random(f"{world.seed}:s{number}"))
        change(plan)
        if plan.outside:
            beyond = world.places.beyond(plan.spot)
            plan.text = plan.text.replace(plan.spot.place, beyond.place)
            plan.spot = beyond
        world.start(plan.at, life(world, plan))


Scene = tuple[datetime, str, str, Callable[[Plan], None]]


def _scenes(end: datetime) -> list[Scene]:
    """(reported at, category, state to halt in, what is special)."""

    def ago(minutes: float) -> datetime:
        return end - timedelta(minutes=minutes)

    def worked(minutes: float) -> datetime:
        return before(end, minutes)

    def with_(**values: object) -> Callable[[Plan], None]:
        return lambda plan: plan.__dict__.update(values)

    mine = with_(reporter=PRINTED_RESIDENT)
    return [
        (ago(2), LAMP, "draft", with_(confirmed=False, source="snap", reporter=1199)),
        (ago(4), LAMP, "submitted", with_(code=None)),
        (ago(9), SNOW, "submitted", with_(code=None, source="snap")),
        (ago(11), "20101", "submitted", with_(outside=True)),
        (ago(16), LAMP, "to_verify", mine),
        (worked(70), "20101", "to_verify", with_()),
        (worked(45), POTHOLE, "to_verify", with_()),
        (ago(28), OTHER_EVENT, "to_dispatch", with_(outside=True, pace=0.5)),
        (ago(24), OTHER_EVENT, "to_dispatch", with_(outside=True, pace=0.5)),
        (ago(22), COVER, "to_sign", with_()),
        (worked(80), LAMP, "to_sign", mine),
        (worked(75), POTHOLE, "to_sign", with_()),
        (worked(500), LAMP, "in_hand", with_()),
        (worked(900), POTHOLE, "in_hand", mine),
        (worked(740), LAMP, "in_hand", with_()),
        (worked(280), LAMP, "extension_asked", with_(extension=True)),
        (worked(330), POTHOLE, "extension_asked", with_(extension=True)),
        (worked(300), POTHOLE, "suspension_asked", with_(suspension=True)),
        (worked(2600), POTHOLE, "suspended", with_(suspension=True)),
        (worked(260), POTHOLE, "arbitration", with_(returns=2, return_invalid=True)),
        (worked(420), LAMP, "arbitration", with_(returns=2)),
        (ago(60), HEAT, "returned", with_(returns=1, pace=0.05)),
        (ago(50), "20501", "returned", with_(returns=1, pace=0.05)),
        (worked(300), LAMP, "to_check", with_(pace=0.04)),
        (worked(200), "30206", "to_check", mine),
        (worked(900), LAMP, "to_rate", mine),
    ]


def _plan(world: World, grid: AreaRef, at: datetime, code: str, halt: str, rng: Random) -> Plan:
    spot = world.places.draw(rng, grid)
    said = LAMP if code == OTHER_EVENT else code
    return Plan(
        at=at,
        rng=rng,
        spot=spot,
        text=report_text(said, spot.place, rng, world.params.texts),
        true_code=said,
        code=code,
        limit_key=None,
        source="snap",
        halt=halt,
        pace=_QUICK,
        picture=rng.random() < 0.6,
    )


def _grids_of_home(world: World) -> list[AreaRef]:
    area = areas.area_by_id(world.cast.home.team.area_id or 0)
    return [a for a in areas.leaf_areas() if area and a.path.startswith(area.path)]


def long_standing(world: World, first: datetime) -> None:
    """Matters that come back again and again at one place, from several people."""
    for number, matter in enumerate(world.params.long_standing):
        rng = Random(f"{world.seed}:long:{number}")
        spot = world.places.draw(rng, rng.choice(world.places.hot))
        at = first + timedelta(days=rng.uniform(0.5, 5), hours=9)
        round_ = 0
        while at < world.end:
            plan = _plan(world, spot.area, at, matter.category, "", rng)
            text = report_text(matter.category, spot.place, rng, world.params.texts)
            words = ("", "又是这事，", "第三回反映了，", "年年这样，")[min(round_, 3)]
            plan = replace(
                plan,
                rng=Random(f"{world.seed}:long:{number}:{round_}"),
                spot=world.places.near(spot, rng),
                text=f"{words}{matter.title}。{text}",
                rated=True,
                unsolved=1,
                satisfaction=1,
                reporter=500 + number * 10 + round_ % 4,
                pace=1.0,
            )
            world.start(at, life(world, plan))
            at += timedelta(days=rng.uniform(6, 13))
            round_ += 1
