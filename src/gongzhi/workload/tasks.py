"""Jobs of communities' workload. Each makes one service call and may run twice harmlessly."""

from __future__ import annotations

from contextlib import suppress

from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded
from gongzhi.profiles.selectors import NoProfileError


@app.periodic(cron="11 * * * *")
@app.task(name="workload.end_admissions", queue="timers", queueing_lock="workload.end_admissions")
def end_hourly(timestamp: int) -> None:
    from .services.end_admissions import end_admissions

    with guarded(), suppress(NoProfileError):
        end_admissions()
