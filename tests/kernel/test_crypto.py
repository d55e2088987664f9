"""Seals, rotation of keys, blind indexes and masks."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel import crypto
from gongzhi.kernel.crypto import Keyring, SealBroken, mask_name, mask_phone, new_key

OLD, NEW = new_key("a1"), new_key("b2")


@given(st.text())
def test_sealing_and_opening(plain: str) -> None:
    ring = Keyring([OLD])
    sealed = ring.seal(plain)
    assert sealed.startswith("v1.a1.")
    assert ring.open_(sealed) == plain
    assert ring.seal(plain) != sealed


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    sealed = Keyring([OLD]).seal("13800000000")
    ring = Keyring([NEW, OLD])
    assert ring.open_(sealed) == "13800000000"
    assert not ring.is_current(sealed)
    assert ring.is_current(ring.seal("x"))
    with pytest.raises(SealBroken):
        Keyring([NEW]).open_(sealed)


@given(st.text())
def test_sm4_seals_and_both_ciphers_open_each_others(plain: str) -> None:
    sm, aes = Keyring([NEW, OLD], "sm"), Keyring([NEW, OLD])
    sealed = sm.seal(plain)
    assert sealed.startswith("s1.b2.")
    assert sm.open_(sealed) == aes.open_(sealed) == plain
    assert sm.open_(aes.seal(plain)) == plain
    assert sm.is_current(sealed)
    assert not aes.is_current(sealed)
    assert sm.blind(plain) != aes.blind(plain)
    with pytest.raises(SealBroken):
        sm.open_("v1" + sealed[2:])


@given(st.binary())
def test_files_are_sealed_and_opened(plain: bytes) -> None:
    for suite in ("aes", "sm"):
        ring = Keyring([NEW, OLD], suite)
        sealed = ring.seal_bytes(plain)
        assert ring.open_bytes(sealed) == plain
        with pytest.raises(SealBroken):
            ring.open_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(SealBroken):
        ring.open_bytes(plain)


def test_blind_index_survives_a_rotation_and_is_found_after_retirement() -> None:
    before = Keyring([OLD]).blind("13800000000", "phone")
    ring = Keyring([NEW, OLD])
    assert len(before) == 32
    assert int(before, 16)
    assert ring.blind("13800000000", "phone") == before
    assert ring.blind("13800000000") != before
    assert ring.blind("13800000001", "phone") != before
    after = Keyring([NEW]).blind("13800000000", "phone")
    assert ring.blind_candidates("13800000000", "phone") == [after, before]


def test_every_altered_seal_is_noticed() -> None:
    ring = Keyring([NEW, OLD])
    sealed = ring.seal("甲方")
    head, body = sealed.rsplit(".", 1)
    raw = bytearray(base64.b64decode(body))
    for at in range(len(raw)):
        raw[at] ^= 1
        with pytest.raises(SealBroken):
            ring.open_(f"{head}.{base64.b64encode(raw).decode()}")
        raw[at] ^= 1
    for wrong in ("", "v1", "v1.b2.", "v2." + sealed[3:], "v1.a1." + body, "v1.b2.!!"):
        with pytest.raises(SealBroken):
            ring.open_(wrong)


@pytest.mark.parametrize(
    "entries", [[], ["nokey"], ["a:***"], ["a:AAAA"], [OLD, OLD], ["a b:" + OLD.split(":")[1]]]
)
def test_a_bad_keyring_is_refused(entries: list[str]) -> None:
    with pytest.raises(ValueError, match="key"):
        Keyring(entries)


def test_no_key_is_ever_shown() -> None:
    assert OLD.split(":")[1] not in repr(Keyring([OLD]))


def test_keys_of_the_settings(settings: object) -> None:
    settings.GONGZHI_KEYS = [NEW, OLD]  # type: ignore[attr-defined]
    assert crypto.open_(crypto.seal("王")) == "王"
    assert crypto.blind("1") == Keyring([OLD]).blind("1")
    settings.GONGZHI_KEYS = [OLD]  # type: ignore[attr-defined]
    assert crypto.seal("王").startswith("v1.a1.")


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        ("13800000000", "138****0000"),
        ("+8613800000000", "+86138****0000"),
        ("7654321", "*****21"),
        ("110", "***"),
        ("", ""),
    ],
)
def test_masked_phones(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("周小明", "周××"), ("周明", "周×"), ("欧阳修", "欧阳×"), ("周", "周×"), ("", "")],
)
def test_masked_names(name: str, shown: str) -> None:
    assert mask_name(name) == shown
