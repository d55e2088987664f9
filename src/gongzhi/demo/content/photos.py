"""Drawn pictures for the demo, before and after, all marked 演示. No faces, no plates, no fonts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw

from gongzhi.demo.content.phrases import FAMILIES, family_of
from gongzhi.kernel.photos import CleanPhoto, clean_photo
from gongzhi.orders.models import Order
from gongzhi.orders.photos import photostore

Draw = ImageDraw.ImageDraw
SIZE = (800, 600)

# 演 and 示 as strokes on a 24 × 24 grid: machines without a Chinese font show them too.
_MARK = (
    (((2, 3), (5, 6)), ((1, 9), (4, 12)), ((1, 22), (5, 15)), ((14, 1), (15, 3)),
     ((8, 8), (8, 5), (22, 5), (22, 8)), ((10, 9), (20, 9)), ((9, 12), (9, 19), (21, 19), (21, 12), (9, 12)),
     ((9, 15), (21, 15)), ((15, 9), (15, 19)), ((12, 20), (8, 23)), ((17, 20), (22, 23))),
    (((6, 4), (18, 4)), ((2, 10), (22, 10)), ((12, 10), (12, 22), (9, 20)), ((7, 14), (3, 19)),
     ((16, 14), (21, 19))),
)  # fmt: skip


class Album:
    """Pictures are cleaned and stored once; orders point to them."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.stored: dict[tuple[str, bool], tuple[CleanPhoto, str, str]] = {}

    def attach(
        self, order: Order, kind: str, code: str, at: datetime, rng: Random, *,
        now: bool = False, odd: bool = False,
    ) -> None:  # fmt: skip
        """Put the picture of a category on an order: the bad state, or (`now`) the good one."""
        name = family_of(code).picture
        if odd or (not name and kind == "after"):
            name = rng.choice(sorted(DRAWN))
        if not name:
            return
        photo, *stored = self._stored(name, good=now)
        by = {"resident_id": order.reporter_id} if kind == "report" else {}
        row = photostore.new_row(order, kind, photo, (stored[0], stored[1]), at=at, **by)
        row.save(force_insert=True)

    def _stored(self, name: str, *, good: bool) -> tuple[CleanPhoto, str, str]:
        key = (name, good)
        if key not in self.stored:
            photo = clean_photo(picture(name, good=good))
            self.stored[key] = (photo, *photostore.put(photo))
        return self.stored[key]


def picture(name: str, *, good: bool) -> bytes:
    """A PNG of one of DRAWN before (`good=False`) or after."""
    image = Image.new("RGB", SIZE, "#b9c4cc")
    draw = ImageDraw.Draw(image)
    DRAWN[name](draw, good)
    _watermark(draw)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _watermark(draw: Draw) -> None:
    for left, top, scale in ((620, 500, 3), (40, 40, 2)):
        for number, strokes in enumerate(_MARK):
            shift = left + number * 26 * scale
            for stroke in strokes:
                points = [(shift + x * scale, top + y * scale) for x, y in stroke]
                draw.line(points, fill="#ffffff", width=scale + 3)
                draw.line(points, fill="#c0392b", width=scale)


def _ground(draw: Draw, colour: str = "#8d8f91", top: int = 260) -> None:
    draw.rectangle((0, top, 800, 600), fill=colour)
    for x in range(0, 800, 90):
        draw.line((x, 600, 400 + (x - 400) // 3, top), fill="#7d7f81", width=2)


def _manhole(draw: Draw, good: bool) -> None:
    _ground(draw, top=120)
    draw.ellipse((230, 240, 570, 480), fill="#3b3d3f", outline="#222", width=8)
    draw.ellipse((250, 255, 550, 465), fill="#5d6062" if good else "#101112")
    for x in range(280, 540, 36):
        draw.line((x, 290, x, 430), fill="#3b3d3f", width=8)
    if not good:
        draw.pieslice((250, 255, 550, 465), 20, 150, fill="#0a0a0a")
        draw.polygon([(120, 420), (170, 300), (220, 420)], fill="#e67e22", outline="#fff")


def _lamp(draw: Draw, good: bool) -> None:
    draw.rectangle((0, 0, 800, 600), fill="#1c2833")
    draw.rectangle((0, 470, 800, 600), fill="#2c3e50")
    for x in (180, 420, 660):
        lit = good or x == 660
        if lit:
            draw.polygon([(x, 150), (x - 120, 520), (x + 120, 520)], fill="#5f5a35")
        draw.line((x, 140, x, 520), fill="#7f8c8d", width=10)
        draw.ellipse((x - 26, 112, x + 26, 164), fill="#f9e79f" if lit else "#424949")


def _bin(draw: Draw, good: bool) -> None:
    draw.rectangle((0, 0, 800, 300), fill="#d5c4a1")
    _ground(draw, top=300)
    rng = Random(5)
    for x, colour in ((200, "#1e8449"), (360, "#21618c"), (520, "#616a6b")):
        draw.polygon([(x, 260), (x + 120, 260), (x + 105, 450), (x + 15, 450)], fill=colour)
        draw.rectangle((x - 8, 240, x + 128, 262), fill="#212f3c")
    if not good:
        for _ in range(46):
            x, y = rng.randint(120, 680), rng.randint(200, 540)
            size = rng.randint(12, 34)
            draw.ellipse((x, y, x + size, y + size), fill=rng.choice(("#222", "#eee", "#7d6608")))


def _stairway(draw: Draw, good: bool) -> None:
    draw.rectangle((0, 0, 800, 600), fill="#e5e0d5")
    for step in range(7):
        top = 560 - step * 60
        draw.rectangle((120 + step * 50, top, 700, top + 60), fill="#bfb8a8", outline="#8f8878")
    draw.line((110, 470, 470, 60), fill="#6e2c00", width=12)
    if not good:
        for x, y, size in ((430, 380, 120), (520, 300, 110), (560, 430, 120), (330, 480, 80)):
            draw.rectangle((x, y, x + size, y + size), fill="#b9770e", outline="#784212", width=5)
            draw.line((x, y + size // 2, x + size, y + size // 2), fill="#784212", width=4)


def _pothole(draw: Draw, good: bool) -> None:
    _ground(draw, "#6b6e70", 160)
    draw.line((400, 160, 400, 600), fill="#f4f6f6", width=10)
    if good:
        draw.polygon([(190, 330), (520, 320), (560, 460), (170, 480)], fill="#4a4d4f")
    else:
        hole = [(200, 350), (330, 310), (500, 340), (560, 430), (420, 490), (220, 460)]
        draw.polygon(hole, fill="#3e2f23", outline="#2b2118")
        draw.ellipse((280, 370, 470, 450), fill="#7f8c8d")


def _tree(draw: Draw, good: bool) -> None:
    draw.rectangle((0, 0, 800, 420), fill="#d6eaf8")
    _ground(draw, "#9c9f84", 420)
    lean = 0 if good else 190
    draw.line((400, 500, 400 + lean, 210), fill="#6e4b2a", width=40)
    for x, y in ((-90, 120), (0, 70), (90, 130), (10, 170)):
        left = 400 + lean + x - 80
        draw.ellipse((left, y, left + 170, y + 150), fill="#2e7d32")
    if good:
        draw.line((400, 380, 300, 500), fill="#a0522d", width=12)
    else:
        draw.line((0, 180, 800, 230), fill="#17202a", width=5)


def _parking(draw: Draw, good: bool) -> None:
    _ground(draw, "#85898c", 120)
    draw.rectangle((0, 260, 800, 300), fill="#f1c40f")
    draw.rectangle((0, 480, 800, 520), fill="#f1c40f")
    if good:
        return
    for x, colour in ((90, "#c0392b"), (340, "#ecf0f1"), (580, "#2471a3")):
        draw.rounded_rectangle((x, 320, x + 190, 450), 30, fill=colour, outline="#222", width=4)
        draw.rectangle((x + 45, 335, x + 145, 370), fill="#aed6f1")


def _leak(draw: Draw, good: bool) -> None:
    draw.rectangle((0, 0, 800, 430), fill="#e8e4da")
    _ground(draw, "#a6a49c", 430)
    draw.line((520, 0, 520, 430), fill="#7f8c8d", width=34)
    draw.rectangle((490, 200, 550, 250), fill="#5d6d7e")
    if not good:
        draw.polygon([(300, 60), (460, 40), (480, 300), (340, 380), (250, 220)], fill="#b7a986")
        for number in range(9):
            y = 260 + number * 18
            draw.ellipse((505 - number * 5, y, 517 - number * 5, y + 14), fill="#3498db")
        draw.ellipse((260, 470, 620, 560), fill="#5dade2")


def _heat(draw: Draw, good: bool) -> None:
    draw.rectangle((0, 0, 800, 600), fill="#f3ece0")
    for x in range(160, 560, 56):
        draw.rounded_rectangle(
            (x, 240, x + 44, 500), 16, fill="#fdfefe", outline="#aab7b8", width=4
        )
    draw.rounded_rectangle((600, 180, 660, 470), 30, fill="#ffffff", outline="#7b7d7d", width=5)
    top = 230 if good else 380
    draw.rectangle((620, top, 640, 450), fill="#e74c3c" if good else "#3498db")
    draw.ellipse((606, 430, 654, 478), fill="#e74c3c" if good else "#3498db")


def _snow(draw: Draw, good: bool) -> None:
    draw.rectangle((0, 0, 800, 300), fill="#c3cfd9")
    _ground(draw, "#90959a" if good else "#f4f8fb", 300)
    for step in range(3):
        top = 300 + step * 40
        colour = "#a9a9a0" if good else "#ffffff"
        draw.rectangle(
            (250 - step * 40, top, 550 + step * 40, top + 40), fill=colour, outline="#888"
        )
    rng = Random(9)
    for _ in range(0 if good else 160):
        x, y = rng.randint(0, 800), rng.randint(0, 600)
        draw.ellipse((x, y, x + 7, y + 7), fill="#ffffff")
    if good:
        draw.polygon([(0, 460), (150, 400), (190, 600), (0, 600)], fill="#f4f8fb")


def _bench(draw: Draw, good: bool) -> None:
    draw.rectangle((0, 0, 800, 330), fill="#c8e6c9")
    _ground(draw, "#b0a08a", 330)
    for number, y in enumerate((250, 290, 350, 380)):
        broken = not good and number in {1, 2}
        draw.line(
            (200, y, 420 if broken else 600, y + (40 if broken else 0)), fill="#8d5524", width=22
        )
    for x in (240, 560):
        draw.line((x, 240, x, 470), fill="#424949", width=16)


DRAWN: dict[str, Callable[[Draw, bool], None]] = {
    "manhole": _manhole,
    "lamp": _lamp,
    "bin": _bin,
    "stairway": _stairway,
    "pothole": _pothole,
    "tree": _tree,
    "parking": _parking,
    "leak": _leak,
    "heat": _heat,
    "snow": _snow,
    "bench": _bench,
}

assert {family.picture for family in FAMILIES} - {""} <= DRAWN.keys()
