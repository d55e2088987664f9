"""Timed jobs of bodies."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded
from gongzhi.orgs.services.take_back_ending import forget_endings


@app.periodic(cron="31 3 * * *")
@app.task(name="orgs.forget_endings", queue="timers", queueing_lock="orgs.forget_endings")
def forget_old_endings(timestamp: int) -> None:
    """Each night."""
    with guarded():
        forget_endings()
