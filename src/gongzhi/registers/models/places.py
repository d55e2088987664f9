"""Buildings and the homes in them (楼栋、房屋)."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager
from gongzhi.registers.querysets import PlaceQuerySet

from .placed import Pinned, PlacedRow


class Building(Pinned):  # type: ignore[django-manager-missing]
    """One building. `code` is the office's own; `address` as on its plate.

    `search` holds the bigrams of name and address. `homes_count` is counted by the database.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, default="residential")
    floors = models.SmallIntegerField(null=True, blank=True)
    entrances = models.SmallIntegerField(null=True, blank=True)
    built_year = models.SmallIntegerField(null=True, blank=True)
    search = SearchVectorField()

    objects = ScopedManager.from_queryset(PlaceQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Pinned.Meta):
        indexes = [
            models.Index(fields=["area_path", "code"], name="building_by_area"),
            GinIndex(fields=["search"], name="building_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(lon__isnull=True, lat__isnull=True)
                | Q(lon__range=(-180, 180), lat__range=(-90, 90)),
                name="building_point_whole",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=("residential", "commercial", "mixed", "public", "other"),
                ),
                name="building_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Home(PlacedRow):  # type: ignore[django-manager-missing]
    """One home in a building: `number` within it (2-1-301), `address` in full for the search.

    `use` says whether somebody lives there; the area of the floor is in square metres.
    """

    building = models.ForeignKey(Building, models.PROTECT, related_name="homes")
    number = models.CharField(max_length=20)
    address = models.CharField(max_length=220)
    use = models.CharField(max_length=10, default="own")
    floor_area = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    search = SearchVectorField()

    objects = ScopedManager.from_queryset(PlaceQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(PlacedRow.Meta):
        indexes = [
            models.Index(fields=["area_path", "address"], name="home_by_area"),
            GinIndex(fields=["search"], name="home_search"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["building", "number"], name="home_once"),
            models.CheckConstraint(
                condition=Q(use__in=("own", "let", "vacant", "business", "other")),
                name="home_use_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building_id} {self.number}"
