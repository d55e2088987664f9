"""Jobs of notify."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gongzhi.kernel.scoped_orm import guarded
from gongzhi.notify.jobs import QUEUE, SEND_WAITING
from gongzhi.notify.services import prune
from gongzhi.notify.services.send_waiting import send_waiting


@app.periodic(cron="* * * * *")
@app.task(name=SEND_WAITING, queueing_lock=SEND_WAITING, queue=QUEUE)
def send_round(timestamp: int) -> None:
    """Whenever something was written, and each minute for what failed before."""
    with guarded():
        send_waiting()


@app.periodic(cron="41 3 * * *")
@app.task(name="notify.prune", queueing_lock="notify.prune")
def forget_old(timestamp: int) -> None:
    """Each night."""
    with guarded():
        prune.prune()
