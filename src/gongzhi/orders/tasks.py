"""Jobs of the order engine. Each makes one service call and may run twice harmlessly."""

from __future__ import annotations

import logging
import time
from contextlib import suppress

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded
from gongzhi.profiles.selectors import NoProfileError

from .engine import jobs

_log = logging.getLogger(__name__)

# A database that goes away for a moment or a deadlock must not cost anybody a message: tried
# again after 3, 9, 27, 81 and 243 seconds. Jobs of the clock come again by themselves.
_AGAIN = RetryStrategy(max_attempts=6, exponential_wait=3)

# What happens meanwhile is told in the same go, which costs a fraction; nobody waits for a text.
GATHER_SECONDS = 0.25


@app.task(name=jobs.FOLLOW, queue="default", retry=_AGAIN)
def follow_event(order_id: int, first: int, last: int) -> None:
    from .services.follow_up import follow_up

    time.sleep(GATHER_SECONDS)
    try:
        with guarded():
            follow_up(order_id=order_id, first=first, last=last)
    except Exception:
        # Each try is seen in the log, not only the last one, minutes later.
        _log.warning("telling about order id %s failed", order_id, exc_info=True)
        raise


@app.periodic(cron="* * * * *")
@app.task(name="orders.escalate", queue="timers", queueing_lock="orders.escalate")
def escalate_due(timestamp: int) -> None:
    from .services.escalate import escalate
    from .services.raise_calls import raise_calls

    with guarded():
        escalate()
        raise_calls()


@app.periodic(cron="*/5 * * * *")
@app.task(name="orders.close_silent", queue="timers", queueing_lock="orders.close_silent")
def close_by_time(timestamp: int) -> None:
    from .services.close_silent import close_silent

    # Without a city there is no limit, and no order that one could pass.
    with guarded(), suppress(NoProfileError):
        close_silent()


@app.periodic(cron="7 * * * *")
@app.task(name="orders.seal_roots", queue="timers", queueing_lock="orders.seal_roots")
def seal_hourly(timestamp: int) -> None:
    from .services.seal_roots import seal_roots

    with guarded():
        seal_roots()


@app.periodic(cron="17 4 * * *")
@app.task(name="orders.sweep_files", queue="timers", queueing_lock="orders.sweep_files")
def sweep_daily(timestamp: int) -> None:
    from .services.sweep_files import sweep_files

    with guarded():
        sweep_files()
