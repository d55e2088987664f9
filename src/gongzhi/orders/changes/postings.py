"""What of a person's orders goes to somebody else when a posting ends (accounts/successions.py).

Two things are a person's own: orders in hand (经办人) and orders that the person took first
(首办人, JN-33: never without one). What a body holds, worklists and calls of forces, is the body's
and needs no passing. No clock is touched, and each order's record says who had it and who has it.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.accounts.models import Posting, User
from gongzhi.accounts.successions import Succession, register_succession
from gongzhi.kernel import clock
from gongzhi.kernel.scope import SYSTEM
from gongzhi.notify.services.tell_user import tell_user

from ..engine.jobs import quiet
from ..engine.perform import note_by_system
from ..models import Order

HANDED_OVER = "handed_over"


def register() -> None:
    """Both kinds take part in every hand-over."""
    register_succession(
        Succession("orders_handled", _("经办的工单"), _count_handled, _pass_handled)
    )
    register_succession(Succession("orders_first", _("首办的工单"), _count_first, _pass_first))


def _count_handled(user: User, posting: Posting) -> int:
    return _handled(user, posting).count()


def _count_first(user: User, posting: Posting) -> int:
    return _first(user, posting).count()


def _handled(user: User, posting: Posting) -> QuerySet[Order]:
    """Open orders of the posting's body that the person handles, unless another posting of the
    person at the same body goes on; all that are left when it was the last posting.
    """
    mine = Order.objects.visible_to(SYSTEM).filter(handler=user).exclude(phase="closed")
    return _of_posting(mine, user, posting, Q(lead_body=posting.body_id))


def _first(user: User, posting: Posting) -> QuerySet[Order]:
    mine = Order.objects.visible_to(SYSTEM).filter(first_handler=user).exclude(phase="closed")
    return _of_posting(mine, user, posting, Q(first_body=posting.body_id))


def _of_posting(rows: QuerySet[Order], user: User, posting: Posting, at_body: Q) -> QuerySet[Order]:
    day = max(clock.today(), posting.valid.lower)
    others = Posting.objects.filter(user=user, valid__contains=day).exclude(pk=posting.pk)
    if posting.valid.upper is not None and posting.valid.upper > day:
        others = others.filter(Q(valid__endswith=None) | Q(valid__endswith__gt=posting.valid.upper))
    bodies = set(others.values_list("body_id", flat=True))
    if not bodies:
        return rows
    return rows.none() if posting.body_id in bodies else rows.filter(at_body)


def _pass_handled(giver: User, taker: User, posting: Posting) -> int:
    return _pass(_handled(giver, posting), giver, taker, first=False)


def _pass_first(giver: User, taker: User, posting: Posting) -> int:
    return _pass(_first(giver, posting), giver, taker, first=True)


def _pass(rows: QuerySet[Order], giver: User, taker: User, *, first: bool) -> int:
    """Each order in turn, locked, with a line in its record; one message to whoever gets them."""
    now, count = clock.now(), 0
    with quiet():
        for order in rows.select_for_update(of=("self",)).order_by("pk"):
            if first:
                order.first_handler = taker
            else:
                order.handler = taker
            note_by_system(
                order,
                actor=SYSTEM,
                action=HANDED_OVER,
                payload={"why": f"{giver.name} → {taker.name}", "first": first},
                at=now,
            )
            count += 1
    if count:
        tell_user(
            user_id=taker.pk,
            kind=HANDED_OVER,
            context={"count": count, "person": giver.name},
            dedupe=f"{HANDED_OVER}:{giver.pk}:{first}:{now.isoformat()}",
            at=now,
        )
    return count
