"""A list of orders as an Excel file: logged, without personal data, cells that are never formulas."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.accounts.services.log_access import log_access
from gongzhi.kernel import clock as wall
from gongzhi.kernel.errors import Denied, Invalid
from gongzhi.kernel.scope import Actor
from gongzhi.kernel.sheets import Column, write_xlsx

from ..models import Order
from ..privacy.redaction import redact
from ..process.spec import spec_of
from ..selectors.desk.filters import Filters
from ..selectors.desk.lamps import lamp_of
from ..selectors.desk.listing import list_title, listed
from ..selectors.desk.names import (
    area_name,
    body_name,
    category_name,
    category_with_id,
    lamp_names,
    source_names,
)
from ..selectors.desk.paging import BY_REPORT
from ..selectors.desk.search import as_logged
from ..selectors.desk.worklist import label_of, orders_in
from ..words.written import texts_of

MOST = 20_000


@dataclass(frozen=True)
class Export:
    """The file and how many orders it holds."""

    data: bytes
    count: int
    name: str


def export_orders(
    *, actor: Actor, filters: Filters, tab: str = "", kind: str = "all", at: datetime | None = None
) -> Export:
    """Orders of a worklist tab, or of a list (all, handled, mine), under its filters.

    Raises Denied for a tab that is not the actor's and Invalid above 20,000 orders. What
    points to a person or a home in anybody's words is hidden, as on public pages.
    """
    at = at or wall.now()
    rows = orders_in(actor, tab, filters, now=at) if tab else listed(actor, kind, filters, now=at)
    if rows is None:
        raise Denied
    with transaction.atomic():
        found = list(_needed(rows)[: MOST + 1])
        if len(found) > MOST:
            raise Invalid(_("一次最多导出%(max)d件，请加筛选条件缩小范围。") % {"max": MOST}, "q")
        log_access(
            actor=actor,
            kind="export",
            subject=_("工单%(n)d件") % {"n": len(found)},
            purpose=f"{_title(tab, kind)} {replace(filters, q=as_logged(filters.q)).query()}".strip(),
            at=at,
        )
        data = write_xlsx(_columns(), _lines(found, at), title=_("工单"))
    local = wall.local(at)
    return Export(data, len(found), f"gongzhi-{tab or kind}-{local:%Y%m%d-%H%M}.xlsx")


def _title(tab: str, kind: str) -> str:
    """The list as its page calls it: whoever audits reads words."""
    return label_of(tab) if tab else list_title(kind)


def _needed(rows: QuerySet[Order]) -> QuerySet[Order]:
    order = ("-" if BY_REPORT.descending else "") + BY_REPORT.column
    return rows.only(*_FIELDS).order_by(order, "-pk")


_FIELDS = (
    "number", "process_id", "state", "phase", "source", "category_id", "text", "place", "area_path",
    "holder_body_id", "lead_body_id", "reported_at", "due_at", "soon_at", "promised_at",
    "finished_at", "closed_at", "on_time", "returns", "extensions", "reworks", "presses",
    "supporters", "solved", "satisfaction", "result",
)  # fmt: skip


def _columns() -> list[Column]:
    titles: list[tuple[Any, int]] = [
        (_("工单编号"), 20), (_("状态"), 12), (_("灯"), 8), (_("来源"), 12), (_("类别"), 20),
        (_("诉求内容"), 60), (_("地点"), 28), (_("网格"), 24), (_("现在在谁手里"), 18),
        (_("主办单位"), 18), (_("受理时间"), 17), (_("截止时间"), 17), (_("申请办结时间"), 17),
        (_("办结时间"), 17), (_("按期"), 8), (_("退回次数"), 8), (_("延期次数"), 8),
        (_("返工次数"), 8), (_("催办督办次数"), 8), (_("附议人数"), 8), (_("解决"), 8),
        (_("满意度"), 10), (_("办理结果"), 60),
    ]  # fmt: skip
    return [Column(title, width) for title, width in titles]


def _lines(rows: Sequence[Order], now: datetime) -> Iterator[list[Any]]:
    sources, lamps = source_names(), lamp_names()
    levels = {3: _("满意"), 2: _("基本满意"), 1: _("不满意")}
    texts = texts_of(rows)
    for row in rows:
        yield [
            row.number,
            spec_of(row.process_id).states[row.state].name(),
            lamps.get(lamp_of(row, now) or "", ""),
            sources.get(row.source, row.source),
            category_name(category_with_id(row.category_id)),
            redact(texts[row.pk]),
            redact(row.place),
            area_name(row.area_path, levels=2),
            body_name(row.holder_body_id),
            body_name(row.lead_body_id),
            row.reported_at,
            row.promised_at or row.due_at,
            row.finished_at,
            row.closed_at,
            row.on_time,
            row.returns,
            row.extensions,
            row.reworks,
            row.presses,
            row.supporters,
            row.solved,
            levels.get(row.satisfaction or 0, ""),
            redact(row.result),
        ]
