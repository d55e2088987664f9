"""MP4 in fragments, as browsers record it: length from its runs, never shorter than they play."""

from __future__ import annotations

import struct

import pytest

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.videos import clean_video

from .test_videos import box


def trak(number: int = 1, handler: bytes = b"vide", scale: int = 1000) -> bytes:
    return box(
        b"trak",
        box(b"tkhd", struct.pack(">IIIII", 0, 7, 7, number, 0), bytes(64)),
        box(b"mdia", box(b"mdhd", struct.pack(">IIIIII", 0, 7, 7, scale, 0, 0)),
            box(b"hdlr", bytes(8) + handler + bytes(13)),
            box(b"minf", box(b"stbl", box(b"stts", struct.pack(">II", 0, 0))))),
    )  # fmt: skip


def run(samples: int, length: int | None = 100) -> bytes:
    """Each sample with its own length and size, or without a length."""
    if length is None:
        return box(b"trun", struct.pack(">II", 0x200, samples), struct.pack(">I", 9) * samples)
    one = struct.pack(">II", length, 9)
    return box(b"trun", struct.pack(">III", 0x301, samples, 0), one * samples)


def moof(*runs: bytes, number: int = 1, usual: int | None = None, began: int | None = None,
         more: bytes = b"") -> bytes:  # fmt: skip
    tfhd = struct.pack(">II", 0 if usual is None else 0x8, number)
    if usual is not None:
        tfhd += struct.pack(">I", usual)
    tfdt = b"" if began is None else box(b"tfdt", struct.pack(">II", 0, began))
    traf = box(b"traf", box(b"tfhd", tfhd), tfdt, *runs, more)
    return box(b"moof", box(b"mfhd", struct.pack(">II", 0, 1)), traf) + box(b"mdat", b"frame" * 9)


def clip(*pieces: bytes, trex: int = 0, mehd: int | None = None, tracks: bytes = b"",
         index: bytes = b"") -> bytes:  # fmt: skip
    whole = b"" if mehd is None else box(b"mehd", struct.pack(">II", 0, mehd))
    mvex = box(b"mvex", whole, box(b"trex", struct.pack(">IIIIII", 0, 1, 1, trex, 0, 0)))
    mvhd = box(b"mvhd", struct.pack(">IIIII", 0, 99, 99, 600, 0) + bytes(80))
    moov = box(b"moov", mvhd, tracks or trak(), mvex, box(b"udta", b"+39.9042+116.4074/"))
    return box(b"ftyp", b"iso5", bytes(4), b"mp41") + moov + index + b"".join(pieces)


def sidx(*seconds: int) -> bytes:
    rows = b"".join(struct.pack(">III", 50, one * 1000, 0) for one in seconds)
    return box(b"sidx", struct.pack(">IIIIIHH", 0, 1, 1000, 0, 0, 0, len(seconds)), rows)


@pytest.mark.parametrize(
    ("data", "seconds"),
    [
        (clip(moof(run(60)), moof(run(60))), 12.0),  # each sample says
        (clip(moof(run(40, None)), trex=100), 4.0),  # the track says
        (clip(moof(run(40, None), usual=50), trex=100), 2.0),  # the fragment says
        (clip(moof(run(20), run(10))), 3.0),  # two runs
        (clip(moof(run(20)), mehd=6000), 10.0),  # the header tells more
        (clip(moof(run(20)), index=sidx(2, 3)), 5.0),  # the index tells more
        (clip(moof(run(20), began=8000)), 10.0),  # it begins late
        (clip(moof(run(20)), moof(run(70), number=2), tracks=trak() + trak(2, b"soun")), 7.0),
    ],
)
def test_how_long_fragments_play(data: bytes, seconds: float) -> None:
    found = clean_video(data)
    assert (found.kind, found.seconds, len(found.data)) == ("mp4", seconds, len(data))
    assert b"39.9042" not in found.data
    assert clean_video(found.data).seconds == seconds


@pytest.mark.parametrize(
    "data",
    [
        clip(moof(run(200)), moof(run(200)), mehd=600),  # the header says one second
        clip(moof(run(20)), mehd=600 * 31),
        clip(moof(run(20)), index=sidx(20, 20)),
        clip(moof(run(20), began=40_000)),
        clip(moof(run(4_000_000_00 // 10_000, None)), trex=1000),
    ],
)
def test_fragments_that_play_too_long(data: bytes) -> None:
    with pytest.raises(Invalid, match="30 秒"):
        clean_video(data)


@pytest.mark.parametrize("data", [clip(moof(run(20, None))), clip(moof(run(0))), clip(moof())])
def test_fragments_that_do_not_say(data: bytes) -> None:
    with pytest.raises(Invalid, match="读不出这段视频有多长"):
        clean_video(data)


def test_a_track_of_places_among_fragments_is_refused() -> None:
    with pytest.raises(Invalid, match="夹带了别的记录"):
        clean_video(clip(moof(run(20)), tracks=trak() + trak(2, b"meta")))


def test_notes_in_a_fragment_go() -> None:
    note = box(b"uuid", b"SecretPhone-0001")
    found = clean_video(clip(moof(run(20), more=note), box(b"emsg", b"SecretPlace")))
    assert b"Secret" not in found.data
    assert found.seconds == 2.0


@pytest.mark.parametrize(
    "data",
    [
        clip(moof(run(20), number=9)),  # of no track
        clip(moof(box(b"trun", struct.pack(">III", 0x301, 60_000, 0)))),  # more than is there
        clip(moof(run(20)), index=box(b"sidx", bytes(8))),
        clip(moof(run(20)))[:-30],
        box(b"ftyp", b"iso5", bytes(8)) + moof(run(20)),  # no header at all
    ],
)
def test_broken_fragments_are_refused(data: bytes) -> None:
    with pytest.raises(Invalid):
        clean_video(data)
