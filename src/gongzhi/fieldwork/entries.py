"""The kinds of outbox entries that field duties bring."""

from __future__ import annotations

from gongzhi.fieldwork.services.finish_round import finish_round
from gongzhi.fieldwork.services.record_talk import record_talk
from gongzhi.fieldwork.services.record_visit import record_visit
from gongzhi.fieldwork.services.report_hazard import report_hazard
from gongzhi.orders.hooks.outbox import register_kind


def register() -> None:
    """Make them known."""
    register_kind("visit", record_visit)
    register_kind("round_done", finish_round)
    register_kind("round_found", report_hazard)
    register_kind("talk", record_talk)
