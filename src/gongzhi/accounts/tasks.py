"""Timed jobs of accounts."""

from __future__ import annotations

from procrastinate.contrib.django import app

from gongzhi.accounts.services.carry_out_hand_overs import carry_out_hand_overs
from gongzhi.accounts.services.forget_codes import forget_codes
from gongzhi.kernel.scoped_orm import guarded


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.forget_codes", queueing_lock="accounts.forget_codes")
def forget_old_codes(timestamp: int) -> None:
    """Each hour."""
    with guarded():
        forget_codes()


@app.periodic(cron="*/5 * * * *")
@app.task(name="accounts.carry_out_hand_overs", queueing_lock="accounts.carry_out_hand_overs")
def hand_over_work(timestamp: int) -> None:
    """Soon after midnight, and again for what could not be done: the work of postings that ended."""
    with guarded():
        carry_out_hand_overs()
