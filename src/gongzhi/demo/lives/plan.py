"""What will become of one report: drawn before it happens, so that a seed gives one city."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from random import Random

from gongzhi.demo.content.texts import report_text
from gongzhi.demo.lives.places import Places, Spot
from gongzhi.demo.lives.rhythm import Coming
from gongzhi.demo.params import Params
from gongzhi.orders.dispatch.catalogue import category_by_code, limits_of

OTHER_EVENT = "20603"  # "不知道归哪类": the catalogue has no line, a dispatcher decides
_LEFT_OTHER = 0.02  # of the reports that are left in that class; the acceptor finds the true one
ASKING = ("307", "30803")
SOURCES = {"snap": 0.62, "hotline": 0.27, "window": 0.05, "visit": 0.04, "leader": 0.02}


@dataclass
class Plan:
    """One report and its turns. `true_code` is what the matter is; `code` what was chosen."""

    at: datetime
    rng: Random
    spot: Spot
    text: str
    true_code: str
    code: str | None
    limit_key: str | None
    source: str
    by_grid: bool = False
    reporter: int = 0
    settle: bool = False
    answered: bool = False
    advised: bool = False
    refused: bool = False
    false: bool = False
    withdrawn: bool = False
    returns: int = 0
    return_invalid: bool = False
    extension: bool = False
    suspension: bool = False
    check_failed: bool = False
    co_answers: bool = False
    nudged: bool = False
    pressed: bool = False
    rated: bool = False
    unsolved: int = 0
    satisfaction: int | None = None
    picture: bool = False
    mismatch: bool = False
    public: bool = True
    into: str = ""  # number of the order that this one repeats
    halt: str = ""  # a scene stops in this state
    pace: float = 1.0
    outside: bool = False
    confirmed: bool = True


def draw(coming: Coming, params: Params, places: Places, seed: str) -> Plan:
    """Roll the dice for one report."""
    rng = Random(seed)
    spot = places.draw(rng)
    category = category_by_code(coming.category)
    chosen: str | None = coming.category
    unsure = params.rates.auto_dispatch
    if not coming.by_grid and not (category and category.emergency):
        roll = rng.random()
        if roll < _LEFT_OTHER and category_by_code(OTHER_EVENT):
            chosen = OTHER_EVENT
        elif roll < (1 - unsure) * 0.62 + 0.1:
            chosen = None
    source = "grid" if coming.by_grid else rng.choices(list(SOURCES), list(SOURCES.values()))[0]
    if source in {"hotline", "window"} and chosen is None:
        chosen = coming.category
    plan = Plan(
        at=coming.at,
        rng=rng,
        spot=spot,
        text=report_text(coming.category, spot.place, rng, params.texts, by_grid=coming.by_grid),
        true_code=coming.category,
        code=chosen,
        limit_key=_limit_key(coming.category, rng) if chosen == coming.category else None,
        source=source,
        by_grid=coming.by_grid,
        public=bool(category.public_default) if category else True,
    )
    _turns(plan, params)
    return plan


def _limit_key(code: str, rng: Random) -> str | None:
    category = category_by_code(code)
    rows = limits_of(category.pk) if category else ()
    if not rows:
        return None
    return rng.choices(rows, [3.0] + [1.0] * (len(rows) - 1))[0].condition_key


def _turns(plan: Plan, params: Params) -> None:
    rng, rates = plan.rng, params.rates
    plan.settle = plan.by_grid and rng.random() < params.on_the_spot
    asking = plan.true_code.startswith(ASKING)
    plan.answered = asking and plan.code is not None and rng.random() < 0.75
    if plan.code is None:
        plan.advised, plan.refused = rng.random() < 0.05, rng.random() < 0.02
    plan.false = not plan.by_grid and rng.random() < 0.03
    plan.withdrawn = not plan.by_grid and rng.random() < 0.012
    if rng.random() < rates.return_ * 1.6:  # of those that get a lead, on-the-spot ones have none
        plan.returns = 2 if rng.random() < 0.12 else 1
        plan.return_invalid = rng.random() < rates.return_ruled_invalid
    plan.extension = rng.random() < rates.extension * 1.6
    plan.suspension = rng.random() < rates.suspension * 1.6
    plan.check_failed = rng.random() < rates.check_failed
    plan.co_answers = rng.random() < rates.co_handlers
    plan.nudged, plan.pressed = rng.random() < 0.03, rng.random() < 0.015
    plan.rated = not plan.by_grid and rng.random() < rates.rated * 1.15
    if plan.rated:
        plan.unsolved = 1 if rng.random() < rates.not_solved else 0
        plan.satisfaction = rng.choices((3, 2, 1), (0.74, 0.20, 0.06))[0]
    plan.picture = rng.random() < params.texts.with_photo * 0.45
    plan.mismatch = rng.random() < params.texts.photo_mismatch


def lognormal(rng: Random, median: float, spread: float = 0.6) -> float:
    """Minutes around a median."""
    return median * math.exp(rng.gauss(0, spread))
