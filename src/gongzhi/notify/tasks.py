"""Jobs of notify."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gongzhi.kernel.scope import guarded
from gongzhi.notify.jobs import QUEUE, SEND_MESSAGE
from gongzhi.notify.services import prune, retry_unsent, send_message


@app.task(name=SEND_MESSAGE, queue=QUEUE)
def send_one(message_id: int) -> None:
    """Send a message; running it twice sends it once."""
    with guarded():
        send_message.send_message(message_id=message_id)


@app.periodic(cron="* * * * *")
@app.task(name="notify.retry_unsent", queueing_lock="notify.retry_unsent", queue=QUEUE)
def retry(timestamp: int) -> None:
    """Each minute."""
    with guarded():
        retry_unsent.retry_unsent()


@app.periodic(cron="41 3 * * *")
@app.task(name="notify.prune", queueing_lock="notify.prune")
def forget_old(timestamp: int) -> None:
    """Each night."""
    with guarded():
        prune.prune()
