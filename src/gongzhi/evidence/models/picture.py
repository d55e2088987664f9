"""A photo or short video of what was done, and what its people said to it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.evidence.querysets import PictureQuerySet
from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel


class Picture(ScopedModel):
    """Of a post, an activity or a project. Public only while `shown`.

    `consent` is what whoever sent it said of the people in it: none can be told, all agreed, or
    the guardians of children agreed too. `resident` sent it, or `user` of the community. Anybody
    in it can ask for it to go (`asked_away_at`): it is hidden at once, and the keeper decides.
    A picture that was taken away loses its files.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("等社区看过")
        SHOWN = "shown", _("已公开")
        GONE = "gone", _("已撤下")

    class Moment(models.TextChoices):
        DURING = "during", _("过程")
        BEFORE = "before", _("之前")
        AFTER = "after", _("之后")

    class Consent(models.TextChoices):
        NOBODY = "nobody", _("认不出是谁")
        AGREED = "agreed", _("照到的人都同意公开")
        GUARDIAN = "guardian", _("有孩子，监护人书面同意公开")

    community = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    unit = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey("volunteering.Post", models.PROTECT, null=True, related_name="+")
    activity = models.ForeignKey("venues.Activity", models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey(
        "evidence.Project", models.PROTECT, null=True, related_name="pictures"
    )
    moment = models.CharField(max_length=6, choices=Moment.choices)
    path = models.CharField(max_length=120, blank=True, default="")
    thumb = models.CharField(max_length=120, blank=True, default="")
    seconds = models.FloatField(null=True)
    caption = models.CharField(max_length=60, blank=True, default="")
    consent = models.CharField(max_length=8, choices=Consent.choices)
    state = models.CharField(max_length=7, choices=State.choices)
    resident = models.ForeignKey("accounts.Resident", models.SET_NULL, null=True, related_name="+")
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    asked_away_at = models.DateTimeField(null=True)
    blurred_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(PictureQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes: ClassVar = [
            models.Index(fields=["community", "state", "-id"], name="picture_of_wall"),
            models.Index(
                fields=["unit", "-id"], name="picture_of_unit", condition=Q(state="shown")
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, activity=None, project=None)
                | Q(post=None, activity__isnull=False, project=None)
                | Q(post=None, activity=None, project__isnull=False),
                name="picture_of_one",
            ),
            models.CheckConstraint(
                condition=Q(state="gone", path="", thumb="") | (~Q(state="gone") & ~Q(path="")),
                name="picture_gone_has_no_file",
            ),
        ]

    @property
    def is_video(self) -> bool:
        return self.seconds is not None

    def __str__(self) -> str:
        return f"picture {self.pk}"
