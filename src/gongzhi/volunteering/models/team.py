"""Teams and squads by skill, and who joined by choice (ML-25, QJ-09, QJ-11, XY-09, ML-38)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.volunteering.querysets import TeamMemberQuerySet


class Team(models.Model):  # type: ignore[django-manager-missing]
    """A team of a community, street or unit: a public fact. It ends on a day, nothing is deleted.

    `kind` is a key of the profile's `team_kinds`. `body` is the body under which it takes orders,
    so that an order sent to the team is an order like any other; None for a team that takes none.
    """

    host = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    body = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True, default="")
    founded_on = models.DateField()
    founded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ended_on = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["host", "name"], condition=Q(ended_on=None), name="team_once"
            ),
            # An order that comes to a body comes to one team.
            models.UniqueConstraint(
                fields=["body"], condition=Q(ended_on=None), name="team_one_of_a_body"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMember(ScopedModel):
    """A volunteer who joined, until taken back; a name as on the enrolment, gone with leaving."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="+")
    name_sealed = models.TextField(blank=True, default="")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(TeamMemberQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["team", "resident"], condition=Q(ended_at=None), name="team_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"member {self.pk}"
