"""Check every order's chain and every signed root. Used by `gongzhi check`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from django.conf import settings

from gongzhi.kernel import chain

from ..engine.events import stored
from ..models import EventRoot, Order, OrderEvent
from .seal_roots import statement_of


def verify_chains() -> Iterator[str]:
    """A sentence for each thing that does not verify; nothing at all when all holds."""
    yield from _chains()
    yield from _roots()


def _chains() -> Iterator[str]:
    heads = dict(Order.reached.values_list("id", "event_hash"))
    rows = OrderEvent.reached.order_by("order_id", "seq").iterator(chunk_size=5000)
    for order_id, group in groupby(rows, key=attrgetter("order_id")):
        head = heads.pop(order_id, "")
        broken = chain.first_broken(map(stored, group), bytes.fromhex(head))
        if broken is not None:
            yield f"order {order_id}: the chain breaks at event {broken}"
    for order_id in heads:
        yield f"order {order_id}: has no events"


def _roots() -> Iterator[str]:
    public = chain.public_key(settings.GONGZHI_ROOT_KEY)
    previous = chain.GENESIS
    for row in EventRoot.objects.order_by("id"):
        hashes = OrderEvent.reached.filter(root=row).order_by("id").values_list("hash", flat=True)
        leaves = [bytes.fromhex(h) for h in hashes]
        statement = statement_of(row)
        if bytes.fromhex(row.previous) != previous:
            yield f"root {row.pk}: is not chained to the one before"
        if len(leaves) != row.count or chain.merkle_root(leaves).hex() != row.root:
            yield f"root {row.pk}: does not match its {row.count} events"
        if not chain.verify(public, statement, bytes.fromhex(row.signature)):
            yield f"root {row.pk}: the signature is wrong"
        previous = chain.statement_hash(statement)
