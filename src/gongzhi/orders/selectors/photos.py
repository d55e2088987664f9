"""Photos of an order that somebody may see."""

from __future__ import annotations

from gongzhi.kernel.scope import Actor

from ..models import Attachment, Order


def visible_photo(actor: Actor, photo_id: int) -> Attachment | None:
    """The photo when its order is in the actor's scope; the public sees published ones only."""
    row = Attachment.reached.filter(pk=photo_id).first()
    if row is None:
        return None
    if not Order.objects.visible_to(actor).filter(pk=row.order_id).exists():
        return None
    if actor.kind == "public" and not row.public:
        return None
    return row


def photos_of(order: Order) -> list[Attachment]:
    """All photos of an order that was reached through a scope, oldest first."""
    return list(Attachment.reached.filter(order=order).order_by("id"))
