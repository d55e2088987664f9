"""Which photo belongs to which step: who took it, and the next step of theirs after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from ..models import Attachment, Order, OrderEvent
from ..wording import Line

# Photos are kept in the moment of their step; a step that was looked at twice is slower.
_TOGETHER = timedelta(minutes=2)
_REPORTED = "report"


def with_photos(
    order: Order, lines: Iterable[Line], photos: Sequence[Attachment]
) -> tuple[list[Line], list[Attachment]]:
    """The lines with the photos taken at their step, and the photos that belong to none.

    What came with the report is left out: it stands beside its words.
    """
    steps = list(
        OrderEvent.reached.filter(order=order, user_id__isnull=False)
        .order_by("seq")
        .values_list("seq", "user_id", "at")
    )
    found: dict[int, list[Attachment]] = {}
    left: list[Attachment] = []
    for photo in photos:
        if photo.kind == _REPORTED:
            continue
        near = (
            (abs(at - photo.at), seq)
            for seq, user_id, at in steps
            if user_id == photo.user_id and abs(at - photo.at) <= _TOGETHER
        )
        best = min(near, default=None)
        if best is None:
            left.append(photo)
        else:
            found.setdefault(best[1], []).append(photo)
    placed = [
        replace(line, photos=tuple(found.pop(line.seq))) if line.seq in found else line
        for line in lines
    ]
    left += [photo for unplaced in found.values() for photo in unplaced]
    return placed, sorted(left, key=lambda photo: photo.pk)
