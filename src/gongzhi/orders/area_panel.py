"""Counts of orders on the pages of areas and of functional areas (JN-41)."""

from __future__ import annotations

import shapely
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.areas.panels import Ground, Line, Panel, register_panel
from gongzhi.kernel.scope import SYSTEM, Actor, subtree

from .counting import counted as counts_in_figures
from .models import Order


def register() -> None:
    register_panel(Panel("orders", gettext_lazy("工单"), lines, order=20))


def inside(ground: Ground) -> dict[bool, int]:
    """Orders by whether they are open: in one of the areas, in the shape, or led by one of the
    bodies; one that is in several of them counts once. Drafts and void ones do not count."""
    place = Q(pk__in=())
    for path in ground.paths:
        low, high = subtree(path)
        place |= Q(area_path__gte=low, area_path__lt=high)
    if ground.body_ids:
        place |= Q(lead_body_id__in=ground.body_ids)
    counted = Order.objects.visible_to(SYSTEM).filter(counts_in_figures())
    closed = Count("pk", filter=Q(phase="closed"))
    found = counted.filter(place).aggregate(all=Count("pk"), closed=closed)
    counts = {False: found["closed"], True: found["all"] - found["closed"]}
    if ground.shape is not None:
        west, south, east, north = ground.shape.bounds
        box = Q(lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north)
        shapely.prepare(ground.shape)
        rows = counted.filter(box).exclude(place).values_list("lon", "lat", "phase")
        for lon, lat, phase in rows.iterator(chunk_size=5000):
            if shapely.intersects_xy(ground.shape, lon, lat):
                counts[phase != "closed"] += 1
    return counts


def lines(actor: Actor, ground: Ground) -> list[Line]:
    """Counts hold no personal data: every member of staff may read them.

    Of an area in the tree only the open ones, which an index over open orders answers at any
    size; what was closed stands with its figures.
    """
    if ground.paths and ground.shape is None and not ground.body_ids and not ground.closed_too:
        count = sum(_open(path) for path in ground.paths)
        return [Line(_("在办"), str(count))]
    counts = inside(ground)
    return [
        Line(_("在办"), str(counts[True])),
        Line(_("已办结"), str(counts[False])),
    ]


def _open(path: str) -> int:
    """Written like the condition of the partial index over open orders."""
    found = Order.objects.visible_to(SYSTEM).open().filter(counts_in_figures())
    return found.in_area(path).count()
