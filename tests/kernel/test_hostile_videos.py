"""Videos made to hurt: sizes that lie, boxes in boxes, huge counts, two formats in one file.

Each is refused with a sentence or cleaned, and never grows.
"""

from __future__ import annotations

import struct
import tracemalloc
from collections.abc import Callable

import pytest

from gongzhi.kernel.errors import Invalid
from gongzhi.kernel.mp4 import MOST_STEPS
from gongzhi.kernel.videos import MAX_BYTES, clean_video

from .test_fragments import clip, moof, run, sidx, trak
from .test_videos import PLACE, box, element, mov, mp4, track, webm

FTYP = box(b"ftyp", b"isom", bytes(4), b"mp41")
MVHD = box(b"mvhd", struct.pack(">IIIII", 0, 99, 99, 600, 5400) + bytes(80))


def nested(kind: bytes, depth: int, inside: bytes = b"") -> bytes:
    """Boxes in boxes, made from the inside without copying more than once."""
    heads = []
    size = len(inside)
    for _level in range(depth):
        size += 8
        heads.append(struct.pack(">I", size) + kind)
    return b"".join(reversed(heads)) + inside


def sized(kind: bytes, size: int, body: bytes = b"") -> bytes:
    """A box that says another size than it has."""
    return struct.pack(">I", size) + kind + body


def moov(*parts: bytes) -> bytes:
    return box(b"moov", MVHD, *parts)


def table(kind: bytes, *numbers: int) -> bytes:
    return box(kind, struct.pack(f">{len(numbers)}I", *numbers))


def timed(count: int, rows: bytes = b"", scale: int = 1000, duration: int = 0) -> bytes:
    """A track whose table of times says `count` rows."""
    return box(
        b"trak", box(b"tkhd", bytes(84)),
        box(b"mdia", box(b"mdhd", struct.pack(">IIIIII", 0, 7, 7, scale, duration, 0)),
            box(b"hdlr", bytes(8) + b"vide" + bytes(13)),
            box(b"minf", box(b"stbl", box(b"stts", struct.pack(">II", 0, count), rows)))),
    )  # fmt: skip


def placed(*tables: bytes) -> bytes:
    """A track of places, to be dropped, with these tables."""
    return box(
        b"trak", box(b"tkhd", bytes(84)),
        box(b"mdia", box(b"hdlr", bytes(8) + b"meta" + bytes(13)),
            box(b"minf", box(b"stbl", *tables))),
    )  # fmt: skip


MDAT = box(b"mdat", b"x" * 64)
WIDE = struct.pack(">I", 1) + b"mdat"

REFUSED: dict[str, Callable[[], bytes]] = {
    # sizes that lie
    "larger than the file": lambda: FTYP + moov(track(9)) + sized(b"mdat", 2**31),
    "smaller than its head": lambda: FTYP + sized(b"moov", 7, MVHD) + MDAT,
    "a head of four bytes": lambda: FTYP + moov(track(9)) + MDAT + b"\0\0\0\x08",
    "wide and beyond": lambda: FTYP + moov(track(9)) + WIDE + struct.pack(">Q", 2**63) + b"x",
    "wide and nothing": lambda: FTYP + moov(track(9)) + WIDE + struct.pack(">Q", 0) + b"x" * 9,
    "wide without a number": lambda: FTYP + moov(track(9)) + WIDE,
    "a child larger than its parent": lambda: FTYP + box(b"moov", MVHD, sized(b"trak", 9999)),
    "a head that takes all": lambda: sized(b"ftyp", 0, b"isom" + bytes(8)) + moov(track(9)),
    # boxes in boxes, and many of them
    "deep holders": lambda: FTYP + moov(track(9), nested(b"moov", 200_000)) + MDAT,
    "deep tracks": lambda: FTYP + moov(nested(b"trak", 200_000)) + MDAT,
    "deep fragments": lambda: clip(moof(run(20), more=nested(b"traf", 100_000))),
    "boxes of nothing": lambda: FTYP + moov(track(9)) + box(b"free") * (MOST_STEPS + 1),
    "boxes of nothing inside": lambda: FTYP + moov(track(9), box(b"free") * (MOST_STEPS + 1)),
    # huge counts
    "four thousand million times": lambda: FTYP + moov(timed(2**32 - 1)) + MDAT,
    "a scale of nothing": lambda: FTYP + moov(timed(0, scale=0)) + MDAT,
    "four thousand million samples": lambda: FTYP + moov(
        track(9), placed(table(b"stsz", 0, 1, 2**32 - 1), table(b"stsc", 0, 0), table(b"stco", 0, 0))
    ) + MDAT,
    "four thousand million chunks": lambda: FTYP + moov(
        track(9),
        placed(table(b"stsz", 0, 1, 9), table(b"stsc", 0, 0), table(b"stco", 0, 2**32 - 1)),
    ) + MDAT,
    "chunks of a thousand million": lambda: FTYP + moov(
        track(9),
        placed(table(b"stsz", 0, 2**30, 9), table(b"stsc", 0, 1, 1, 2**31, 1),
               table(b"stco", 0, 1, 40)),
    ) + MDAT,
    "places outside of the media": lambda: mov(offset=30),
    "a run of four thousand million": lambda: clip(
        moof(box(b"trun", struct.pack(">III", 0x301, 2**32 - 1, 0)))
    ),
    "an index of sixty thousand": lambda: clip(
        moof(run(20)),
        index=box(b"sidx", struct.pack(">IIIIIHH", 0, 1, 1000, 0, 0, 0, 65535)),
    ),
    # tables that stop short, or a box where another is meant
    "an empty header": lambda: FTYP + box(b"moov", box(b"mvhd"), track(9)) + MDAT,
    "an empty handler": lambda: FTYP + moov(box(b"trak", box(b"hdlr"))) + MDAT,
    "an empty fragment": lambda: clip(box(b"moof")),
    "a fragment without a head": lambda: clip(box(b"moof", box(b"traf", run(20)))),
    "only a track of places": lambda: FTYP + moov(placed()) + MDAT,
    # WebM
    "no segment": lambda: element(0x1A45DFA3, element(0x4282, b"webm")),
    "a vint of zeros": lambda: webm()[:40] + bytes(60),
    "an element beyond the file": lambda: webm() + b"\xec\x08\xff\xff\xff\xff\xff\xff",
    "elements of nothing": lambda: webm() + b"\xec\x80" * (MOST_STEPS + 1),
    "clusters of unknown size in clusters": lambda: element(
        0x1A45DFA3, element(0x4282, b"webm")
    ) + element(0x18538067, element(0x1F43B675, unknown=True) * (MOST_STEPS + 1), unknown=True),
}  # fmt: skip


def refused(data: bytes) -> None:
    with pytest.raises(Invalid) as said:
        clean_video(data, field="file")
    assert said.value.field == "file"
    assert str(said.value)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_lies_is_refused_in_a_sentence(name: str) -> None:
    refused(REFUSED[name]())


def test_the_most_that_fits_into_a_file_is_read_in_time() -> None:
    """As many boxes, runs and blocks as an upload may hold."""
    room = MAX_BYTES - 4096
    pieces = box(b"free") * 40_000
    assert clean_video(FTYP + moov(track(9)) + pieces + MDAT).seconds == 9.0
    filled = FTYP + moov(track(9)) + box(b"mdat", bytes(room))
    assert clean_video(filled).seconds == 9.0


@pytest.mark.parametrize(
    "make",
    [
        # Every fragment as full of boxes as it may be: the limit is one of the whole file.
        lambda: clip(*[box(b"moof", box(b"free") * 40_000)] * 60),
        lambda: FTYP + moov(track(9), *[box(b"edts", box(b"free") * 40_000)] * 60) + MDAT,
        lambda: clip(*[moof(run(0))] * 40_000),
        lambda: clip(moof(run(20)), index=sidx(*[0] * 1000) * 2000),
        lambda: clip(*[moof(run(40_000, 0))] * 60),
        lambda: element(0x1A45DFA3, element(0x4282, b"webm")) + element(
            0x18538067, *[element(0x1F43B675, b"\xec\x80" * 40_000)] * 150
        ),
    ],
)  # fmt: skip
def test_many_holders_full_of_boxes_end_in_time(make: Callable[[], bytes]) -> None:
    data = make()
    assert len(data) < MAX_BYTES
    refused(data)


def test_little_memory_for_much_said() -> None:
    """A few hundred bytes cannot make the reader take hundreds of megabytes."""
    data = [REFUSED[name]() for name in REFUSED if "million" in name]
    tracemalloc.start()
    for one in data:
        refused(one)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20 * 2**20


def test_two_tables_of_times_the_longer_counts() -> None:
    """A player may follow any of them: the file plays as long as the longest."""
    long = struct.pack(">II", 40, 1000)
    short = struct.pack(">II", 1, 1000)
    inner = (box(b"stts", struct.pack(">II", 0, 1), one) for one in (short, long))
    trak_ = box(
        b"trak", box(b"tkhd", bytes(84)),
        box(b"mdia", box(b"mdhd", struct.pack(">IIIIII", 0, 7, 7, 1000, 1000, 0)),
            box(b"hdlr", bytes(8) + b"vide" + bytes(13)),
            box(b"minf", box(b"stbl", *inner))),
    )  # fmt: skip
    refused(FTYP + moov(trak_) + MDAT)


def test_two_headers_of_a_track_and_two_moovs() -> None:
    """What stands twice is no honest file; the second of both is cleaned as well, or refused."""
    twice = FTYP + moov(track(9)) + moov(track(40)) + MDAT
    refused(twice)
    notes = FTYP + moov(track(9)) + moov(track(5), box(b"udta", PLACE)) + MDAT
    assert PLACE not in clean_video(notes).data


@pytest.mark.parametrize("head", [b"<html><script>alert(1)</script>", b"%PDF-1.7\n", b"PK\x03\x04",
                                  b"\xff\xd8\xff\xe0", b"GIF89a"])  # fmt: skip
def test_two_formats_in_one_file(head: bytes) -> None:
    """What another reader would take for a page, a paper or an archive does not stay in it."""
    refused(head + mp4())  # not told by where a video begins
    for data in (mp4(9, box(b"free", head * 9)), mp4(9, box(b"xtra", head * 9)),
                 mp4(9, box(b"skip", head * 9)), mp4(9, box(b"pdin", head * 9))):  # fmt: skip
        assert head not in clean_video(data).data
    for data in (FTYP + moov(track(9), box(b"gps ", head)) + MDAT,
                 FTYP + moov(box(b"trak", box(b"tapt", head), track(9)[8:])) + MDAT):  # fmt: skip
        assert head not in clean_video(data).data
    refused(mp4(9) + head)
    refused(webm() + head)


def test_names_of_kinds_and_of_makers_are_plain() -> None:
    brands = box(b"ftyp", b"<htm", bytes(4), b"isom<script>mp41") + moov(track(9)) + MDAT
    found = clean_video(brands).data
    assert found[8:32] == b"isom" + bytes(4) + b"isomisomisomisom"[:12] + b"mp41"
    maker = track(9).replace(b"vide" + bytes(13), b"vide" + bytes(12) + b"\xfe")
    assert b"\xfe" not in clean_video(FTYP + moov(maker) + MDAT).data


def test_an_edit_that_plays_again_and_again_counts() -> None:
    edits = box(b"elst", struct.pack(">II", 0, 6), struct.pack(">IiI", 5400, 0, 65536) * 6)
    again = box(b"trak", box(b"edts", edits), track(9)[8:])
    with pytest.raises(Invalid, match="30 秒"):
        clean_video(FTYP + moov(again) + MDAT)
    lying = box(b"elst", struct.pack(">II", 0, 2**32 - 1))
    refused(FTYP + moov(box(b"trak", box(b"edts", lying), track(9)[8:])) + MDAT)


def test_a_webm_carries_pictures_and_sound_and_nothing_else() -> None:
    assert clean_video(webm(kinds=(1, 2))).seconds == 12.0
    for kinds in ((), (2,), (1, 17), (1, 33)):  # none, sound alone, subtitles, metadata
        refused(webm(kinds=kinds))
    for note in (element(0xEC, b"SecretPlace"), element(0x4DBB, b"SecretPlace")):
        assert b"Secret" not in clean_video(webm() + note).data


def test_an_archive_behind_the_frames_cannot_be_opened() -> None:
    """Whatever lies among the frames stays there, but nothing is served as anything but a video."""
    data = mp4(9, box(b"mdat", b"PK\x05\x06" + bytes(18)))
    found = clean_video(data)
    assert (found.kind, len(found.data)) == ("mp4", len(data))


def test_a_track_of_sound_only_is_no_video() -> None:
    refused(FTYP + moov(track(9, b"soun")) + MDAT)
    refused(clip(moof(run(20)), tracks=trak(1, b"soun")))
