"""People who live here, as the register knows them; who logs in is `accounts.Resident`.

Names, phones and identity numbers are sealed and never copied by a history table (PIPL art. 28,
47, 51): what changed, when and by whom is told by `RegisterEvent`, without values.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager
from gongzhi.registers.querysets import PersonQuerySet

from .placed import PlacedRow
from .places import Home

# Whoever moves rows: an export has reached those who stood there then (models/traces.py). Once a
# statement: a change of boundaries moves the people of a whole area by one.
_TRAIL = """
INSERT INTO registers_personmoved (person_id, area_path, until)
SELECT o.id, o.area_path, now() FROM old_rows o JOIN new_rows n ON n.id = o.id
 WHERE o.area_path IS DISTINCT FROM n.area_path;
RETURN NULL;
"""


class Person(PlacedRow):
    """One person. `home` is where they live now; people of one home are one household (户).

    `id_blind` keeps a person from being there twice. `tokens` are blind 64-bit values of what
    one may search by (registers/tokens.py). Of the day of birth only the year is kept apart from
    the identity number. `account` is the login that proved the same phone and name.
    """

    home = models.ForeignKey(Home, models.PROTECT, null=True, blank=True, related_name="people")
    account = models.OneToOneField(
        "accounts.Resident", models.SET_NULL, null=True, blank=True, related_name="person"
    )
    name_sealed = models.TextField()
    phone_sealed = models.TextField(blank=True, default="")
    id_sealed = models.TextField(blank=True, default="")
    id_blind = models.CharField(max_length=32, null=True, blank=True)  # noqa: DJ001 - unique
    tokens = ArrayField(models.BigIntegerField(), default=list)
    sex = models.CharField(max_length=1, blank=True, default="")
    birth_year = models.SmallIntegerField(null=True, blank=True)
    residence = models.CharField(max_length=12, default="usual")
    relation = models.CharField(max_length=8, default="other")
    consent_on = models.DateField(null=True, blank=True)

    objects = ScopedManager.from_queryset(PersonQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(PlacedRow.Meta):
        indexes = [
            models.Index(fields=["area_path", "id"], name="person_by_area"),
            GinIndex(fields=["tokens"], name="person_tokens"),
            # Which homes somebody lives in, read from the index alone (ML-22).
            models.Index(fields=["home"], name="person_living", condition=Q(ended_on=None)),
        ]
        constraints = [
            # Somebody who moved away is registered anew where they live now; the old row is history.
            models.UniqueConstraint(
                fields=["id_blind"], condition=Q(ended_on=None), name="person_stands_once"
            ),
            models.CheckConstraint(condition=Q(sex__in=("", "m", "f")), name="person_sex_known"),
            models.CheckConstraint(
                condition=Q(residence__in=("registered", "usual", "passing")),
                name="person_residence_known",
            ),
            models.CheckConstraint(
                condition=Q(relation__in=("head", "spouse", "child", "parent", "other", "tenant")),
                name="person_relation_known",
            ),
            models.UniqueConstraint(
                fields=["home"],
                condition=Q(relation="head", ended_on=None),
                name="person_one_head",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="person_trail", level=pgtrigger.Statement, operation=pgtrigger.Update,
                when=pgtrigger.After, func=_TRAIL,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"person {self.pk}"  # never the name
