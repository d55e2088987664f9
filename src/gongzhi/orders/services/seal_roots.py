"""Hourly: a signed Merkle root over the events of finished transactions, chained to the last."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from gongzhi.kernel import chain
from gongzhi.kernel import clock as wall

from ..models import EventRoot, OrderEvent

LOCK = 7_214_001  # advisory lock: one root is built at a time


def seal_roots(*, at: datetime | None = None) -> EventRoot | None:
    """Build and sign the next root; None when no event is waiting. Order of leaves: event id."""
    at = at or wall.now()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        # Only what every snapshot agrees on: no event can appear below the line later.
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        line = cursor.fetchone()[0]
        waiting = OrderEvent.reached.filter(root=None, xid__lt=line).order_by("id")
        leaves = list(waiting.values_list("id", "hash"))
        if not leaves:
            return None
        last = EventRoot.objects.order_by("-id").first()
        previous = statement_of(last) if last else b""
        root = chain.merkle_root([bytes.fromhex(h) for _id, h in leaves])
        row = EventRoot(
            at=at,
            count=len(leaves),
            root=root.hex(),
            previous=chain.statement_hash(previous).hex() if last else chain.GENESIS.hex(),
            key_id=settings.GONGZHI_ROOT_KEY_ID,
            signature="",
        )
        row.signature = chain.sign(settings.GONGZHI_ROOT_KEY, statement_of(row)).hex()
        row.save()
        ids = [event_id for event_id, _hash in leaves]
        for start in range(0, len(ids), 10_000):
            OrderEvent.reached.filter(pk__in=ids[start : start + 10_000]).update(root=row)
        return row


def statement_of(row: EventRoot) -> bytes:
    """The bytes that the signature of a root covers."""
    return chain.root_statement(
        previous=bytes.fromhex(row.previous),
        root=bytes.fromhex(row.root),
        count=row.count,
        at=row.at,
    )
