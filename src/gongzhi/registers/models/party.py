"""What a census of the Party needs and no more (XY-02), and the pool of talent (XY-04)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager
from gongzhi.registers.querysets import PartyMemberQuerySet, TalentQuerySet

from .placed import PlacedRow


class PartyMember(PlacedRow):
    """One member on the roll of one organisation: its own number and what the census cuts by.

    The name is for the organisation's own checking, may be empty, and is sealed; no phone, no
    identity number, no link to the register of people. Read by the post of Party affairs alone
    and one organisation at a time: the product makes no list of people by belief.
    `area` is that of the organisation; who sees a row goes by the organisation itself.
    """

    # Hundreds of thousands of rows, always reached by organisation: no index of the area.
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", db_index=False)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=20)
    name_sealed = models.TextField(blank=True, default="")
    tokens = ArrayField(models.BigIntegerField(), default=list)
    birth_year = models.SmallIntegerField()
    retired = models.BooleanField(default=False)
    new_sector = models.BooleanField(default=False)
    education = models.CharField(max_length=8, blank=True, default="")

    objects = ScopedManager.from_queryset(PartyMemberQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(PlacedRow.Meta):
        indexes = [
            # Rolls without names are not in it.
            GinIndex(fields=["tokens"], name="partymember_tokens", condition=~Q(name_sealed="")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="partymember_once"),
            models.CheckConstraint(
                condition=Q(education__in=("", "school", "college", "bachelor", "master")),
                name="partymember_education_known",
            ),
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class TalentEntry(PlacedRow):
    """Somebody who offered a skill to the community and agreed to be asked for it (XY-04).

    `agreed_on` is the day of the consent (PIPL art. 13, 14); with `ended_on` it is withdrawn.
    `search` holds the bigrams of the skill.
    """

    name_sealed = models.TextField()
    phone_sealed = models.TextField(blank=True, default="")
    tokens = ArrayField(models.BigIntegerField(), default=list)
    kind = models.CharField(max_length=12)
    skill = models.CharField(max_length=80)
    agreed_on = models.DateField()
    search = SearchVectorField()

    objects = ScopedManager.from_queryset(TalentQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(PlacedRow.Meta):
        indexes = [
            models.Index(fields=["area_path", "id"], name="talent_by_area"),
            GinIndex(fields=["tokens"], name="talent_tokens"),
            GinIndex(fields=["search"], name="talent_search"),
        ]

    def __str__(self) -> str:
        return f"talent {self.pk}"
