"""Short videos from outside: length read from the container, notes of place and device dropped.

MP4 (ISO 14496-12), QuickTime as phones write it, and WebM (Matroska, RFC 9559) only, told by
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

MAX_BYTES: Final = 30 * 2**20
MOST_SECONDS: Final = 30
_GRACE: Final = 0.5  # phones end a clip of thirty seconds a few frames late
_MOST_PARTS: Final = 50_000  # of one holder; an honest clip has some thousands

Kind = Literal["mp4", "webm"]


@dataclass(frozen=True, slots=True)
class CleanVideo:
    """The file without notes, its length in seconds, and its SHA-256 in hex."""

    data: bytes
    seconds: float
    kind: Kind
    sha256: str


class _Unreadable(Exception):  # noqa: N818 - never leaves this module
    pass


def clean_video(data: bytes, *, field: str = "video") -> CleanVideo:
    """Make an upload safe to keep and show. Invalid, with a sentence, when it cannot be."""
    if len(data) > MAX_BYTES:
        raise Invalid(
            format_lazy(_("视频超过 {size} MB，请换一段较小的。"), size=MAX_BYTES // 2**20), field
        )
    plain = bytearray(data)
    kind: Kind
    try:
        if data[4:8] == b"ftyp":
            kind, seconds = "mp4", _mp4(plain)
            if data[8:12] == b"qt  ":  # the same boxes; browsers know them by this name
                plain[8:12] = b"mp42"
        elif data[:4] == b"\x1a\x45\xdf\xa3":
            kind, seconds = "webm", _webm(plain)
        else:
            raise _Unreadable
    except (
        _Unreadable,
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


# --- MP4 -----------------------------------------------------------------------------------

_TOP: Final = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pdin"})
_HOLDERS: Final = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf"})
_NOTES: Final = frozenset({b"udta", b"meta", b"uuid", b"loci", b"iods"})
_DATED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int  # of the box
    body: int
    end: int


def _boxes(data: bytearray, start: int, end: int) -> Iterator[_Box]:
    for _turn in range(_MOST_PARTS):
        if start >= end:
            return
        if end - start < 8:
            raise _Unreadable
        size, kind, head = (
            struct.unpack_from(">I", data, start)[0],
            bytes(data[start + 4 : start + 8]),
            8,
        )
        if size == 1:
            size, head = struct.unpack_from(">Q", data, start + 8)[0], 16
        elif size == 0:
            size = end - start
        if size < head or start + size > end:
            raise _Unreadable
        yield _Box(kind, start, start + head, start + size)
        start += size
    raise _Unreadable


def _mp4(data: bytearray) -> float:
    """The longest of what the header and each track's table of samples say."""
    seconds, found = 0.0, False
    top = list(_boxes(data, 0, len(data)))
    media = [box for box in top if box.kind == b"mdat"]
    for box in top:
        if box.kind == b"moof":
            raise _Unreadable  # pieces whose length no header tells
        if box.kind == b"moov":
            found, seconds = True, max(seconds, _moov(data, box, media))
        elif box.kind not in _TOP:
            _forget_box(data, box)
    if not found:
        raise _Unreadable
    return seconds


def _moov(data: bytearray, moov: _Box, media: list[_Box]) -> float:
    seconds, shows = 0.0, False
    for box in list(_boxes(data, moov.body, moov.end)):
        if box.kind == b"mvhd":
            scale, duration = _header(data, box)
            seconds = max(seconds, duration / scale)
        elif box.kind == b"trak":
            kind, parts = _kind_of(data, box)
            if kind in (b"vide", b"soun"):
                seconds, shows = max(seconds, _played(data, parts)), shows or kind == b"vide"
            else:
                _drop_track(data, box, parts, media)
                continue
        if box.kind == b"mvex":
            raise _Unreadable
        _clean_box(data, box)
    if not shows:
        raise _Unreadable
    return seconds


def _kind_of(data: bytearray, trak: _Box) -> tuple[bytes, dict[bytes, _Box]]:
    """What a track holds, by its first handler (QuickTime names that of the data as well)."""
    parts: dict[bytes, _Box] = {}
    for box in _within(data, trak):
        parts.setdefault(box.kind, box)
    return bytes(data[_part(parts, b"hdlr").body + 8 :][:4]), parts


def _drop_track(data: bytearray, trak: _Box, parts: dict[bytes, _Box], media: list[_Box]) -> None:
    """A track of neither picture nor sound (places, faces that the phone found): its samples become

    zeros where they lie, then the track is free space.
    """
    sizes, at, dropped = _sizes(data, _part(parts, b"stsz")), 0, 0
    for offset, samples in _chunks(data, parts):
        end = offset + sum(sizes[at : at + samples])
        at, dropped = at + samples, dropped + end - offset
        if dropped > len(data) or not any(box.body <= offset and end <= box.end for box in media):
            raise _Unreadable
        data[offset:end] = bytes(end - offset)
    if at < len(sizes):
        raise _Unreadable  # some would stay
    _forget_box(data, trak)


def _sizes(data: bytearray, box: _Box) -> list[int]:
    """Bytes of each sample."""
    same, count = struct.unpack_from(">II", data, box.body + 4)
    if count > _MOST_PARTS or (not same and box.body + 12 + 4 * count > box.end):
        raise _Unreadable
    return [same] * count if same else list(struct.unpack_from(f">{count}I", data, box.body + 12))


def _chunks(data: bytearray, parts: dict[bytes, _Box]) -> Iterator[tuple[int, int]]:
    """Where each chunk of a track begins, and how many samples it holds."""
    wide = b"co64" in parts
    box, runs = _part(parts, b"co64" if wide else b"stco"), _part(parts, b"stsc")
    count, many = (struct.unpack_from(">I", data, one.body + 4)[0] for one in (box, runs))
    if max(count, many) > _MOST_PARTS or box.body + 8 + count * (8 if wide else 4) > box.end:
        raise _Unreadable
    if runs.body + 8 + 12 * many > runs.end:
        raise _Unreadable
    steps = dict(
        struct.unpack_from(">II", data, runs.body + 8 + 12 * number) for number in range(many)
    )
    samples = 0
    for number, offset in enumerate(
        struct.unpack_from(f">{count}{'Q' if wide else 'I'}", data, box.body + 8), 1
    ):
        samples = steps.get(number, samples)
        yield offset, samples


def _played(data: bytearray, parts: dict[bytes, _Box]) -> float:
    """Seconds of one track: the longer of its header and its samples."""
    scale, duration = _header(data, _part(parts, b"mdhd"))
    times = _part(parts, b"stts")
    count = struct.unpack_from(">I", data, times.body + 4)[0]
    if times.body + 8 + count * 8 > times.end:
        raise _Unreadable
    played = sum(
        samples * delta
        for samples, delta in struct.iter_unpack(
            ">II", bytes(data[times.body + 8 : times.body + 8 + count * 8])
        )
    )
    return max(duration, played) / scale


def _part(parts: dict[bytes, _Box], kind: bytes) -> _Box:
    """The box of a kind; unreadable without it."""
    if kind not in parts:
        raise _Unreadable
    return parts[kind]


def _within(data: bytearray, holder: _Box) -> Iterator[_Box]:
    for box in _boxes(data, holder.body, holder.end):
        yield box
        if box.kind in _HOLDERS:
            yield from _within(data, box)


def _header(data: bytearray, box: _Box) -> tuple[int, int]:
    """(units a second, duration in them) of mvhd and mdhd."""
    if data[box.body] == 1:
        scale, duration = struct.unpack_from(">IQ", data, box.body + 20)
        return scale, 0 if duration == 2**64 - 1 else duration
    scale, duration = struct.unpack_from(">II", data, box.body + 12)
    return scale, 0 if duration == 2**32 - 1 else duration


def _clean_box(data: bytearray, box: _Box) -> None:
    """Notes become free space of the same size, so that nothing else moves; dates become zero."""
    if box.kind in _NOTES:
        _forget_box(data, box)
    elif box.kind in _DATED:
        length = 16 if data[box.body] == 1 else 8
        data[box.body + 4 : box.body + 4 + length] = bytes(length)
    elif box.kind in _HOLDERS:
        for inner in list(_boxes(data, box.body, box.end)):
            _clean_box(data, inner)


def _forget_box(data: bytearray, box: _Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.body : box.end] = bytes(box.end - box.body)


# --- WebM ----------------------------------------------------------------------------------

_SEGMENT, _INFO, _CLUSTER, _TRACKS = 0x18538067, 0x1549A966, 0x1F43B675, 0x1654AE6B
_FIRST_LEVEL: Final = frozenset(
    {_INFO, _CLUSTER, _TRACKS, 0x114D9B74, 0x1C53BB6B, 0x1254C367, 0x1941A469, 0x1043A770}
)
# Tags, attachments, chapters; date, title and names of files in the header.
_NOTED: Final = frozenset(
    {0x1254C367, 0x1941A469, 0x1043A770, 0x4461, 0x7BA9, 0x7384, 0x3C83AB, 0x3E83BB}
)


@dataclass(frozen=True, slots=True)
class _Element:
    id: int
    start: int
    body: int
    end: int


def _elements(
    data: bytearray, start: int, end: int, *, cluster: bool = False
) -> Iterator[_Element]:
    for _turn in range(_MOST_PARTS):
        if start >= end:
            return
        number, at = _vint(data, start, marker=True)
        size, at = _vint(data, at, marker=False)
        if cluster and number in _FIRST_LEVEL:
            return
        if size < 0:
            # Unknown: the segment lasts to the end, a cluster until the next one begins.
            if number not in (_SEGMENT, _CLUSTER):
                raise _Unreadable
            last = end
            if number == _CLUSTER:
                inside = list(_elements(data, at, end, cluster=True))
                last = inside[-1].end if inside else at
        else:
            last = at + size
        if last > end:
            raise _Unreadable
        yield _Element(number, start, at, last)
        start = last
    raise _Unreadable


def _vint(data: bytearray, at: int, *, marker: bool) -> tuple[int, int]:
    """(value, where it ends); −1 for an unknown size. `marker` keeps the length bits (ids)."""
    first = data[at]
    width = 9 - first.bit_length()
    if width > (4 if marker else 8) or at + width > len(data):
        raise _Unreadable
    value = int.from_bytes(data[at : at + width], "big")
    if marker:
        return value, at + width
    value &= (1 << 7 * width) - 1
    return (-1 if value == (1 << 7 * width) - 1 else value), at + width


def _number(data: bytearray, element: _Element) -> int:
    if element.end - element.body > 8:
        raise _Unreadable
    return int.from_bytes(data[element.body : element.end], "big")


def _webm(data: bytearray) -> float:
    """The longer of what the header and the last block say."""
    top = list(_elements(data, 0, len(data)))
    kinds = {one.id: one for one in _elements(data, top[0].body, top[0].end)}
    kind = kinds.get(0x4282)
    if kind is None or bytes(data[kind.body : kind.end]).rstrip(b"\0") != b"webm":
        raise _Unreadable
    segment = next((one for one in top if one.id == _SEGMENT), None)
    if segment is None:
        raise _Unreadable
    scale, told, last = 1_000_000, 0.0, 0
    for one in list(_elements(data, segment.body, segment.end)):
        if one.id == _INFO:
            scale, told = _info(data, one)
        elif one.id == _CLUSTER:
            last = max(last, _cluster(data, one))
        if one.id in _NOTED:
            _void(data, one)
    return max(told, float(last)) * scale / 1e9


def _info(data: bytearray, info: _Element) -> tuple[int, float]:
    scale, told = 1_000_000, 0.0
    for one in list(_elements(data, info.body, info.end)):
        if one.id == 0x2AD7B1:
            scale = _number(data, one)
        elif one.id == 0x4489:
            form = {4: ">f", 8: ">d"}.get(one.end - one.body)
            if form is None:
                raise _Unreadable
            told = struct.unpack_from(form, data, one.body)[0]
        elif one.id in _NOTED:
            _void(data, one)
    if not (0 <= told < 1e15 and 0 < scale < 1e12):
        raise _Unreadable
    return scale, told


def _cluster(data: bytearray, cluster: _Element) -> int:
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


def _block(data: bytearray, block: _Element) -> int:
    _track_number, at = _vint(data, block.body, marker=False)
    return int(struct.unpack_from(">h", data, at)[0])


def _void(data: bytearray, element: _Element) -> None:
    """An element of the same size that holds nothing."""
    total = element.end - element.start
    for width in range(1, 9):
        size = total - 1 - width
        if 0 <= size < (1 << 7 * width) - 1:
            head = bytes([0xEC]) + ((1 << 7 * width) | size).to_bytes(width, "big")
            data[element.start : element.end] = head + bytes(size)
            return
    raise _Unreadable
