"""Jobs of offerings. Each makes one service call and may run twice harmlessly."""

from __future__ import annotations

from contextlib import suppress

from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded
from gongzhi.profiles.selectors import NoProfileError


@app.periodic(cron="13 * * * *")
@app.task(name="offerings.make_ahead", queue="timers", queueing_lock="offerings.make_ahead")
def make_ahead_hourly(timestamp: int) -> None:
    from .services.recur import make_ahead

    with guarded(), suppress(NoProfileError):
        make_ahead()


@app.periodic(cron="* * * * *")
@app.task(name="offerings.hand_over", queue="timers", queueing_lock="offerings.hand_over")
def hand_over_waiting(timestamp: int) -> None:
    from .services.hand_over import hand_over

    with guarded(), suppress(NoProfileError):
        hand_over()


@app.periodic(cron="*/10 * * * *")
@app.task(name="offerings.return_lines", queue="timers", queueing_lock="offerings.return_lines")
def return_lines_often(timestamp: int) -> None:
    from .services.return_lines import return_lines

    with guarded(), suppress(NoProfileError):
        return_lines()
