"""What every row of a register has: a place in the tree of areas, and when it was last true."""

from __future__ import annotations

from django.db import models

from gongzhi.kernel.scoped_orm import ScopedModel


class PlacedRow(ScopedModel):
    """Abstract: a row that stands in an area.

    `area` is the lowest area that holds it and `area_path` that area's path of today (rewritten
    by a change of boundaries); by the path it is seen, listed and counted. `checked_on` is the
    last day on which somebody saw that it is true. `version` lets two people edit without
    overwriting each other. A row that ended has the day and the reason (registers/rows/ending.py).
    """

    id = models.BigAutoField(primary_key=True)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    area_path = models.TextField(db_collation="C")
    checked_on = models.DateField()
    updated_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    ended_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=12, blank=True, default="", db_default="")
    is_demo = models.BooleanField(default=False)

    class Meta(ScopedModel.Meta):
        abstract = True


class Pinned(PlacedRow):
    """Abstract: a row with a point on the map, WGS 84 degrees; both or none."""

    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)

    class Meta(PlacedRow.Meta):
        abstract = True
