"""Double check-in: a unit at a community, and a resident at the one of the own home (XY-10)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.orgs.models.base import Term, has_start, no_overlap
from gongzhi.volunteering.querysets import (
    CheckinQuerySet,
    InvitationQuerySet,
    NobodysQuerySet,
    VolunteerQuerySet,
)


class UnitCheckin(Term):
    """A unit reports to a community for a term. Agreements between both are those of `orgs`.

    `how` says what proposed it: the rule's reason (near, paired, fewest) or a hand. The contact
    is the office's, as it stands on the agreement's cover.
    """

    class How(models.TextChoices):
        NEAR = "near", _("单位就在本社区")
        PAIRED = "paired", _("已结对包保")
        FEWEST = "fewest", _("报到单位较少的社区")
        HAND = "hand", _("人工指定")

    unit = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    community = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    how = models.CharField(max_length=8, choices=How.choices)
    contact = models.CharField(max_length=40, blank=True, default="")
    contact_phone = models.CharField(max_length=40, blank=True, default="")
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(CheckinQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Term.Meta):
        abstract = False
        indexes: ClassVar = [models.Index(fields=["community"], name="unitcheckin_community")]
        constraints: ClassVar = [
            has_start("unitcheckin"),
            # In several communities at once, in each of them once.
            no_overlap("unitcheckin", "unit", "community"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} at {self.community_id}"


class Enrolment(ScopedModel):
    """A resident who checked in as a volunteer at a community, by choice, until taken back.

    `name_sealed` is how the person wants to be called. `unit` is the work unit that the person
    named, or none: what is done is credited to it and to the community. Whether somebody belongs
    to the Party is not kept here. One row stands for a person at a time.
    """

    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="+")
    community = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    unit = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    name_sealed = models.TextField(blank=True, default="")
    skills = ArrayField(models.CharField(max_length=20), default=list)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(VolunteerQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes: ClassVar = [
            models.Index(
                fields=["community", "id"], name="enrolment_standing", condition=Q(ended_at=None)
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resident"], condition=Q(ended_at=None), name="enrolment_one_standing"
            )
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"


class Invitation(ScopedModel):
    """A line of a unit's list: whoever signs in with this phone is asked whether to check in.

    No name is kept; the row goes with the answer, and by itself on `until`. Being on a list enrols
    nobody. The phone gets one text: `phone_sealed` stands until it went out, then the blind index
    alone; `code` is the address at which one says no without signing in.
    """

    phone_blind = models.CharField(max_length=64)
    phone_sealed = models.TextField(blank=True, default="")
    code = models.CharField(max_length=24, null=True, unique=True)  # noqa: DJ001 - unique
    told_at = models.DateTimeField(null=True)
    unit = models.ForeignKey("orgs.Body", models.CASCADE, related_name="+")
    community = models.ForeignKey("orgs.Body", models.CASCADE, related_name="+")
    until = models.DateField(db_index=True)

    objects = ScopedManager.from_queryset(InvitationQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["phone_blind", "unit"], name="invitation_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], name="invitation_to_tell", condition=~Q(phone_sealed=""))
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class NotAgain(ScopedModel):
    """A phone that said no to lists of units: no line of a list stands for it, no text goes to it.

    A blind index and nothing else; units do not learn of it.
    """

    phone_blind = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    objects = ScopedManager.from_queryset(NobodysQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"no {self.pk}"
