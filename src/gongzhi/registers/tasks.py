"""Jobs of the registers. Each makes one service call and may run twice harmlessly."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from gongzhi.kernel.scope import guarded
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
