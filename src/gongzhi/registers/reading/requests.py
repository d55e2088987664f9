"""Requests about personal data: what the person sees of them, and whoever has to answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from gongzhi.kernel.errors import NotFound
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.orders.engine.policies import allowed_actions
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.words.wording import resident_sentence
from gongzhi.registers.catalogue import REGISTERS
from gongzhi.registers.models import DataRequest
from gongzhi.registers.privacy.wishes import NOTE, wish_of
from gongzhi.registers.rows import rowwords
from gongzhi.web.words import headed, joined

KINDS: Final = ("correct", "withdraw", "delete")
SHOWN: Final = 50
_REFUSALS: Final = ("refuse_request", "uphold_refusal")


def kind_words() -> dict[str, str]:
    """What the kinds are called."""
    return {
        "correct": _("更正我的登记"), "withdraw": _("撤回同意"), "delete": _("删除我的登记"),
        "export": _("存成文件"),
    }  # fmt: skip


def titles(keys: Iterable[str]) -> str:
    """Fields of the register of people by name; the place is one thing, its number."""
    wanted = set(keys)
    found = [
        _("住处") if one.key == "number" else str(one.title)
        for one in REGISTERS["people"].fields
        if one.key in wanted and one.key != "building_code"
    ]
    return joined(found)


def summary(request: DataRequest) -> str:
    """What is asked, without any value."""
    kind = kind_words()[request.kind]
    return headed(kind, titles(request.fields)) if request.fields else kind


def request_words(request: DataRequest) -> str:
    """The words of its order: what is asked, without any value."""
    return _("请求：%(what)s") % {"what": summary(request)}


def words_of_orders(orders: Sequence[Order]) -> dict[int, str]:
    """The words of the orders of such requests, by the order's id, in the language in force."""
    # Whoever reads the order may know what it is: kind and fields, no value and no person.
    rows = DataRequest.objects.visible_to(SYSTEM).filter(order__in=orders)
    return {row.order_id: request_words(row) for row in rows if row.order_id is not None}


@dataclass(frozen=True)
class OwnRequest:
    """One request as the person sees it; `done` says what was erased and what stays, and why."""

    request: DataRequest
    title: str
    number: str
    sentence: str
    at: datetime
    done: list[str]
    reason: str
    may_object: bool
    open: bool


def own_requests(actor: Actor) -> list[OwnRequest]:
    """The resident's own, newest first; exports among them, since they are logged."""
    rows = DataRequest.objects.visible_to(actor).order_by("-made_at", "-id")[:SHOWN]
    found = list(rows)
    orders = Order.objects.visible_to(actor).in_bulk(
        [row.order_id for row in found if row.order_id]
    )
    return [_own(row, orders.get(row.order_id), actor) for row in found]


def _own(row: DataRequest, order: Order | None, actor: Actor) -> OwnRequest:
    keys = {view.key for view in allowed_actions(actor, order)} if order else set()
    return OwnRequest(
        request=row,
        title=summary(row),
        number=order.number if order else "",
        sentence=resident_sentence(order) if order else _("已存成文件"),
        at=row.made_at,
        done=_done(row),
        reason=_reason(row),
        may_object="object_refusal" in keys,
        open=bool(order and order.phase != "closed"),
    )


def _reason(row: DataRequest) -> str:
    """Why it was refused, as the latest answer says; "" for all others."""
    if row.outcome != "refused":
        return ""
    events = OrderEvent.reached.filter(order_id=row.order_id, action__in=_REFUSALS)
    last = events.order_by("-seq").values_list("payload", flat=True).first()
    return str((last or {}).get("reason", ""))


def _done(row: DataRequest) -> list[str]:
    """What a deletion or withdrawal did (PIPL art. 47: what the law orders to keep is kept)."""
    if row.outcome != "granted" or row.kind not in {"withdraw", "delete"}:
        return []
    said = [_("已清空：%(fields)s") % {"fields": titles(row.erased) or _("没有要清空的内容")}]
    if row.kept:
        said.append(
            _("保留：%(fields)s。这些是社区履行法定职责要有的，您搬走以后按期清除。")
            % {"fields": titles(row.kept)}
        )
    return said


@dataclass(frozen=True)
class Wished:
    """One field: what is registered and what is wished, masked unless opened."""

    title: str
    there: str
    wished: str


@dataclass(frozen=True)
class RequestPage:
    """What the page of a request shows to whoever answers it."""

    request: DataRequest
    title: str
    number: str
    sentence: str
    person_id: int | None
    wishes: list[Wished]
    note: str
    opened: bool
    consent: str


def request_of(actor: Actor, request_id: int) -> DataRequest:
    """The request with its order. NotFound outside the scope."""
    rows = DataRequest.objects.visible_to(actor).exclude(order=None).filter(pk=request_id)
    found: DataRequest | None = rows.first()
    if found is None:
        raise NotFound
    return found


def request_page(actor: Actor, request_id: int, *, opened: bool = False) -> RequestPage:
    """The wish beside the row, personal words masked unless `opened` (which is logged before)."""
    from gongzhi.registers.settings import consent_fields

    request = request_of(actor, request_id)
    # Whoever sees the request may know its number and state; the order has a scope of its own.
    order = Order.objects.visible_to(SYSTEM).get(pk=request.order_id)
    wish = wish_of(request)
    return RequestPage(
        request=request,
        title=summary(request),
        number=order.number,
        sentence=resident_sentence(order),
        person_id=request.person_id,
        wishes=_wishes(actor, request, wish, opened=opened),
        note=_note(wish, opened=opened),
        opened=opened,
        consent=titles(consent_fields("people")),
    )


def _note(wish: dict[str, str], *, opened: bool) -> str:
    note = wish.get(NOTE, "")
    return note if opened or not note else rowwords.HIDDEN


def _wishes(
    actor: Actor, request: DataRequest, wish: dict[str, str], *, opened: bool
) -> list[Wished]:
    people = REGISTERS["people"]
    rows: Any = people.model.objects.visible_to(actor).filter(pk=request.person_id)
    row = rows.values(*rowwords.columns(people)).first()
    there = rowwords.words(people, row, opened=opened) if row else {}
    return [
        Wished(
            str(one.title),
            there.get(one.key, ""),
            rowwords.plain_words(one, wish[one.key]) if opened else rowwords.HIDDEN,
        )
        for one in people.fields
        if one.key in wish
    ]
