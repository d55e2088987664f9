"""Jobs of the bank. Each may run twice harmlessly: every movement has a key of its own."""

from __future__ import annotations

from contextlib import suppress

from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded
from gongzhi.profiles.selectors import NoProfileError


@app.periodic(cron="*/5 * * * *")
@app.task(name="points.credit", queue="timers", queueing_lock="points.credit")
def credit_often(timestamp: int) -> None:
    from .services.credit_services import credit_services

    with guarded(), suppress(NoProfileError):
        credit_services()


@app.periodic(cron="47 3 * * *")
@app.task(name="points.clear", queue="timers", queueing_lock="points.clear")
def clear_daily(timestamp: int) -> None:
    from .services.expire import expire_points
    from .services.join import close_orphans
    from .services.redeem import return_uncollected

    with guarded(), suppress(NoProfileError):
        return_uncollected()
        expire_points()
        close_orphans()
