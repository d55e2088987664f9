"""A few made-up orders that not everybody sees, and admissions: enough to look at each page."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from gongzhi.demo.lives.hours import by_day, later
from gongzhi.demo.people.cast import Cast
from gongzhi.kernel.scope import Actor
from gongzhi.orders.models import Order
from gongzhi.orders.privacy.secretcode import new_code
from gongzhi.orders.process.current import current_processes
from gongzhi.orders.services.act import act
from gongzhi.orders.services.start_at_desk import Opening, start_at_desk
from gongzhi.orders.services.write_tip import Tip, write_tip, writer_of
from gongzhi.workload.services.record_burden import record_burden

# Each dispute: kind, words, and how it went on.
_DISPUTES: Final = (
    ("neighbours", "楼上漏水，楼下要求赔粉刷费", "agree"),
    ("property", "停车位长期被占，业主和物业争执", "agree"),
    ("neighbours", "楼道堆放杂物，邻居争吵", "agree"),
    ("family", "赡养费怎么分担，兄妹说不拢", "up"),
    ("wages", "装修工钱有争议", "fail"),
    ("neighbours", "养狗扰民，两家有矛盾", "open"),
)
# Each admission: affair, money, power, days from now until it ends, how it was decided.
_ADMISSIONS: Final = (
    ("老旧小区管网普查", "20000", "可以入户查看，物业配合", 120, "funded"),
    ("空置门店登记", "", "没有", 60, "recorded"),
    ("流动摊点登记", "5000", "可以请城管配合", 90, ""),
)
# What the community of the demo hangs, attends and keeps: kind, name, who asks, basis, a year.
_BURDENS: Final = (
    ("plaque", "某某示范点（演示）", "某局（演示）", "", None),
    ("meeting", "周调度会（演示）", "街道办事处", "街道工作安排（演示）", 52),
    ("ledger", "巡查台账（演示）", "街道平安办", "", 12),
)


def fill_closed(cast: Cast, rng: Random, end: datetime) -> list[int]:
    """Ids of the orders that were made, in the last weeks; none where the profile lacks them."""
    there = current_processes()
    made: list[int] = []
    if "tip" in there:
        made += _tips(cast, rng, end)
    if "mediation" in there:
        made += _mediations(cast, rng, end)
    if "admission" in there:
        made += _admissions(cast, rng, end)
        _burdens(cast, rng)
    return made


def _key(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def _step(order: Order, actor: Actor, action: str, at: datetime, **payload: Any) -> None:
    act(actor=actor, number=order.number, action=action, payload=payload, at=by_day(at))


def _tips(cast: Cast, rng: Random, end: datetime) -> list[int]:
    """One that the street looks into and has a question about, one about the street itself."""
    street = cast.home.street
    area = _code_of(street.area_id)
    clerk = cast.one(street.id, ("street_clerk", "street_director"), rng)
    asked_at, code = end - timedelta(days=6), new_code()
    first = write_tip(
        Tip(client_key=_key(rng), code=code, area_code=area,
            text="有人向沿街商户收“卫生管理费”，不开票据。（演示）"),
        at=asked_at,
    )  # fmt: skip
    _step(first, clerk, "tip_accept", asked_at + timedelta(hours=20))
    note = "大概是哪几天、哪几家商户？"
    _step(first, clerk, "tip_ask", asked_at + timedelta(days=1), note=note)
    _order, writer = writer_of(first.number, code, now=end)
    reply = "上个月底，市场北门那一排。"
    _step(first, writer, "tip_reply", asked_at + timedelta(days=3), note=reply)
    second = write_tip(
        Tip(client_key=_key(rng), code=new_code(), area_code=area, kept_from=("street",),
            text="街道窗口办事要托熟人才给办。（演示）"),
        at=end - timedelta(days=2),
    )  # fmt: skip
    return [first.pk, second.pk]


def _code_of(area_id: int | None) -> str:
    from gongzhi.areas import selectors as areas

    area = areas.area_by_id(area_id) if area_id else None
    return area.code if area else ""


def _mediations(cast: Cast, rng: Random, end: datetime) -> list[int]:
    home = cast.home
    clerk = cast.one(home.community.id, ("community_clerk", "community_secretary"), rng)
    made = []
    for number, (kind, text, how) in enumerate(_DISPUTES):
        at = by_day(end - timedelta(days=20 - 2 * number))
        opening = Opening(
            process="mediation", client_key=_key(rng), text=f"{text}（演示）",
            fields={"dispute": kind, "parties": "甲方、乙方（演示，未写姓名）"},
        )  # fmt: skip
        order = start_at_desk(actor=clerk, opening=opening, at=at)
        made.append(order.pk)
        accepted = later(at, 60)
        _step(order, clerk, "mediate_accept", accepted)
        met = later(accepted, 6 * 60)
        if how == "agree":
            agreed = "双方当面说清，各让一步，签了协议。"
            _step(order, clerk, "mediate_agree", met, agreed=agreed, mediator="mediator")
        elif how == "up":
            _step(order, clerk, "mediate_pass_up", met, reason="有一方不肯见面，请街道司法所主持")
        elif how == "fail":
            _step(order, clerk, "mediate_fail", met, reason="要走诉讼，已告知立案窗口")
    return made


def _admissions(cast: Cast, rng: Random, end: datetime) -> list[int]:
    home = cast.home
    asker = cast.one(home.department.id, ("body_head", "handler"), rng)
    director = cast.one(home.street.id, ("street_director",), rng)
    made = []
    for number, (affair, money, power, days, funding) in enumerate(_ADMISSIONS):
        at = by_day(end - timedelta(days=9 - 3 * number))
        fields = {
            "affair": affair, "affair_basis": "工作方案（示例）", "affair_money": money,
            "affair_power": power, "affair_from": at.date().isoformat(),
            "affair_to": (end + timedelta(days=days)).date().isoformat(),
        }  # fmt: skip
        opening = Opening(
            process="admission", client_key=_key(rng), text=f"请社区承接：{affair}（演示）",
            body=home.community.code, fields=fields,
        )  # fmt: skip
        order = start_at_desk(actor=asker, opening=opening, at=at)
        made.append(order.pk)
        if funding:
            _step(order, director, "admit", at + timedelta(days=1), funding=funding)
    return made


def _burdens(cast: Cast, rng: Random) -> None:
    home = cast.home
    director = cast.one(home.street.id, ("street_director",), rng)
    for kind, name, asked_by, basis, a_year in _BURDENS:
        record_burden(
            actor=director, body=home.community.code, kind=kind, name=name, asked_by=asked_by,
            basis=basis, a_year=a_year,
        )  # fmt: skip
