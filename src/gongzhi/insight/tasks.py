"""Jobs of figures."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded

from .figures import rollup


@app.periodic(cron="* * * * *")
@app.task(
    name="insight.refresh_figures",
    queue="figures",
    queueing_lock="insight.refresh_figures",
    lock="insight.refresh_figures",
)
def refresh_figures(timestamp: int) -> None:
    """Roll up days that ended, and those that later changes reached. Safe to run twice."""
    with guarded():
        rollup.refresh()
