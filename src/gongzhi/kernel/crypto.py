"""Sealing personal data, finding it blindly, and masking it on screens.

A sealed string reads `v1.<key id>.<base64 of nonce and ciphertext>` (AES-256-GCM), or `s1.…`
(SM4-GCM, where a city's password review asks for it: settings.GONGZHI_CIPHERS); the head is
authenticated with it. The current key seals, every key in the ring opens, whichever cipher sealed.
A blind index is HMAC-SHA256 (HMAC-SM3) cut to 16 bytes, under a key of its own derived by HKDF
from the oldest key of the ring, so that putting a new key in front changes no index. Before the
oldest key is retired, or the ciphers change, indexes are rewritten (office/services/rotate_keys.py).
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SM3
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.errors import GongzhiError

Suite = Literal["aes", "sm"]
_VERSIONS: Final[dict[Suite, str]] = {"aes": "v1", "sm": "s1"}
_DIGESTS: Final[dict[Suite, str]] = {"aes": "sha256", "sm": "sm3"}
_NONCE: Final = 12
_TAG: Final = 16
FRESH_SECONDS: Final = 2.0  # so old may the keys be that a process works with
_KEY_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")


class SealBroken(GongzhiError):  # noqa: N818
    """A sealed value was altered, or its key is not in the ring."""

    status = 500
    default = _("加密数据无法读取，请联系系统管理员。")


class _Gcm(Protocol):
    """Authenticated encryption with a nonce of 12 bytes and a tag of 16 at the end."""

    def encrypt(self, nonce: bytes, data: bytes, head: bytes) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, head: bytes) -> bytes: ...


class _Sm4Gcm:
    """SM4-GCM (GB/T 32907) with the interface of AESGCM; its 128-bit key is derived by SM3."""

    def __init__(self, raw: bytes) -> None:
        derive = HKDF(algorithm=SM3(), length=16, salt=None, info=b"gongzhi sm4 seal")
        self._key = algorithms.SM4(derive.derive(raw))

    def encrypt(self, nonce: bytes, data: bytes, head: bytes) -> bytes:
        cipher = Cipher(self._key, modes.GCM(nonce)).encryptor()
        cipher.authenticate_additional_data(head)
        return cipher.update(data) + cipher.finalize() + cipher.tag

    def decrypt(self, nonce: bytes, data: bytes, head: bytes) -> bytes:
        cipher = Cipher(self._key, modes.GCM(nonce, data[-_TAG:])).decryptor()
        cipher.authenticate_additional_data(head)
        return cipher.update(data[:-_TAG]) + cipher.finalize()


class Keyring:
    """Keys for sealing, newest first, each written `id:base64 of 32 bytes`. ValueError if not."""

    def __init__(self, entries: Sequence[str], suite: Suite = "aes") -> None:
        self._suite: Suite = suite
        self._digest = _DIGESTS[suite]
        self._keys: dict[str, bytes] = {}
        for entry in entries:
            key_id, colon, text = entry.partition(":")
            if not colon or not _KEY_ID.fullmatch(key_id) or key_id in self._keys:
                raise ValueError("a key is written id:base64, with an id of its own")
            try:
                raw = base64.b64decode(text, validate=True)
            except binascii.Error as error:
                raise ValueError(f"key {key_id} is not base64") from error
            if len(raw) != 32:
                raise ValueError(f"key {key_id} has {len(raw)} bytes, not 32")
            self._keys[key_id] = raw
        if not self._keys:
            raise ValueError("the keyring is empty")
        self.current = next(iter(self._keys))
        self._ciphers: dict[tuple[str, str], _Gcm] = {}
        for key_id, raw in self._keys.items():
            self._ciphers[_VERSIONS["aes"], key_id] = AESGCM(raw)
            self._ciphers[_VERSIONS["sm"], key_id] = _Sm4Gcm(raw)
        self._head = f"{_VERSIONS[suite]}.{self.current}"
        self._sealing = self._ciphers[_VERSIONS[suite], self.current]
        self._index_keys: dict[tuple[str, str], bytes] = {}

    def __repr__(self) -> str:
        return f"Keyring({', '.join(self._keys)})"  # never the keys themselves

    def seal(self, plain: str) -> str:
        """Encrypt text under the current key; equal texts give different seals."""
        nonce = secrets.token_bytes(_NONCE)
        body = self._sealing.encrypt(nonce, plain.encode(), self._head.encode())
        return f"{self._head}.{base64.b64encode(nonce + body).decode()}"

    def open_(self, sealed: str) -> str:
        """Decrypt a sealed string. SealBroken when altered or sealed by an unknown key."""
        try:
            version, key_id, text = sealed.split(".", 2)
            raw = base64.b64decode(text, validate=True)
            head = f"{version}.{key_id}".encode()
            cipher = self._ciphers[version, key_id]
            return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], head).decode()
        except (ValueError, KeyError, InvalidTag) as error:
            raise SealBroken from error

    def seal_bytes(self, plain: bytes) -> bytes:
        """Encrypt a file: the head with its dot, the nonce, the ciphertext."""
        nonce = secrets.token_bytes(_NONCE)
        return (
            f"{self._head}.".encode()
            + nonce
            + self._sealing.encrypt(nonce, plain, self._head.encode())
        )

    def open_bytes(self, sealed: bytes) -> bytes:
        """Decrypt what `seal_bytes` made. SealBroken when altered or sealed by an unknown key."""
        try:
            version, key_id, raw = sealed.split(b".", 2)
            cipher = self._ciphers[version.decode(), key_id.decode()]
            return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], version + b"." + key_id)
        except (ValueError, KeyError, InvalidTag) as error:
            raise SealBroken from error

    @property
    def head(self) -> str:
        """What everything begins with that the current key has sealed."""
        return f"{self._head}."

    @property
    def key_ids(self) -> tuple[str, ...]:
        """The ids of the keys, the newest first; the last one makes the blind indexes."""
        return tuple(self._keys)

    def is_current(self, sealed: str) -> bool:
        """Whether this was sealed by the current key (else: open and seal again)."""
        return sealed.startswith(self.head)

    def blind(self, value: str, purpose: str = "") -> str:
        """32 hex digits that are equal for equal values of one purpose, and tell nothing else."""
        oldest = next(reversed(self._keys))
        return self._blind(oldest, value, purpose)

    def blind_candidates(self, value: str, purpose: str = "") -> list[str]:
        """The blind index under every key of the ring, for look-ups during a rotation."""
        return [self._blind(key_id, value, purpose) for key_id in self._keys]

    def _blind(self, key_id: str, value: str, purpose: str) -> str:
        key = self._index_keys.get((key_id, purpose))
        if key is None:
            info = b"gongzhi blind index " + purpose.encode()
            algorithm = SM3() if self._suite == "sm" else SHA256()
            key = HKDF(algorithm=algorithm, length=32, salt=None, info=info).derive(
                self._keys[key_id]
            )
            self._index_keys[key_id, purpose] = key
        return hmac.digest(key, value.encode(), self._digest)[:16].hex()


def new_key(key_id: str) -> str:
    """A fresh random entry for a keyring."""
    return f"{key_id}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


@lru_cache(maxsize=8)
def _ring(entries: tuple[str, ...], suite: Suite) -> Keyring:
    return Keyring(entries, suite)


class _KeyFile:
    """The keys of a file that may change while we run: looked at every two seconds at most."""

    def __init__(self) -> None:
        self.looked, self.stamp = -FRESH_SECONDS, (0, 0, "")
        self.entries: tuple[str, ...] = ()

    def read(self, path: Path, *, now: bool = False) -> tuple[str, ...]:
        """The entries; those of before while the file cannot be read."""
        moment = time.monotonic()
        if not now and moment - self.looked < FRESH_SECONDS:
            return self.entries
        with suppress(OSError):
            found = path.stat()
            stamp = (found.st_mtime_ns, found.st_ino, str(path))
            if stamp != self.stamp:
                text = path.read_text(encoding="utf-8").strip()
                self.entries, self.stamp = tuple(text.split(",")), stamp
        self.looked = moment
        return self.entries


_file = _KeyFile()


def keyring() -> Keyring:
    """The ring of settings.GONGZHI_KEYS, or of the file that they are kept in; made once, and
    again when it changes, so that a rotation needs no restart.
    """
    path = settings.GONGZHI_KEYS_FILE
    entries = _file.read(path) if path is not None else ()
    return _ring(entries or tuple(settings.GONGZHI_KEYS), settings.GONGZHI_CIPHERS)


def newest_keyring() -> Keyring:
    """The same, looking at the file at once: another process may have made a key just now."""
    if settings.GONGZHI_KEYS_FILE is not None:
        _file.read(settings.GONGZHI_KEYS_FILE, now=True)
    return keyring()


def seal(plain: str) -> str:
    """Seal with the keys of the settings."""
    return keyring().seal(plain)


def open_(sealed: str) -> str:
    """Open with the keys of the settings."""
    try:
        return keyring().open_(sealed)
    except SealBroken:
        return newest_keyring().open_(sealed)


def open_bytes(sealed: bytes) -> bytes:
    """Open a file with the keys of the settings."""
    try:
        return keyring().open_bytes(sealed)
    except SealBroken:
        return newest_keyring().open_bytes(sealed)


def blind(value: str, purpose: str = "") -> str:
    """Blind index with the keys of the settings."""
    return keyring().blind(value, purpose)


def mask_phone(phone: str) -> str:
    """13800000000 becomes 138****0000; short numbers keep two digits at most."""
    phone = phone.strip()
    if len(phone) >= 11:
        return f"{phone[:-8]}****{phone[-4:]}"
    return "*" * max(0, len(phone) - 2) + phone[-2:] if len(phone) > 4 else "*" * len(phone)


# Two characters each, run together.
_COMPOUNDS: Final = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫"
    "宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空令狐百里呼延"
)
_COMPOUND_SURNAMES: Final = frozenset(_COMPOUNDS[i : i + 2] for i in range(0, len(_COMPOUNDS), 2))


def mask_name(name: str) -> str:
    """周小明 becomes 周××, 欧阳修 欧阳×; other scripts keep their first letter."""
    name = name.strip()
    if not name:
        return ""
    keep = 2 if len(name) > 2 and name[:2] in _COMPOUND_SURNAMES else 1
    return name[:keep] + "×" * min(2, max(1, len(name) - keep))
