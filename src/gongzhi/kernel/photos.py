"""Photos from outside: verified by decoding, scaled, turned upright, all metadata dropped."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from threading import Lock
from typing import Final

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pi_heif import register_heif_opener
from PIL import Image, ImageCms, ImageOps

from gongzhi.kernel.errors import Invalid, TooMany
from gongzhi.kernel.geometry import LonLat, is_place

MAX_BYTES: Final = 20 * 1024 * 1024
# Of cameras: phones take up to 50 million, and a JPEG is decoded at a fraction of its size.
MAX_PIXELS: Final = 51_000_000
# PNG and WebP are decoded whole, and nothing in a few hundred kilobytes may be 160 MB of memory.
MAX_PIXELS_DRAWN: Final = 25_000_000
WAIT_SECONDS: Final = 3.0
SIDE: Final = 1600
THUMB_SIDE: Final = 320
_OPENERS: Final = ("JPEG", "PNG", "WEBP", "HEIF")
_CAMERAS: Final = frozenset({"JPEG", "MPO", "HEIF"})
# Large photos take much memory for a moment: one at a time in each process.
_DECODING: Final = Lock()
_GPS_IFD: Final = 0x8825

register_heif_opener()


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """JPEG without metadata (longer side at most 1600 px), its thumbnail (320 px), the size of
    the former, its SHA-256 in hex, and the place that the camera had noted (WGS84) or None."""

    jpeg_bytes: bytes
    thumb_bytes: bytes
    width: int
    height: int
    sha256: str
    taken_place: LonLat | None


def clean_photo(data: bytes, *, field: str = "photos") -> CleanPhoto:
    """Make an upload safe to keep and show. Invalid, with a sentence, when it cannot be.

    JPEG, PNG, WebP and HEIC only, told by content. The size is read from the header and refused
    before anything is decoded, so that a bomb costs nothing. TooMany when other photos keep this
    process busy for `WAIT_SECONDS`.
    """
    if len(data) > MAX_BYTES:
        raise Invalid(
            format_lazy(_("照片超过 {size} MB，请换一张较小的。"), size=MAX_BYTES // 2**20), field
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged below
            source = Image.open(BytesIO(data), formats=_OPENERS)
    except Image.DecompressionBombError as error:
        raise _too_large(field, MAX_PIXELS) from error
    except Exception as error:  # decoders raise many kinds on hostile bytes, all meaning this
        raise _not_a_photo(field) from error
    with source:
        most = MAX_PIXELS if source.format in _CAMERAS else MAX_PIXELS_DRAWN
        if source.width * source.height > most:
            raise _too_large(field, most)
        with _one_at_a_time(field):
            try:
                place = _noted_place(source)
                upright = _decoded(source)
            except Exception as error:
                raise _not_a_photo(field) from error
    return _kept(upright, place)


def _kept(upright: Image.Image, place: LonLat | None) -> CleanPhoto:
    jpeg = _saved(upright, quality=82)
    thumb = upright.copy()
    thumb.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    return CleanPhoto(
        jpeg_bytes=jpeg,
        thumb_bytes=_saved(thumb, quality=75),
        width=upright.width,
        height=upright.height,
        sha256=sha256(jpeg).hexdigest(),
        taken_place=place,
    )


def blurred(jpeg: bytes, boxes: Iterable[tuple[float, float, float, float]]) -> CleanPhoto:
    """A kept photo with rectangles (left, top, right, bottom as shares of its size) made
    unreadable: eight pixels across, so that no sharpening brings anything back.
    """
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as source:
        image = source.convert("RGB")
    for left, top, right, bottom in boxes:
        box = (
            int(left * image.width), int(top * image.height),
            min(image.width, math.ceil(right * image.width)),
            min(image.height, math.ceil(bottom * image.height)),
        )  # fmt: skip
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        size = (box[2] - box[0], box[3] - box[1])
        tiny = image.crop(box).resize((min(8, size[0]), min(8, size[1])), Image.Resampling.BOX)
        image.paste(tiny.resize(size, Image.Resampling.NEAREST), box)
    return _kept(image, None)


def _not_a_photo(field: str) -> Invalid:
    return Invalid(_("这个文件不是可以打开的照片，请上传 JPEG、PNG、WebP 或 HEIC 照片。"), field)


@contextmanager
def _one_at_a_time(field: str) -> Iterator[None]:
    if not _DECODING.acquire(timeout=WAIT_SECONDS):
        raise TooMany(_("现在上传照片的人多，请过一会儿再传。"), field)
    try:
        yield
    finally:
        _DECODING.release()


def _too_large(field: str, most: int) -> Invalid:
    return Invalid(
        format_lazy(
            _("照片的像素过多，最多 {pixels} 万像素，请缩小后再传。"), pixels=most // 10_000
        ),
        field,
    )


def _decoded(source: Image.Image) -> Image.Image:
    """First frame, scaled, upright, plain sRGB on white."""
    source.draft("RGB", (SIDE, SIDE))  # JPEG decodes at a fraction of its size; others ignore it
    profile = source.info.get("icc_profile")
    source.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)  # first: turning copies the image
    image = ImageOps.exif_transpose(source)
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        layer = image.convert("RGBA")
        image = Image.new("RGBA", layer.size, "white")
        image.alpha_composite(layer)
    image = _in_srgb(image, profile).convert("RGB")
    fresh = Image.new("RGB", image.size)  # a new image has no info to carry over
    fresh.paste(image)
    return fresh


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours of wide-gamut phones moved to sRGB, since the profile goes with the metadata."""
    if not profile or image.mode != "RGB":
        return image
    try:
        return (
            ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            )
            or image
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a broken profile costs only a shade


def _saved(image: Image.Image, *, quality: int) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _noted_place(source: Image.Image) -> LonLat | None:
    """(lon, lat) from the camera's GPS notes; None when absent or nonsense."""
    try:
        gps = source.getexif().get_ifd(_GPS_IFD)
        lat = _degrees(gps[2], gps[1], "S")
        lon = _degrees(gps[4], gps[3], "W")
    except Exception:  # notes are optional, and anything may stand in them
        return None
    return (lon, lat) if is_place(lon, lat) else None


def _degrees(parts: tuple[float, float, float], letter: str, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    value = degrees + minutes / 60 + seconds / 3600
    return round(-value if str(letter).strip("\x00 ").upper() == negative else value, 7)
