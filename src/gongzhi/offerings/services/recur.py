"""Orders that come again: made ahead by a timer, stopped one or all."""

from __future__ import annotations

import logging
import uuid
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.kernel import clock
from gongzhi.kernel.errors import GongzhiError, NotFound
from gongzhi.kernel.scope import Actor
from gongzhi.notify.services.tell_resident import tell_resident
from gongzhi.orders.engine.events import said_at_start
from gongzhi.orders.models import Order
from gongzhi.orders.process.opening import offered_one
from gongzhi.orders.services.act import act
from gongzhi.orders.services.report import Draft

from ..catalogue import Item, item_by_code
from ..models import Series, SeriesDay, WindowPlace
from ..ordering import AGREED, day_of_series, rules
from ..profile_section import LISTED
from .order_item import order_item, orderable

_log = logging.getLogger(__name__)


def make_ahead(*, at: datetime | None = None) -> int:
    """Every order that is due within the profile's days; how many were made. May run twice."""
    at, made = at or clock.now(), 0
    last = clock.local(at).date() + timedelta(days=rules().made_ahead_days)
    due = Series.reached.filter(stopped_at=None, next_on__lte=last)
    for series_id in list(due.order_by("next_on").values_list("pk", flat=True)):
        while _make_one(series_id, last, at):
            made += 1
    return made


def _make_one(series_id: int, last: date, at: datetime) -> bool:
    """The next time of one series, in a transaction of its own; False when there is none."""
    with transaction.atomic():
        row = (
            Series.reached.select_for_update(skip_locked=True)
            .filter(pk=series_id, stopped_at=None, next_on__lte=last)
            .first()
        )
        if row is None:
            return False
        day = row.next_on
        _order_for(row, day, at)
        row.times += 1
        row.next_on = day_of_series(row.first_on, row.every, row.times)
        row.save(update_fields=["times", "next_on", "stopped_at"])
    return True


def _order_for(row: Series, day: date, at: datetime) -> None:
    item, before = item_by_code(row.code), _last_order(row)
    if item is None or item.ended or before is None or not before.text:
        row.stopped_at = at  # the item is gone, or the words were forgotten: nothing to repeat
        _tell_end(row, item, before, at)
        return
    actor = Actor("resident", resident_id=row.resident_id)
    try:
        with transaction.atomic():
            draft = _draft(row, before, day, orderable(item))
            receipt = order_item(actor=actor, item=item, draft=draft, at=at)
    except GongzhiError as error:
        _log.info("series %s has no order on %s", row.pk, day)
        SeriesDay.objects.create(series=row, day=day, why="full" if error.status == 409 else "gone")
        tell_resident(
            resident_id=row.resident_id, kind="series_skipped",
            context={"title": item.name, "due": day, "reason": str(error)},
            dedupe=f"series-{row.pk}-{day.isoformat()}", at=at,
        )  # fmt: skip
        return
    order = Order.reached.get(number=receipt.number)
    SeriesDay.objects.create(series=row, day=day, order=order)


def _tell_end(row: Series, item: Item | None, before: Order | None, at: datetime) -> None:
    kept = said_at_start(before.pk).get(LISTED, "") if before else ""
    tell_resident(
        resident_id=row.resident_id, kind="series_ended",
        context={
            "title": item.name if item else str(kept).removeprefix(row.code).strip(),
            "reason": _("还需要的话请重新点单。") if item and not item.ended
            else _("这项服务已经不做了。"),
        },
        dedupe=f"series-{row.pk}-ended", at=at,
    )  # fmt: skip


def _last_order(row: Series) -> Order | None:
    last = row.days.exclude(order=None).order_by("-day").first()
    return Order.reached.get(pk=last.order_id) if last else None


def _draft(row: Series, before: Order, day: date, process: str) -> Draft:
    """As the last one, on another day at the same hour."""
    said, (_spec, way) = said_at_start(before.pk), offered_one(process)
    fields = {name: said[name] for name in way.fields if name in said}
    if "wished_on" in fields:
        fields["wished_on"] = day.isoformat()
    if said.get(AGREED):
        hour = datetime.fromisoformat(str(said[AGREED])).timetz()
        fields[AGREED] = datetime.combine(day, hour).isoformat(timespec="minutes")
    area = areas.area_by_id(before.area_then_id or 0)
    return Draft(
        client_key=uuid.uuid5(row.key, day.isoformat()), text=before.text,
        area_code=area.code if area else "", place=before.place, process=process,
        fields=fields,
    )  # fmt: skip


def stop_series(*, actor: Actor, series_id: int, at: datetime | None = None) -> int:
    """No more is made, and those ahead are cancelled where that is still possible; how many were."""
    at = at or clock.now()
    with transaction.atomic():
        row = (
            Series.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .filter(pk=series_id, stopped_at=None)
            .first()
        )
        if row is None:
            raise NotFound
        row.stopped_at = at
        row.save(update_fields=["stopped_at"])
        return sum(_cancel(actor, number, at) for number in _ahead(row, at))


def _ahead(row: Series, at: datetime) -> list[str]:
    """By the hour where one was agreed on; else those of a later day."""
    places = WindowPlace.objects.values("order_id")
    made = SeriesDay.objects.filter(series=row, order__isnull=False)
    later = made.filter(day__gt=clock.local(at).date()).exclude(order_id__in=places)
    rows = Order.reached.filter(
        Q(pk__in=later.values("order_id"))
        | Q(pk__in=places.filter(starts_at__gt=at)) & Q(pk__in=made.values("order_id"))
    ).exclude(phase="closed")
    return list(rows.values_list("number", flat=True))


def _cancel(actor: Actor, number: str, at: datetime) -> int:
    action, payload = "withdraw", {}
    if actor.kind == "staff":
        action, payload = "cancel_for_person", {"reason": _("本人不再需要定期上门")}
    try:
        with transaction.atomic():
            act(actor=actor, number=number, action=action, payload=payload, at=at)
    except GongzhiError:
        return 0  # too late for this one: it is served, the rest stops
    return 1
