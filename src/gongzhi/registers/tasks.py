"""Jobs of the registers. Each makes one service call and may run twice harmlessly."""

from __future__ import annotations

from contextlib import suppress

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded
from gongzhi.profiles.selectors import NoProfileError
from gongzhi.registers import jobs

_AGAIN = RetryStrategy(max_attempts=3, exponential_wait=5)


@app.task(name=jobs.CHECK, queue="default", retry=_AGAIN)
def check_import(import_id: int) -> None:
    from gongzhi.registers.services.check_import import check_import as check

    with guarded():
        check(import_id=import_id)


@app.task(name=jobs.APPLY, queue="default", retry=_AGAIN)
def apply_import(import_id: int) -> None:
    from gongzhi.registers.services.apply_import import apply_import as write

    with guarded():
        write(import_id=import_id)


@app.periodic(cron="53 3 * * *")
@app.task(name="registers.clear_expired", queue="timers", queueing_lock="registers.clear_expired")
def clear_nightly(timestamp: int) -> None:
    from gongzhi.registers.services.clear_expired import clear_expired as clear

    # Without a city there are no periods.
    with guarded(), suppress(NoProfileError):
        clear()
