"""MP4 from outside: how long it plays, whole or in fragments; notes of place and device dropped.

Boxes are walked and nothing is decoded. What is dropped becomes free space of the same size, so
that nothing else moves.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

MOST_PARTS: Final = 50_000  # of one table; an honest clip has some thousands
MOST_STEPS: Final = 200_000  # boxes and rows of tables looked at in one file, repeats included


class Unreadable(Exception):  # noqa: N818 - `videos` makes a sentence of it
    """Not a video as the standard has it."""


class NoLength(Unreadable):
    """Fragments that do not tell how long they play."""


class CarriesMore(Unreadable):
    """Fragments with a track of neither picture nor sound: its samples lie among theirs."""


class Upload(bytearray):
    """The file to be cleaned, which says when a reader has looked at too much of it."""

    steps = 0

    def spend(self, steps: int = 1) -> None:
        """Raises Unreadable."""
        self.steps += steps
        if self.steps > MOST_STEPS:
            raise Unreadable


_HOLDERS: Final = frozenset(
    {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf", b"mvex", b"moof", b"traf"}
)
# What a player needs. Anything else may hold notes, and another reader may take it for its own.
_NEEDED: Final = _HOLDERS | frozenset(
    b"mvhd tkhd elst mdhd elng hdlr vmhd smhd gmhd nmhd dref stsd stts ctts cslg stsc stsz stz2 stco"
    b" co64 stss stsh sdtp padb stdp subs saiz saio sbgp sgpd mehd trex leva mfhd tfhd tfdt trun"
    b" ftyp styp mdat sidx".split()
)
_ONCE: Final = frozenset(b"tkhd elst mdhd stsd stts stsc stsz stco co64".split())
_DATED: Final = frozenset({b"mvhd", b"tkhd", b"mdhd"})


@dataclass(frozen=True, slots=True)
class _Box:
    kind: bytes
    start: int  # of the box
    body: int
    end: int


def _boxes(data: Upload, start: int, end: int) -> Iterator[_Box]:
    while start < end:
        data.spend()
        if end - start < 8:
            raise Unreadable
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
            raise Unreadable
        yield _Box(kind, start, start + head, start + size)
        start += size


def clean_mp4(data: Upload) -> float:
    """The longest of what the header and each track's table of samples say."""
    seconds, found = 0.0, False
    top = list(_boxes(data, 0, len(data)))
    media = [box for box in top if box.kind == b"mdat"]
    for box in top:
        if box.kind == b"moov":
            if any(one.kind == b"moof" for one in top):
                seconds = max(seconds, _fragments(data, box, top))
            found, seconds = True, max(seconds, _moov(data, box, media))
        else:
            _clean_box(data, box)
    if not found:
        raise Unreadable
    return seconds


def _moov(data: Upload, moov: _Box, media: list[_Box]) -> float:
    shows = False
    inside = list(_boxes(data, moov.body, moov.end))
    scale, duration = _header(data, _part({box.kind: box for box in inside}, b"mvhd"))
    seconds = duration / scale
    for box in inside:
        if box.kind == b"trak":
            kind, parts = _kind_of(data, box)
            if kind in (b"vide", b"soun"):
                seconds = max(seconds, _played(data, parts), _edited(data, parts) / scale)
                shows = shows or kind == b"vide"
            else:
                _drop_track(data, box, parts, media)
                continue
        _clean_box(data, box)
    if not shows:
        raise Unreadable
    return seconds


@dataclass(slots=True)
class _Track:
    """Units a second, the usual length of a sample, and where the last one ends."""

    scale: int
    usual: int = 0
    played: int = 0


def _fragments(data: Upload, moov: _Box, top: list[_Box]) -> float:
    """The longest of what the header of the fragments, their index and their samples say."""
    told, tracks = _announced(data, moov)
    for box in top:
        if box.kind == b"sidx":
            told = max(told, _indexed(data, box))
        elif box.kind == b"moof":
            for traf in _boxes(data, box.body, box.end):
                if traf.kind == b"traf":
                    _fragment(data, traf, tracks)
    played = max((one.played / one.scale for one in tracks.values()), default=0.0)
    if not played:
        raise NoLength
    return max(told, played)


def _announced(data: Upload, moov: _Box) -> tuple[float, dict[int, _Track]]:
    """Seconds by mehd, and tracks by number."""
    tracks: dict[int, _Track] = {}
    scale, whole, usual = 1, 0, {}
    for box in _boxes(data, moov.body, moov.end):
        if box.kind == b"mvhd":
            scale = _header(data, box)[0]
        elif box.kind == b"trak":
            kind, parts = _kind_of(data, box)
            if kind not in (b"vide", b"soun"):
                raise CarriesMore
            head = _part(parts, b"tkhd").body
            number = struct.unpack_from(">I", data, head + (20 if data[head] == 1 else 12))[0]
            tracks[number] = _Track(_header(data, _part(parts, b"mdhd"))[0])
        elif box.kind == b"mvex":
            for one in _boxes(data, box.body, box.end):
                if one.kind == b"mehd":
                    form = ">Q" if data[one.body] == 1 else ">I"
                    whole = struct.unpack_from(form, data, one.body + 4)[0]
                elif one.kind == b"trex":
                    number, _about, length = struct.unpack_from(">III", data, one.body + 4)
                    usual[number] = length
    for number, track in tracks.items():
        track.usual = usual.get(number, 0)
    return whole / scale, tracks


def _indexed(data: Upload, box: _Box) -> float:
    """Seconds by a segment index."""
    scale = struct.unpack_from(">I", data, box.body + 8)[0]
    at = box.body + (28 if data[box.body] == 1 else 20)
    count = struct.unpack_from(">H", data, at + 2)[0]
    if at + 4 + 12 * count > box.end:
        raise Unreadable
    data.spend(count)
    total = sum(struct.unpack_from(">I", data, at + 8 + 12 * n)[0] for n in range(count))
    return float(total / scale)


def _fragment(data: Upload, traf: _Box, tracks: dict[int, _Track]) -> None:
    """Where the track ends after this fragment."""
    track, usual, began, played = None, 0, None, 0
    for box in _boxes(data, traf.body, traf.end):
        flags = int.from_bytes(data[box.body + 1 : box.body + 4], "big")
        if box.kind == b"tfhd":
            track = tracks.get(struct.unpack_from(">I", data, box.body + 4)[0])
            if track is None:
                raise Unreadable
            at = box.body + 8 + (8 if flags & 0x1 else 0) + (4 if flags & 0x2 else 0)
            usual = struct.unpack_from(">I", data, at)[0] if flags & 0x8 else track.usual
        elif box.kind == b"tfdt":
            form = ">Q" if data[box.body] == 1 else ">I"
            began = struct.unpack_from(form, data, box.body + 4)[0]
        elif box.kind == b"trun":
            played += _run(data, box, flags, usual)
    if track is None:
        raise Unreadable
    track.played = (track.played if began is None else max(began, track.played)) + played


def _run(data: Upload, box: _Box, flags: int, usual: int) -> int:
    """How long the samples of one run play, in units of the track."""
    count = struct.unpack_from(">I", data, box.body + 4)[0]
    if not flags & 0x100:
        if count and not usual:
            raise NoLength
        return int(count * usual)
    at = box.body + 8 + (4 if flags & 0x1 else 0) + (4 if flags & 0x4 else 0)
    wide = 4 * sum(bool(flags & bit) for bit in (0x100, 0x200, 0x400, 0x800))
    if count > MOST_PARTS or at + count * wide > box.end:
        raise Unreadable
    data.spend(count)
    return sum(int.from_bytes(data[at + n * wide : at + n * wide + 4], "big") for n in range(count))


def _kind_of(data: Upload, trak: _Box) -> tuple[bytes, dict[bytes, _Box]]:
    """What a track holds, by its first handler (QuickTime names that of the data as well)."""
    parts: dict[bytes, _Box] = {}
    for box in _within(data, trak):
        if parts.setdefault(box.kind, box) is not box and box.kind in _ONCE:
            raise Unreadable  # which one a player takes is its own affair
    return bytes(data[_part(parts, b"hdlr").body + 8 :][:4]), parts


def _drop_track(data: Upload, trak: _Box, parts: dict[bytes, _Box], media: list[_Box]) -> None:
    """A track of neither picture nor sound (places, faces that the phone found): its samples become
    zeros where they lie, then the track is free space.
    """
    sizes, at, dropped = _sizes(data, _part(parts, b"stsz")), 0, 0
    for offset, samples in _chunks(data, parts):
        end = offset + sum(sizes[at : at + samples])
        at, dropped = at + samples, dropped + end - offset
        if dropped > len(data) or not any(box.body <= offset and end <= box.end for box in media):
            raise Unreadable
        data[offset:end] = bytes(end - offset)
    if at < len(sizes):
        raise Unreadable  # some would stay
    _forget_box(data, trak)


def _sizes(data: Upload, box: _Box) -> list[int]:
    """Bytes of each sample."""
    same, count = struct.unpack_from(">II", data, box.body + 4)
    if count > MOST_PARTS or (not same and box.body + 12 + 4 * count > box.end):
        raise Unreadable
    return [same] * count if same else list(struct.unpack_from(f">{count}I", data, box.body + 12))


def _chunks(data: Upload, parts: dict[bytes, _Box]) -> Iterator[tuple[int, int]]:
    """Where each chunk of a track begins, and how many samples it holds."""
    wide = b"co64" in parts
    box, runs = _part(parts, b"co64" if wide else b"stco"), _part(parts, b"stsc")
    count, many = (struct.unpack_from(">I", data, one.body + 4)[0] for one in (box, runs))
    if max(count, many) > MOST_PARTS or box.body + 8 + count * (8 if wide else 4) > box.end:
        raise Unreadable
    if runs.body + 8 + 12 * many > runs.end:
        raise Unreadable
    steps = dict(
        struct.unpack_from(">II", data, runs.body + 8 + 12 * number) for number in range(many)
    )
    samples = 0
    for number, offset in enumerate(
        struct.unpack_from(f">{count}{'Q' if wide else 'I'}", data, box.body + 8), 1
    ):
        samples = steps.get(number, samples)
        yield offset, samples


def _played(data: Upload, parts: dict[bytes, _Box]) -> float:
    """Seconds of one track: the longer of its header and its samples."""
    scale, duration = _header(data, _part(parts, b"mdhd"))
    times = _part(parts, b"stts")
    count = struct.unpack_from(">I", data, times.body + 4)[0]
    if times.body + 8 + count * 8 > times.end:
        raise Unreadable
    data.spend(count)
    played = sum(
        samples * delta
        for samples, delta in struct.iter_unpack(
            ">II", bytes(data[times.body + 8 : times.body + 8 + count * 8])
        )
    )
    return max(duration, played) / scale


def _edited(data: Upload, parts: dict[bytes, _Box]) -> int:
    """How long its list of edits plays, in units of the film; 0 without one."""
    if b"elst" not in parts:
        return 0
    box = parts[b"elst"]
    form, wide = (">Q", 20) if data[box.body] == 1 else (">I", 12)
    count = struct.unpack_from(">I", data, box.body + 4)[0]
    if count > MOST_PARTS or box.body + 8 + count * wide > box.end:
        raise Unreadable
    data.spend(count)
    return sum(struct.unpack_from(form, data, box.body + 8 + n * wide)[0] for n in range(count))


def _part(parts: dict[bytes, _Box], kind: bytes) -> _Box:
    """The box of a kind; unreadable without it."""
    if kind not in parts:
        raise Unreadable
    return parts[kind]


def _within(data: Upload, holder: _Box) -> Iterator[_Box]:
    for box in _boxes(data, holder.body, holder.end):
        yield box
        if box.kind in _HOLDERS:
            yield from _within(data, box)


def _header(data: Upload, box: _Box) -> tuple[int, int]:
    """(units a second, duration in them) of mvhd and mdhd."""
    if data[box.body] == 1:
        scale, duration = struct.unpack_from(">IQ", data, box.body + 20)
        return scale, 0 if duration == 2**64 - 1 else duration
    scale, duration = struct.unpack_from(">II", data, box.body + 12)
    return scale, 0 if duration == 2**32 - 1 else duration


def _clean_box(data: Upload, box: _Box) -> None:
    """What no player needs becomes free space of the same size, so that nothing else moves.

    Dates and names become zero.
    """
    if box.kind not in _NEEDED:
        _forget_box(data, box)
    elif box.kind in _DATED:
        length = 16 if data[box.body] == 1 else 8
        data[box.body + 4 : box.body + 4 + length] = bytes(length)
    elif box.kind == b"hdlr":
        named = min(box.body + 24, box.end)
        data[named : box.end] = bytes(box.end - named)
    elif box.kind in (b"ftyp", b"styp"):
        _clean_brands(data, box)
    elif box.kind in _HOLDERS:
        for inner in list(_boxes(data, box.body, box.end)):
            _clean_box(data, inner)


def _clean_brands(data: Upload, box: _Box) -> None:
    """Names of four letters, digits and spaces stay."""
    data.spend((box.end - box.body) // 4)
    for at in (box.body, *range(box.body + 8, box.end, 4)):
        brand = bytes(data[at : min(at + 4, box.end)])
        if not brand.replace(b" ", b"0").isalnum():
            data[at : at + len(brand)] = b"isom"[: len(brand)]


def _forget_box(data: Upload, box: _Box) -> None:
    data[box.start + 4 : box.start + 8] = b"free"
    data[box.body : box.end] = bytes(box.end - box.body)
