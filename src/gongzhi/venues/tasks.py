"""Jobs of venues. Each makes one service call and may run twice harmlessly."""

from __future__ import annotations

from contextlib import suppress

from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded
from gongzhi.profiles.selectors import NoProfileError


@app.periodic(cron="23 1 * * *")
@app.task(name="venues.remind_late", queue="timers", queueing_lock="venues.remind_late")
def remind_daily(timestamp: int) -> None:
    from .services.lend_tool import remind_late

    with guarded(), suppress(NoProfileError):
        remind_late()
