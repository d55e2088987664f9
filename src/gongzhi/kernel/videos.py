"""Short videos from outside: length read from the container, notes of place and device dropped.

MP4 (ISO 14496-12; `mp4`), QuickTime as phones write it, and WebM (Matroska, RFC 9559) only, told by
content. Nothing is decoded: boxes are walked, so that a few lines tell what a file plays and what
it carries besides.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.mp4 import CarriesMore, NoLength, Unreadable, Upload, clean_mp4

MAX_BYTES: Final = 30 * 2**20
MOST_SECONDS: Final = 30
_GRACE: Final = 0.5  # phones end a clip of thirty seconds a few frames late

Kind = Literal["mp4", "webm"]


@dataclass(frozen=True, slots=True)
class CleanVideo:
    """The file without notes, its length in seconds, and its SHA-256 in hex."""

    data: bytes
    seconds: float
    kind: Kind
    sha256: str


def clean_video(data: bytes, *, field: str = "video") -> CleanVideo:
    """Make an upload safe to keep and show. Invalid, with a sentence, when it cannot be."""
    if len(data) > MAX_BYTES:
        raise Invalid(
            format_lazy(_("视频超过 {size} MB，请换一段较小的。"), size=MAX_BYTES // 2**20), field
        )
    plain = Upload(data)
    kind: Kind
    try:
        if data[4:8] == b"ftyp":
            kind, seconds = "mp4", clean_mp4(plain)
            if data[8:12] == b"qt  ":  # the same boxes; browsers know them by this name
                plain[8:12] = b"mp42"
        elif data[:4] == b"\x1a\x45\xdf\xa3":
            kind, seconds = "webm", _webm(plain)
        else:
            raise Unreadable
    except CarriesMore as error:
        raise Invalid(
            _("这段视频里夹带了别的记录，没法清掉，请在手机相册里另存一份再上传。"), field
        ) from error
    except NoLength as error:
        raise Invalid(_("读不出这段视频有多长，请换一段。"), field) from error
    except (
        Unreadable,
        struct.error,
        IndexError,
        ZeroDivisionError,
        OverflowError,
        RecursionError,
    ) as error:
        raise Invalid(_("这个文件不是可以公开的视频，请上传 MP4、MOV 或 WebM。"), field) from error
    if not seconds > 0:
        raise Invalid(_("读不出这段视频有多长，请换一段。"), field)
    if seconds > MOST_SECONDS + _GRACE:
        raise Invalid(format_lazy(_("视频最长 {most} 秒，请剪短一些。"), most=MOST_SECONDS), field)
    done = bytes(plain)
    return CleanVideo(done, round(seconds, 2), kind, sha256(done).hexdigest())


# --- WebM ----------------------------------------------------------------------------------

_SEGMENT, _INFO, _CLUSTER, _TRACKS = 0x18538067, 0x1549A966, 0x1F43B675, 0x1654AE6B
_FIRST_LEVEL: Final = frozenset(
    {_INFO, _CLUSTER, _TRACKS, 0x114D9B74, 0x1C53BB6B, 0x1254C367, 0x1941A469, 0x1043A770}
)
# Of the segment: an index, the header, the tracks, pictures and sound, and where they begin.
_NEEDED: Final = frozenset({0x114D9B74, _INFO, _TRACKS, _CLUSTER, 0x1C53BB6B})
# Of the header: units, length, and by what it was made; no date, title or name of a file.
_HEADER: Final = frozenset({0x2AD7B1, 0x4489, 0x4D80, 0x5741})
_ENTRY, _TYPE, _NAME = 0xAE, 0x83, 0x536E


@dataclass(frozen=True, slots=True)
class _Element:
    id: int
    start: int
    body: int
    end: int


def _elements(data: Upload, start: int, end: int, *, cluster: bool = False) -> Iterator[_Element]:
    while start < end:
        data.spend()
        number, at = _vint(data, start, marker=True)
        size, at = _vint(data, at, marker=False)
        if cluster and number in _FIRST_LEVEL:
            return
        if size < 0:
            # Unknown: the segment lasts to the end, a cluster until the next one begins.
            if number not in (_SEGMENT, _CLUSTER):
                raise Unreadable
            last = end
            if number == _CLUSTER:
                inside = list(_elements(data, at, end, cluster=True))
                last = inside[-1].end if inside else at
        else:
            last = at + size
        if last > end:
            raise Unreadable
        yield _Element(number, start, at, last)
        start = last


def _vint(data: Upload, at: int, *, marker: bool) -> tuple[int, int]:
    """(value, where it ends); −1 for an unknown size. `marker` keeps the length bits (ids)."""
    first = data[at]
    width = 9 - first.bit_length()
    if width > (4 if marker else 8) or at + width > len(data):
        raise Unreadable
    value = int.from_bytes(data[at : at + width], "big")
    if marker:
        return value, at + width
    value &= (1 << 7 * width) - 1
    return (-1 if value == (1 << 7 * width) - 1 else value), at + width


def _number(data: Upload, element: _Element) -> int:
    if element.end - element.body > 8:
        raise Unreadable
    return int.from_bytes(data[element.body : element.end], "big")


def _webm(data: Upload) -> float:
    """The longer of what the header and the last block say."""
    top = list(_elements(data, 0, len(data)))
    kinds = {one.id: one for one in _elements(data, top[0].body, top[0].end)}
    kind = kinds.get(0x4282)
    if kind is None or bytes(data[kind.body : kind.end]).rstrip(b"\0") != b"webm":
        raise Unreadable
    segment = next((one for one in top if one.id == _SEGMENT), None)
    if segment is None:
        raise Unreadable
    scale, told, last, shows = 1_000_000, 0.0, 0, False
    for one in list(_elements(data, segment.body, segment.end)):
        if one.id == _INFO:
            scale, told = _info(data, one)
        elif one.id == _CLUSTER:
            last = max(last, _cluster(data, one))
        elif one.id == _TRACKS:
            shows = _tracks(data, one) or shows
        elif one.id not in _NEEDED:
            _void(data, one)
    for one in top[1:]:
        if one is not segment:
            _void(data, one)
    if not shows:
        raise Unreadable
    return max(told, float(last)) * scale / 1e9


def _info(data: Upload, info: _Element) -> tuple[int, float]:
    scale, told = 1_000_000, 0.0
    for one in list(_elements(data, info.body, info.end)):
        if one.id == 0x2AD7B1:
            scale = _number(data, one)
        elif one.id == 0x4489:
            form = {4: ">f", 8: ">d"}.get(one.end - one.body)
            if form is None:
                raise Unreadable
            told = struct.unpack_from(form, data, one.body)[0]
        elif one.id not in _HEADER:
            _void(data, one)
    if not (0 <= told < 1e15 and 0 < scale < 1e12):
        raise Unreadable
    return scale, told


def _tracks(data: Upload, tracks: _Element) -> bool:
    """Whether one of them is of pictures; all of the others are of sound. Their names go."""
    kinds = set()
    for entry in list(_elements(data, tracks.body, tracks.end)):
        if entry.id != _ENTRY:
            _void(data, entry)
            continue
        inner = list(_elements(data, entry.body, entry.end))
        kinds |= {_number(data, one) for one in inner if one.id == _TYPE}
        for one in inner:
            if one.id == _NAME:
                _void(data, one)
    if not kinds <= {1, 2}:
        raise CarriesMore
    return 1 in kinds


def _cluster(data: Upload, cluster: _Element) -> int:
    """Where its last block ends, in units of the scale."""
    base = last = 0
    for one in _elements(data, cluster.body, cluster.end, cluster=True):
        if one.id == 0xE7:
            base = _number(data, one)
        elif one.id == 0xA3:
            last = max(last, _block(data, one))
        elif one.id == 0xA0:
            inner = {each.id: each for each in _elements(data, one.body, one.end)}
            length = _number(data, inner[0x9B]) if 0x9B in inner else 0
            if 0xA1 in inner:
                last = max(last, _block(data, inner[0xA1]) + length)
    return base + last


def _block(data: Upload, block: _Element) -> int:
    _track_number, at = _vint(data, block.body, marker=False)
    return int(struct.unpack_from(">h", data, at)[0])


def _void(data: Upload, element: _Element) -> None:
    """An element of the same size that holds nothing."""
    total = element.end - element.start
    for width in range(1, 9):
        size = total - 1 - width
        if 0 <= size < (1 << 7 * width) - 1:
            head = bytes([0xEC]) + ((1 << 7 * width) | size).to_bytes(width, "big")
            data[element.start : element.end] = head + bytes(size)
            return
    raise Unreadable
