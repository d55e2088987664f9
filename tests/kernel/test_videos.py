"""Short videos: length from the container, notes dropped in place, anything else refused."""

from __future__ import annotations

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.videos import MAX_BYTES, clean_video


def box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def track(seconds: float, handler: bytes = b"vide", told: float | None = None) -> bytes:
    told = seconds if told is None else told
    times = struct.pack(">IIII", 0, 1, int(seconds * 10), 100)  # ten frames a second
    mdhd = struct.pack(">IIIIII", 0, 7, 7, 1000, int(told * 1000), 0)
    return box(
        b"trak",
        box(b"tkhd", bytes(84)),
        box(b"mdia", box(b"mdhd", mdhd), box(b"hdlr", bytes(8) + handler + bytes(13)),
            box(b"minf", box(b"stbl", box(b"stts", times)))),
        box(b"udta", box(b"\xa9xyz", b"+39.9042+116.4074/")),
    )  # fmt: skip


def mp4(seconds: float = 12, *more: bytes, told: float | None = None, brand: bytes = b"isom",
        handler: bytes = b"vide") -> bytes:  # fmt: skip
    told = seconds if told is None else told
    mvhd = struct.pack(">IIIII", 0, 99, 99, 600, int(told * 600)) + bytes(80)
    moov = box(
        b"moov", box(b"mvhd", mvhd), track(seconds, handler, told),
        box(b"udta", box(b"\xa9xyz", b"+39.9042+116.4074/")), box(b"meta", b"iPhone of Zhou"),
    )  # fmt: skip
    return box(b"ftyp", brand, bytes(4), b"mp41") + moov + b"".join(more) + box(b"mdat", b"x" * 64)


PLACE = b"+39.9042+116.4074/"


def mov(offset: int | None = None, size: int | None = None, samples: int = 2) -> bytes:
    """As a phone writes it: a second handler in the data, and a track of places in two chunks."""
    size = len(PLACE) if size is None else size
    ftyp = box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + box(b"wide")
    media = box(b"mdat", b"frame", PLACE, b"frame", PLACE, b"frame")

    def places(first: int) -> bytes:
        second = first + len(PLACE) + 5
        return box(
            b"trak", box(b"tkhd", bytes(84)),
            box(b"mdia", box(b"hdlr", bytes(8) + b"meta" + bytes(13)), box(b"minf", box(
                b"stbl", box(b"stsz", struct.pack(">III", 0, size, samples)),
                box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1, 1)),
                box(b"stco", struct.pack(">IIII", 0, 2, first, second)),
            ))),
        )  # fmt: skip

    picture = track(12)  # its own handler first, that of the data after it
    data_handler = box(b"hdlr", bytes(4) + b"dhlralis" + bytes(13))
    at = picture.index(b"minf") - 4
    inner = struct.unpack_from(">I", picture, at)[0]
    minf = box(b"minf", data_handler, picture[at + 8 : at + inner])
    mdia_at = picture.index(b"mdia") - 4
    mdia = struct.unpack_from(">I", picture, mdia_at)[0]
    parts = picture[mdia_at + 8 : at] + minf + picture[at + inner : mdia_at + mdia]
    picture = box(b"trak", picture[8:mdia_at], box(b"mdia", parts), picture[mdia_at + mdia :])
    mvhd = box(b"mvhd", struct.pack(">IIIII", 0, 99, 99, 600, 7200) + bytes(80))
    head = len(ftyp) + 8 + len(mvhd) + len(picture) + len(places(0))
    first = head + 8 + 5 if offset is None else offset
    return ftyp + box(b"moov", mvhd, picture, places(first)) + media


def element(number: int, *parts: bytes, unknown: bool = False) -> bytes:
    body = b"".join(parts)
    head = number.to_bytes((number.bit_length() + 7) // 8, "big")
    size = b"\x01" + b"\xff" * 7 if unknown else (len(body) | 1 << 56).to_bytes(8, "big")
    return head + size + body


def webm(*, told: float | None = 12_000.0, last: int = 12_000, unknown: bool = False,
         doctype: bytes = b"webm", kinds: tuple[int, ...] = (1,)) -> bytes:  # fmt: skip
    info = [element(0x2AD7B1, (1_000_000).to_bytes(3, "big")), element(0x7BA9, b"home of Zhou")]
    if told is not None:
        info.append(element(0x4489, struct.pack(">d", told)))
    blocks = [
        element(0x1F43B675, element(0xE7, at.to_bytes(4, "big")),
                element(0xA3, b"\x81\x00\x00\x80frame"), unknown=unknown)
        for at in (0, last)
    ]  # fmt: skip
    return element(0x1A45DFA3, element(0x4282, doctype)) + element(
        0x18538067, element(0x1549A966, *info),
        element(0x1654AE6B, *(
            element(0xAE, element(0xD7, b"\x01"), element(0x83, bytes([kind])),
                    element(0x536E, b"camera of Zhou")) for kind in kinds
        )), *blocks,
        element(0x1254C367, b"LOCATION 39.9042 116.4074"), unknown=unknown,
    )  # fmt: skip


def test_a_short_mp4_keeps_its_size_and_loses_its_notes() -> None:
    data = mp4()
    found = clean_video(data)
    assert (found.kind, found.seconds, len(found.data)) == ("mp4", 12.0, len(data))
    for note in (b"39.9042", b"iPhone", b"xyz"):
        assert note in data
        assert note not in found.data
    assert struct.pack(">II", 99, 99) not in found.data  # when it was taken
    again = clean_video(found.data)
    assert (again.sha256, again.seconds) == (found.sha256, 12.0)


@pytest.mark.parametrize("unknown", [False, True])
def test_a_short_webm_also_as_browsers_record_it(unknown: bool) -> None:
    data = webm(told=None if unknown else 12_000.0, unknown=unknown)
    found = clean_video(data)
    assert (found.kind, found.seconds, len(found.data)) == ("webm", 12.0, len(data))
    assert b"39.9042" not in found.data
    assert b"Zhou" not in found.data
    assert clean_video(found.data).seconds == 12.0


@pytest.mark.parametrize(
    "data",
    [
        mp4(31), mp4(40, told=3), mp4(3, told=40), webm(told=40_000.0), webm(told=5.0, last=40_000),
    ],
)  # fmt: skip
def test_longer_than_thirty_seconds_is_refused_whatever_the_header_says(data: bytes) -> None:
    with pytest.raises(Invalid, match="最长 30 秒"):
        clean_video(data)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xd8\xff\xe0jpeg", b"<html>", mp4(handler=b"meta"),
        mp4(12, box(b"moof", b"x")), box(b"ftyp", b"isom"), mp4()[:-1], webm(doctype=b"matroska"),
        webm()[:60], b"\x1a\x45\xdf\xa3",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(Invalid, match="MP4、MOV 或 WebM"):
        clean_video(data)


def test_too_large_and_without_a_length() -> None:
    with pytest.raises(Invalid, match="30 MB"):
        clean_video(b"x" * (MAX_BYTES + 1))
    with pytest.raises(Invalid, match="多长"):
        clean_video(mp4(0))


def test_a_phones_mov_is_taken_without_its_places_and_faces() -> None:
    data = mov()
    clean = clean_video(data)
    assert (clean.kind, clean.seconds, len(clean.data)) == ("mp4", 12.0, len(data))
    assert clean.data[8:12] == b"mp42"
    assert PLACE not in clean.data  # neither in the notes nor among the samples
    assert clean.data.count(b"frame") == 3  # what is seen stays where it was


@pytest.mark.parametrize(
    "data",
    [mov(offset=10**6), mov(offset=0), mov(size=2**31), mov(samples=9), mov(samples=10**6)],
)
def test_a_mov_whose_notes_cannot_be_found_is_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        clean_video(data)


@given(st.data())
def test_broken_files_never_break_the_reader(data: st.DataObject) -> None:
    good = bytearray(
        data.draw(st.sampled_from([mp4(), mov(), webm(), webm(told=None, unknown=True)]))
    )
    for _step in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(good)))
    with suppress(Invalid):
        clean_video(bytes(good[:cut]))
