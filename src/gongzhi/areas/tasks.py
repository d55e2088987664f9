"""Timed jobs of areas."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded


@app.periodic(cron="* * * * *")
@app.task(name="areas.apply_due", queue="timers", queueing_lock="areas.apply_due")
def apply_due_changes(timestamp: int) -> None:
    """Each minute: the first one after midnight (Asia/Shanghai) applies the changes of the day."""
    from gongzhi.areas.services.apply_due import apply_due, take_late_comers

    with guarded():
        apply_due()
        take_late_comers()
