"""Photos: what is kept, what is dropped, what is refused."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from gongzhi.kernel import photos
from gongzhi.kernel.errors import Invalid, TooMany
from gongzhi.kernel.photos import clean_photo

HEIC = Path(__file__).parent / "data" / "small.heic"


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 200), **options: object) -> bytes:
    image = Image.new("RGB", size, (200, 30, 30))
    image.paste((20, 40, 200), (0, 0, size[0] // 2, size[1]))  # left half blue
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def noted(orientation: int = 1, lat_ref: str = "N", degrees: float = 40.0) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(0x8825).update(
        {1: lat_ref, 2: (degrees, 0.0, 36.0), 3: "E", 4: (118.0, 42.0, 0.0)}
    )
    return exif


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_kinds_that_are_taken(kind: str) -> None:
    photo = clean_photo(picture(kind))
    image = opened(photo.jpeg_bytes)
    assert (image.format, image.size, image.mode) == ("JPEG", (400, 200), "RGB")
    assert (photo.width, photo.height) == (400, 200)
    assert max(opened(photo.thumb_bytes).size) == 320
    assert photo.sha256 == sha256(photo.jpeg_bytes).hexdigest()
    assert photo.taken_place is None


def test_heic_is_taken_upright_with_its_place() -> None:
    photo = clean_photo(HEIC.read_bytes())
    assert (photo.width, photo.height) == (48, 64)  # stored lying on its side
    assert photo.taken_place == (118.7, 40.01)
    assert not opened(photo.jpeg_bytes).getexif()


def test_the_place_is_told_and_all_metadata_dropped() -> None:
    data = picture(exif=noted(), comment=b"secret comment", icc_profile=srgb())
    photo = clean_photo(data)
    assert photo.taken_place == (118.7, 40.01)
    for kept in (photo.jpeg_bytes, photo.thumb_bytes):
        image = opened(kept)
        assert not image.getexif()
        assert {"exif", "icc_profile", "comment", "xmp"}.isdisjoint(image.info)
        assert b"SecretPhone" not in kept
        assert b"secret comment" not in kept


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def test_orientation_is_applied() -> None:
    photo = clean_photo(picture(exif=noted(orientation=6)))  # turn clockwise to view
    assert (photo.width, photo.height) == (200, 400)
    image = opened(photo.jpeg_bytes)
    top, bottom = image.getpixel((100, 50)), image.getpixel((100, 350))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[2] > 150 > top[0]  # blue was left, is now above
    assert bottom[0] > 150 > bottom[2]


@pytest.mark.parametrize(
    ("exif", "place"),
    [
        (noted(lat_ref="S"), (118.7, -40.01)),
        (noted(degrees=140.0), None),
        (Image.Exif(), None),
    ],
)
def test_places_south_impossible_and_absent(
    exif: Image.Exif, place: tuple[float, float] | None
) -> None:
    assert clean_photo(picture(exif=exif)).taken_place == place


def test_large_photos_are_scaled() -> None:
    photo = clean_photo(picture(size=(4000, 3000)))
    assert (photo.width, photo.height) == (1600, 1200)
    assert opened(photo.thumb_bytes).size == (320, 240)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "CMYK", "1", "I;16"])
def test_every_mode_becomes_rgb_on_white(mode: str) -> None:
    out = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (10, 10)).save(out, kind)
    image = opened(clean_photo(out.getvalue()).jpeg_bytes)
    assert image.mode == "RGB"
    if mode in {"LA", "RGBA"}:  # wholly transparent
        assert image.getpixel((5, 5)) == (255, 255, 255)


def png_header_of(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        crc = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [6400, 10_000, 12_000, 60_000])
def test_bombs_are_refused_by_their_header(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_source: Image.Image) -> Image.Image:
        raise AssertionError("decoded")

    monkeypatch.setattr(photos, "_decoded", never)
    with pytest.raises(Invalid, match="像素过多") as caught:
        clean_photo(png_header_of(side, side), field="photo_2")
    assert caught.value.field == "photo_2"


def heic_that_claims(width: int, height: int) -> bytes:
    """The small photo with another size written into each of its `ispe` boxes."""
    data = bytearray(HEIC.read_bytes())
    at = data.find(b"ispe")
    while at >= 0:
        data[at + 8 : at + 16] = struct.pack(">II", width, height)
        at = data.find(b"ispe", at + 1)
    return bytes(data)


@pytest.mark.parametrize("side", [12_000, 60_000, 2**32 - 1])
def test_a_heic_bomb_is_not_decoded(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused by what it claims; libheif itself does not open what is beyond its own limits."""

    def never(_source: Image.Image) -> Image.Image:
        raise AssertionError("decoded")

    monkeypatch.setattr(photos, "_decoded", never)
    with pytest.raises(Invalid, match=r"像素过多|不是可以打开的照片"):
        clean_photo(heic_that_claims(side, side))


def test_a_heic_that_claims_less_than_it_holds_is_refused() -> None:
    with pytest.raises(Invalid, match="不是可以打开的照片"):
        clean_photo(heic_that_claims(8, 8))


def test_too_many_bytes() -> None:
    with pytest.raises(Invalid, match="20 MB"):
        clean_photo(b"\xff\xd8" + bytes(photos.MAX_BYTES))


def _gif() -> bytes:
    return picture("GIF")


def _cut(kind: str) -> bytes:
    data = picture(kind, (900, 700))
    return data[: len(data) // 2]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a photo",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff\xe0" + bytes(100),
        _gif(),
        picture("TIFF"),
        picture("BMP"),
        _cut("JPEG"),
        _cut("PNG"),
        _cut("WEBP"),
        HEIC.read_bytes()[:400],
        png_header_of(10, 10),
    ],
)
def test_what_is_not_a_photo(data: bytes) -> None:
    with pytest.raises(Invalid, match="不是可以打开的照片"):
        clean_photo(data)


def test_cameras_may_have_more_pixels_than_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "MAX_PIXELS", 50_000)
    monkeypatch.setattr(photos, "MAX_PIXELS_DRAWN", 20_000)
    assert clean_photo(picture("JPEG", (200, 200))).width == 200
    for kind in ("PNG", "WEBP"):
        with pytest.raises(Invalid, match="最多 2 万像素"):
            clean_photo(picture(kind, (200, 200)))


def test_a_photo_of_a_phone_with_fifty_million_pixels() -> None:
    photo = clean_photo(picture("JPEG", (8160, 6120)))
    assert (photo.width, photo.height) == (1600, 1200)


def test_one_photo_is_decoded_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "WAIT_SECONDS", 0.05)
    with photos._DECODING, pytest.raises(TooMany, match="过一会儿再传"):
        clean_photo(picture())
    assert clean_photo(picture()).width == 400
    with pytest.raises(Invalid):
        clean_photo(_cut("JPEG"))
    assert not photos._DECODING.locked()
