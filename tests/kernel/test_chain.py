"""The event chain, its redaction, Merkle roots and their signatures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel import chain

T0 = datetime(2026, 11, 21, 1, 2, 3, 456789, tzinfo=UTC)


def make_chain(length: int) -> list[chain.ChainEvent]:
    events, prev = [], chain.GENESIS
    for seq in range(1, length + 1):
        payload, salt = {"说明": f"第{seq}步", "n": seq}, chain.new_salt()
        known = {
            "order_id": 9,
            "seq": seq,
            "at": T0 + timedelta(minutes=seq),
            "actor": "staff:7",
            "from_state": "submitted",
            "to_state": "to_file",
            "digest": chain.payload_digest(payload, salt),
        }
        prev = chain.event_hash(prev=prev, **known)  # type: ignore[arg-type]
        events.append(chain.ChainEvent(**known, hash=prev, payload=payload, salt=salt))  # type: ignore[arg-type]
    return events


def test_an_untouched_chain_holds() -> None:
    events = make_chain(4)
    assert chain.first_broken(events, events[-1].hash) is None
    assert chain.first_broken([], chain.GENESIS) is None


def test_redaction_leaves_the_chain_whole() -> None:
    events = make_chain(4)
    events[1] = replace(events[1], payload=None, salt=None)
    assert chain.first_broken(events, events[-1].hash) is None


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "staff:8"},
        {"at": T0},
        {"to_state": "closed"},
        {"from_state": "draft"},
        {"order_id": 10},
        {"payload": {"说明": "别的"}},
        {"salt": None},
        {"digest": bytes(32)},
        {"hash": bytes(32)},
    ],
)
def test_any_change_is_found_where_it_was_made(change: dict[str, object]) -> None:
    events = make_chain(4)
    events[1] = replace(events[1], **change)  # type: ignore[arg-type]
    assert chain.first_broken(events, events[-1].hash) == 2


def test_missing_events_are_found() -> None:
    events = make_chain(4)
    head = events[-1].hash
    assert chain.first_broken(events[:3], head) == 4
    assert chain.first_broken(events[1:], head) == 1
    assert chain.first_broken(events[:1] + events[2:], head) == 2


def test_the_same_instant_in_another_zone_hashes_alike() -> None:
    from gongzhi.kernel.clock import LOCAL_TZ

    event = make_chain(1)[0]
    moved = replace(event, at=event.at.astimezone(LOCAL_TZ))
    assert chain.first_broken([moved], event.hash) is None


def rfc6962(leaves: list[bytes]) -> bytes:
    """The recursive definition, as the standard writes it."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + rfc6962(leaves[:k]) + rfc6962(leaves[k:])).digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40))
def test_merkle_root_is_that_of_the_standard(leaves: list[bytes]) -> None:
    assert chain.merkle_root(leaves) == rfc6962(leaves)


def test_merkle_root_depends_on_order() -> None:
    a, b = bytes(32), bytes([1]) * 32
    assert chain.merkle_root([a, b]) != chain.merkle_root([b, a])


def test_signed_roots_link_up() -> None:
    key = chain.new_signing_key()
    public = chain.public_key(key)
    first = chain.root_statement(previous=chain.GENESIS, root=bytes(32), count=3, at=T0)
    second = chain.root_statement(
        previous=chain.statement_hash(first), root=bytes(32), count=1, at=T0
    )
    signature = chain.sign(key, second)
    assert chain.verify(public, second, signature)
    assert not chain.verify(public, first, signature)
    assert not chain.verify(chain.public_key(chain.new_signing_key()), second, signature)
    assert not chain.verify(public, second, b"short")
    assert not chain.verify(b"no key", second, signature)


def test_canonical_json_is_one_form() -> None:
    assert chain.canonical_json({"b": 1, "a": "井"}) == '{"a":"井","b":1}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        chain.canonical_json({"a": float("nan")})
