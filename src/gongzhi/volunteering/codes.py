"""The rotating code of a check-in: an address that only somebody who looks now can know.

`<post>-<window>-<mac>` in base 36: the number of the time window since 1970, and an HMAC over
both under the post's own secret. Nothing but the server can make one for another window.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from django.core.signing import BadSignature, TimestampSigner

from gongzhi.kernel.crypto import open_
from gongzhi.volunteering.models import Post

_MAC = 16  # hex digits: 64 bits, for a code that lives for a minute
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LONGEST = 60
_PROOF_SECONDS = 300


@dataclass(frozen=True)
class Shown:
    """What a true code says: of which post, and from when it was shown (aware)."""

    post: Post
    window: int
    shown_at: datetime


def code_of(post: Post, *, at: datetime, seconds: int) -> str:
    """The code of this moment's window of `seconds`."""
    return _written(post, int(at.timestamp()) // seconds)


def read_code(code: str, *, seconds: int) -> Shown | None:
    """None for anything that this server did not make; says nothing of its age."""
    parts = code.split("-") if len(code) <= _LONGEST else []
    if len(parts) != 3 or not all(part.isascii() and part.isalnum() for part in parts):
        return None
    post_id, window = int(parts[0], 36), int(parts[1], 36)
    if post_id >= 2**63 or window >= 2**40:
        return None
    post = Post.objects.filter(pk=post_id).first()
    if post is None or not hmac.compare_digest(_written(post, window), code):
        return None
    return Shown(post, window, datetime.fromtimestamp(window * seconds, UTC))


def is_fresh(shown: Shown, *, at: datetime, seconds: int) -> bool:
    """Whether it is the code of now, or the one that was just taken down."""
    return 0 <= int(at.timestamp()) // seconds - shown.window <= 1


def proof_of(post: Post, resident_id: int) -> str:
    """That this person saw a fresh code just now: for whoever reads a page before pressing."""
    return _signer().sign(f"{post.pk}:{resident_id}")


def proof_holds(proof: str, post: Post, resident_id: int) -> bool:
    """Whether the proof is this person's, for this post, of the last minutes."""
    try:
        said = _signer().unsign(proof, max_age=_PROOF_SECONDS)
    except BadSignature:
        return False
    return said == f"{post.pk}:{resident_id}"


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="gongzhi.volunteering.proof")


def _written(post: Post, window: int) -> str:
    said = f"{post.pk}:{window}".encode()
    mac = hmac.new(open_(post.secret_sealed).encode(), said, sha256).hexdigest()[:_MAC]
    return f"{_base36(post.pk)}-{_base36(window)}-{mac}"


def rating_code(post: Post) -> str:
    """What those who were served are shown, so that ratings come from them: good for this post."""
    return f"{_base36(post.pk)}-{_rating_mac(post)}"


def read_rating_code(code: str) -> Post | None:
    """The post that a true code belongs to."""
    number, _dash, mac = code.partition("-") if len(code) <= _LONGEST else ("", "", "")
    if not (number.isascii() and number.isalnum() and len(number) <= _MAC):
        return None
    post_id = int(number, 36)
    post = Post.objects.filter(pk=post_id).first() if post_id < 2**63 else None
    known = post is not None and hmac.compare_digest(
        _rating_mac(post).encode(), mac.encode("utf-8", "replace")
    )
    return post if known else None


def _rating_mac(post: Post) -> str:
    said = f"{post.pk}:rating".encode()
    return hmac.new(open_(post.secret_sealed).encode(), said, sha256).hexdigest()[:_MAC]


def _base36(number: int) -> str:
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if not number:
            return text
