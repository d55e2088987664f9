"""Jobs of field duties. Each makes one service call and may run twice harmlessly."""

from __future__ import annotations

from contextlib import suppress

from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded
from gongzhi.profiles.selectors import NoProfileError


@app.periodic(cron="23 3 * * *")
@app.task(name="fieldwork.forget_old", queue="timers", queueing_lock="fieldwork.forget_old")
def forget_daily(timestamp: int) -> None:
    from .services.forget_old import forget_old

    with guarded(), suppress(NoProfileError):
        forget_old()
