"""Jobs that look after the queue itself (PROCRASTINATE_IMPORT_PATHS names this module).

A worker that is killed leaves its jobs in `doing`; procrastinate never takes them up again by
itself. Every job of ours may run twice and has its effect once, so they are simply queued anew.
"""

from __future__ import annotations

import logging
from typing import Final

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from gongzhi.kernel import clock
from gongzhi.platform.heartbeat import SILENT_SECONDS

MAX_ATTEMPTS: Final = 5  # a job that has killed five workers is not given a sixth

_log = logging.getLogger(__name__)


@app.periodic(cron="* * * * * */10")
@app.task(name="config.retry_stalled", queueing_lock="config.retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Every ten seconds: queue again the jobs of workers that fell silent, at most five times."""
    manager = context.app.job_manager
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS)
    for job in stalled:
        if job.id == context.job.id:
            continue
        if job.attempts >= MAX_ATTEMPTS:
            _log.error(
                "job %s (%s) was given up after %s tries", job.id, job.task_name, MAX_ATTEMPTS
            )
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
            continue
        try:
            await manager.retry_job(job, retry_at=clock.now())
        except UniqueViolation:
            # Another of the same queueing lock waits already and will do the same work.
            await manager.finish_job(job, status=Status.ABORTED, delete_job=True)
            continue
        _log.warning("job %s (%s) is queued again: its worker fell silent", job.id, job.task_name)
