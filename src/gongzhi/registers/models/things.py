"""Facilities (部件) and devices (设备)."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager
from gongzhi.registers.querysets import ThingQuerySet

from .placed import Pinned


class Facility(Pinned):
    """A facility of digital city management, by its 16-digit code: county 6, class 4, number 6.

    `accuracy` is the class of its position: A, B or C, at most 0.5, 1 and 10 metres off
    (GB/T 30428.2). `keeper` is the body that has to keep it in order.
    """

    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=200, blank=True, default="")
    accuracy = models.CharField(max_length=1, default="C")
    state = models.CharField(max_length=8, default="intact")
    keeper = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    search = SearchVectorField()

    objects = ScopedManager.from_queryset(ThingQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Pinned.Meta):
        indexes = [
            models.Index(fields=["area_path", "code"], name="facility_by_area"),
            GinIndex(fields=["search"], name="facility_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{16}$"), name="facility_code_16_digits"
            ),
            models.CheckConstraint(
                condition=Q(accuracy__in=("A", "B", "C")), name="facility_accuracy_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("intact", "damaged", "lost", "removed")),
                name="facility_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Device(Pinned):
    """A device that watches or switches something (QA-19), with the legal basis where it sees.

    The register says where it is and who answers for it; no picture of a person is kept here.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    place = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=8, default="working")
    keeper = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    takes_pictures = models.BooleanField(default=False)
    legal_basis = models.CharField(max_length=200, blank=True, default="")
    search = SearchVectorField()

    objects = ScopedManager.from_queryset(ThingQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Pinned.Meta):
        indexes = [
            models.Index(fields=["area_path", "code"], name="device_by_area"),
            GinIndex(fields=["search"], name="device_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("working", "faulty", "off", "removed")),
                name="device_state_known",
            ),
            models.CheckConstraint(
                condition=Q(takes_pictures=False) | ~Q(legal_basis=""),
                name="device_pictures_have_a_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
