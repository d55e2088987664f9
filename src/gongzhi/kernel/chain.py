"""Hash chain of one order's events, and signed Merkle roots over many (pure).

An event's hash covers who, when, from, to and a salted digest of the payload, never the payload:
redaction deletes payload and salt, and the chain still verifies. Trees follow RFC 6962 (leaf and
node prefixes, largest power of two to the left), so no inner node can pass for a leaf.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

GENESIS: Final = bytes(32)
SALT_BYTES: Final = 16


def canonical_json(value: Any) -> bytes:
    """One byte string for equal values: sorted keys, no spaces, UTF-8. TypeError, ValueError
    for what JSON cannot hold (NaN too)."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def new_salt() -> bytes:
    """16 random bytes, kept beside the payload and deleted with it."""
    return secrets.token_bytes(SALT_BYTES)


def payload_digest(payload: Mapping[str, Any], salt: bytes) -> bytes:
    """32 bytes: SHA-256 of salt and canonical payload."""
    return sha256(salt + canonical_json(payload)).digest()


def event_hash(
    *,
    prev: bytes,
    order_id: int,
    seq: int,
    at: datetime,
    actor: str,
    from_state: str,
    to_state: str,
    digest: bytes,
) -> bytes:
    """32 bytes that bind an event to all before it. `at` is an aware instant (microseconds)."""
    if at.tzinfo is None:
        raise ValueError("a naive datetime has no instant")
    when = at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [prev.hex(), order_id, seq, when, actor, from_state, to_state, digest.hex()]
    return sha256(canonical_json(fields)).digest()


@dataclass(frozen=True, slots=True)
class ChainEvent:
    """What verification needs of a stored event; payload and salt are None when redacted."""

    order_id: int
    seq: int
    at: datetime
    actor: str
    from_state: str
    to_state: str
    digest: bytes
    hash: bytes
    payload: Mapping[str, Any] | None = None
    salt: bytes | None = None


def first_broken(events: Iterable[ChainEvent], head: bytes | None = None) -> int | None:
    """Seq of the first event that does not verify; None when the chain holds.

    `events` are those of one order, in order, with seq from 1. With `head` (the hash on the order
    row) a chain that was cut short is found too: then the seq after the last one is returned.
    """
    prev, expected = GENESIS, 1
    for event in events:
        if event.seq != expected or not _holds(event, prev):
            return expected
        prev, expected = event.hash, expected + 1
    if head is not None and not hmac.compare_digest(prev, head):
        return expected
    return None


def _holds(event: ChainEvent, prev: bytes) -> bool:
    if event.payload is not None and (
        event.salt is None or payload_digest(event.payload, event.salt) != event.digest
    ):
        return False
    return event.hash == event_hash(
        prev=prev,
        order_id=event.order_id,
        seq=event.seq,
        at=event.at,
        actor=event.actor,
        from_state=event.from_state,
        to_state=event.to_state,
        digest=event.digest,
    )


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Root of RFC 6962 section 2.1 over a list of hashes; of none: SHA-256 of nothing."""
    if not leaves:
        return sha256(b"").digest()
    level = [sha256(b"\x00" + leaf).digest() for leaf in leaves]
    # Pairing up and passing an odd last node on gives the same tree as the recursive definition.
    while len(level) > 1:
        paired = [
            sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)
        ]
        level = paired + level[len(paired) * 2 :]
    return level[0]


def root_statement(*, previous: bytes, root: bytes, count: int, at: datetime) -> bytes:
    """The bytes to sign: a root, chained to the statement hash of the root before it."""
    if at.tzinfo is None:
        raise ValueError("a naive datetime has no instant")
    when = at.astimezone(UTC).isoformat(timespec="microseconds")
    return canonical_json(
        {"previous": previous.hex(), "root": root.hex(), "count": count, "at": when}
    )


def statement_hash(statement: bytes) -> bytes:
    """What the next root names as `previous`."""
    return sha256(statement).digest()


def new_signing_key() -> bytes:
    """32 secret bytes of a new Ed25519 key; they are kept outside the database."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(signing_key: bytes) -> bytes:
    """The 32 public bytes that belong to a signing key."""
    return Ed25519PrivateKey.from_private_bytes(signing_key).public_key().public_bytes_raw()


def sign(signing_key: bytes, statement: bytes) -> bytes:
    """64 bytes of Ed25519 signature over a statement."""
    return Ed25519PrivateKey.from_private_bytes(signing_key).sign(statement)


def verify(public: bytes, statement: bytes, signature: bytes) -> bool:
    """Whether the signature belongs to this statement and key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True
