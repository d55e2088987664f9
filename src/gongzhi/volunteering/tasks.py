"""Jobs of volunteering. Each makes one service call and may run twice harmlessly."""

from __future__ import annotations

from contextlib import suppress

from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded
from gongzhi.profiles.selectors import NoProfileError


@app.periodic(cron="*/10 * * * *")
@app.task(name="volunteering.remind", queue="timers", queueing_lock="volunteering.remind")
def remind_often(timestamp: int) -> None:
    from .services.remind import remind

    with guarded(), suppress(NoProfileError):
        remind()


@app.periodic(cron="*/15 * * * *")
@app.task(name="volunteering.flag_open", queue="timers", queueing_lock="volunteering.flag_open")
def flag_often(timestamp: int) -> None:
    from .services.settle import flag_without_end

    with guarded(), suppress(NoProfileError):
        flag_without_end()


@app.periodic(cron="*/10 * * * *")
@app.task(name="volunteering.invite", queue="timers", queueing_lock="volunteering.invite")
def invite_often(timestamp: int) -> None:
    from .services.send_invitations import send_invitations

    with guarded(), suppress(NoProfileError):
        send_invitations()


@app.periodic(cron="37 3 * * *")
@app.task(name="volunteering.forget", queue="timers", queueing_lock="volunteering.forget")
def forget_daily(timestamp: int) -> None:
    from .services.forget_names import forget_names
    from .services.remind import forget_lists

    with guarded(), suppress(NoProfileError):
        forget_lists()
        forget_names()
