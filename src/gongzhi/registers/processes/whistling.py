"""社区吹哨: who is called and what the order's page shows; effects and panel of `community_call`.

Called are the accounts of members who reported to the community of their registered home. The
caller reads how many, and how those call themselves who accepted; nothing of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.accounts.models import Resident
from gongzhi.kernel import clock
from gongzhi.kernel.crypto import open_
from gongzhi.kernel.errors import Conflict
from gongzhi.kernel.scope import SYSTEM, Actor
from gongzhi.notify.services.tell_resident import tell_resident
from gongzhi.orders.engine.step import Step, effect
from gongzhi.orders.hooks.panels import OrderPanel, register_order_panel
from gongzhi.orders.models import Order, OrderEvent
from gongzhi.orders.process.current import current_processes
from gongzhi.orders.words.wording import short_of
from gongzhi.orgs import selectors as orgs
from gongzhi.registers.models import MemberAtHome, MemberHelp, Person

PROCESS: Final = "community_call"
CALLED: Final = "whistled"  # the state in which members may accept
_KIND: Final = "member_called"


def register() -> None:
    """Make the panel known; the effect is known by being imported."""
    register_order_panel(OrderPanel(PROCESS, "registers/_whistle_panel.html", _panel))


def whistles_here() -> bool:
    """Whether this city's profile has the process at all."""
    return PROCESS in current_processes()


def community_of(person: Person | None) -> orgs.BodyRef | None:
    """The community of a registered home."""
    if person is None or person.ended_on is not None or person.home_id is None:
        return None
    return orgs.responsible_body("community", person.area_path)


def called_ids(order: Order) -> list[int]:
    """Accounts of members whose registered home lies in the community that calls."""
    members = MemberAtHome.objects.visible_to(SYSTEM).values("resident_id")
    people = (
        Person.objects.visible_to(SYSTEM)
        .standing()
        .filter(account_id__in=members, home__isnull=False)
        .only("id", "account_id", "area_path", "home_id", "ended_on")
    )
    found = []
    for person in people:
        community = community_of(person)
        if community is not None and community.id == order.lead_body_id:
            found.append(person.account_id)
    return sorted(found)


@effect
def call_members(step: Step) -> None:
    """Tell each of them; the record keeps how many. Conflict when nobody reported here."""
    order = step.order
    ids = called_ids(order)
    if not ids:
        raise Conflict(_("还没有党员在本社区报到，吹哨没有人会收到。"))
    context = {
        "lead": short_of(order.lead_body_id),
        "title": " ".join(order.text.split())[:40].rstrip("。！.，, "),
        "area": order.place or short_of(order.lead_body_id),
        "link": f"{settings.PUBLIC_URL}/me/calls/",
    }
    for resident_id in ids:
        tell_resident(
            resident_id=resident_id, kind=_KIND, context=context, order_number=order.number,
            dedupe=f"{order.pk}:{_KIND}:{resident_id}",
        )  # fmt: skip
    step.shown["called"] = len(ids)


@dataclass(frozen=True)
class Helper:
    """Who accepted, as they call themselves."""

    id: int
    name: str
    minutes: int | None
    by_organiser: bool


def help_at(order: Order) -> datetime | None:
    """When people are asked to come."""
    first = OrderEvent.reached.filter(order=order, seq=1).first()
    said = ((first.payload or {}) if first else {}).get("help_at")
    return datetime.fromisoformat(said) if said else None


def _panel(actor: Actor, order: Order) -> Mapping[str, Any] | None:
    mine = order.lead_body_id in actor.body_ids
    sent = OrderEvent.reached.filter(order=order, action="send_whistle").order_by("-seq").first()
    called = (sent.payload or {}).get("called", 0) if sent else len(called_ids(order))
    rows = MemberHelp.objects.visible_to(SYSTEM).filter(order=order).order_by("id")
    asked = help_at(order)
    return {
        "sent": sent is not None,
        "begun": asked is None or asked <= clock.now(),
        "called": called,
        "accepted": len(rows),
        "helpers": _helpers(list(rows)) if mine else [],
    }


def _helpers(rows: list[MemberHelp]) -> list[Helper]:
    people = Resident.objects.visible_to(SYSTEM).filter(pk__in=[row.resident_id for row in rows])
    names = {one.pk: open_(one.name_sealed) if one.name_sealed else "" for one in people}
    return [
        Helper(
            row.pk, names.get(row.resident_id) or _("没有写称呼的党员"), row.minutes,
            row.said_by == "organiser",
        )
        for row in rows
    ]  # fmt: skip
