"""Jobs of the order engine. Each makes one service call and may run twice harmlessly."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gongzhi.kernel.scope import guarded

from . import jobs


@app.task(name=jobs.FOLLOW, queue="default")
def follow_event(order_id: int, seq: int) -> None:
    from .services.follow_up import follow_up

    with guarded():
        follow_up(order_id=order_id, seq=seq)


@app.periodic(cron="* * * * *")
@app.task(name="orders.escalate", queue="timers", queueing_lock="orders.escalate")
def escalate_due(timestamp: int) -> None:
    from .services.escalate import escalate

    with guarded():
        escalate()


@app.periodic(cron="*/5 * * * *")
@app.task(name="orders.close_silent", queue="timers", queueing_lock="orders.close_silent")
def close_by_time(timestamp: int) -> None:
    from .services.close_silent import close_silent

    with guarded():
        close_silent()


@app.periodic(cron="7 * * * *")
@app.task(name="orders.seal_roots", queue="timers", queueing_lock="orders.seal_roots")
def seal_hourly(timestamp: int) -> None:
    from .services.seal_roots import seal_roots

    with guarded():
        seal_roots()
