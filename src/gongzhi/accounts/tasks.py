"""Timed jobs of accounts."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gongzhi.accounts.services.forget_codes import forget_codes
from gongzhi.kernel.scope import guarded


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.forget_codes", queueing_lock="accounts.forget_codes")
def forget_old_codes(timestamp: int) -> None:
    """Each hour."""
    with guarded():
        forget_codes()
