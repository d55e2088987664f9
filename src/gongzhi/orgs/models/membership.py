"""Membership: a body belongs to a body, as what, and from when to when."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.orgs.querysets import MembershipQuerySet

from .base import Recorded, Term, has_start, no_overlap
from .body import Body


class Membership(Term):
    """`member` belongs to `body` (an alliance, a grand committee, a leading group).

    `covered` says that the Party organisation `body` is set up in `member` (a firm, a park, a
    building, a mall), alone or jointly: coverage is counted from these rows (ML-20, JN-36, JN-40).
    """

    class Role(models.TextChoices):
        CONVENER = "convener", _("召集单位")
        LEAD = "lead", _("牵头单位")
        DEPUTY = "deputy", _("副召集单位")
        MEMBER = "member", _("成员单位")
        PART_TIME = "part_time", _("兼职委员单位")
        COVERED = "covered", _("已建党组织")

    body = models.ForeignKey(Body, models.PROTECT, related_name="memberships")
    member = models.ForeignKey(Body, models.PROTECT, related_name="belongs_to")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.MEMBER)
    representative = models.CharField(max_length=40, blank=True, default="")
    post_title = models.CharField(max_length=60, blank=True, default="")

    objects = ScopedManager.from_queryset(MembershipQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Term.Meta):
        verbose_name = _("成员关系")
        indexes: ClassVar = [
            models.Index(fields=["body", "role"], name="orgs_member_body_role"),
            models.Index(fields=["member", "role"], name="orgs_member_member_role"),
        ]
        constraints: ClassVar = [
            has_start("orgs_member"),
            no_overlap("orgs_member", "body", "member"),
            models.CheckConstraint(condition=~Q(body=F("member")), name="orgs_member_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.body_id}"


class MembershipCorrection(ScopedModel, Recorded):
    """A mistake in a membership put right, whenever it was made: what it said and what it says.

    `was` and `became` hold since, until, role, representative, post_title, basis; `became` is None
    where the whole row was a mistake and is gone. Rows are never changed.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    member = models.ForeignKey(Body, models.PROTECT, related_name="+")
    row_id = models.BigIntegerField()
    was = models.JSONField()
    became = models.JSONField(null=True)
    why = models.CharField(max_length=200)

    objects = ScopedManager.from_queryset(MembershipQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        verbose_name = _("成员关系的更正")
        indexes: ClassVar = [models.Index(fields=["row_id"], name="orgs_correction_row")]

    def __str__(self) -> str:
        return f"correction of {self.row_id}"
