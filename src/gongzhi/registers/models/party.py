"""What a census of the Party and a talent pool need, and no more (XY-02, XY-04).

Seen by the posting for Party affairs alone, as counts; the product makes no list of people by
belief.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.registers.querysets import PartyMemberQuerySet


class PartyMember(ScopedModel):
    """One member's attributes as the census cuts them; no name, no number, no person.

    Attributes overlap (a retired member may be over 60): they are no partition.
    """

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    birth_year = models.SmallIntegerField()
    retired = models.BooleanField(default=False)
    new_sector = models.BooleanField(default=False)
    education = models.CharField(max_length=8, blank=True, default="")
    ended_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(PartyMemberQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["body", "birth_year"], name="partymember_by_body")]
        constraints = [
            models.CheckConstraint(
                condition=Q(education__in=("", "school", "college", "bachelor", "master")),
                name="partymember_education_known",
            )
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"


class TalentEntry(ScopedModel):
    """Somebody in a village's pool of talent who agreed to be in it (XY-04); the name is sealed."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    name_sealed = models.TextField()
    field = models.CharField(max_length=40)
    agreed_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(PartyMemberQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["body", "field"], name="talent_by_body")]

    def __str__(self) -> str:
        return f"talent {self.pk}"
