"""Who holds which post, and appointments across bodies with their legal steps."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.orgs.querysets import CrossQuerySet, PostQuerySet

from .base import Recorded, Term, has_start
from .body import Body


class Post(models.TextChoices):
    """Posts of branches, residents' and owners' committees, firms and joint bodies."""

    SECRETARY = "secretary", _("书记")
    DEPUTY_SECRETARY = "deputy_secretary", _("副书记")
    COMMITTEE = "committee", _("委员")
    PART_TIME = "part_time", _("兼职委员")
    HEAD = "head", _("组长")
    DEPUTY_HEAD = "deputy_head", _("副组长")
    CHAIR = "chair", _("主任")
    VICE_CHAIR = "vice_chair", _("副主任")
    OWNER_DELEGATE = "owner_delegate", _("业主代表")
    PROJECT_MANAGER = "project_manager", _("物业项目负责人")
    QUALITY_SUPERVISOR = "quality_supervisor", _("质量监督员")


# Of these a body has one at a time.
SINGLE = (Post.SECRETARY, Post.HEAD, Post.CHAIR)


class OfficePost(Term):
    """A post of a body and who holds it. Holders only: there is no list of members."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    post = models.CharField(max_length=20, choices=Post.choices)
    holder_name = models.CharField(max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = ScopedManager.from_queryset(PostQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(Term.Meta):
        verbose_name = _("任职")
        indexes: ClassVar = [models.Index(fields=["body", "post"], name="orgs_post_body_post")]
        constraints: ClassVar = [
            has_start("orgs_post"),
            # A text has no range of its own, so its hash stands for the post's name.
            ExclusionConstraint(
                name="orgs_post_single",
                expressions=[
                    (Func(F("body"), F("body"), Value("[]"), function="int8range"), "&&"),
                    (
                        Func(
                            Func(F("post"), function="hashtext"),
                            Func(F("post"), function="hashtext"),
                            Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    ("valid", "&&"),
                ],
                condition=Q(post__in=[str(post) for post in SINGLE]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}@{self.body_id}"


class CrossAppointment(ScopedModel, Recorded):
    """Somebody with a post in `from_body` takes one in `to_body` (双向进入、交叉任职).

    Three steps, each with its day: recommended by the Party organisation, agreed by a meeting,
    elected or appointed. Only the last makes an `OfficePost`; ending that ends this. Sources:
    ML-23, XY-25, JN-38; Civil Code art. 277 (an owners' committee is elected by the owners).
    """

    class State(models.TextChoices):
        RECOMMENDED = "recommended", _("已推荐")
        AGREED = "agreed", _("会议已同意")
        APPOINTED = "appointed", _("已任职")
        DROPPED = "dropped", _("未通过")

    class How(models.TextChoices):
        ELECTED = "elected", _("选举产生")
        APPOINTED = "appointed", _("聘任")

    person_name = models.CharField(max_length=40)
    from_body = models.ForeignKey(Body, models.PROTECT, related_name="sent_out")
    from_post = models.CharField(max_length=20, choices=Post.choices, blank=True, default="")
    to_body = models.ForeignKey(Body, models.PROTECT, related_name="taken_in")
    to_post = models.CharField(max_length=20, choices=Post.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.RECOMMENDED)
    recommended_on = models.DateField()
    agreed_on = models.DateField(null=True, blank=True)
    agreed_by = models.CharField(max_length=80, blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    how = models.CharField(max_length=12, choices=How.choices, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    office = models.OneToOneField(
        OfficePost, models.PROTECT, null=True, blank=True, related_name="cross"
    )

    objects = ScopedManager.from_queryset(CrossQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        verbose_name = _("交叉任职")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(from_body=F("to_body")), name="orgs_cross_not_itself"
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True) | Q(agreed_on__gte=F("recommended_on")),
                name="orgs_cross_agreed_after",
            ),
            models.CheckConstraint(
                condition=~Q(state="appointed")
                | Q(agreed_on__isnull=False, decided_on__gte=F("agreed_on"), office__isnull=False)
                & ~Q(basis="")
                & ~Q(how=""),
                name="orgs_cross_appointed_by_steps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_body_id} → {self.to_body_id}"
