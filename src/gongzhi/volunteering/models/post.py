"""Posts, the places in them, and what was done there (QJ-06, XY-11)."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.orgs.models.base import same
from gongzhi.volunteering.querysets import ClaimQuerySet


class Post(models.Model):
    """What a community asks for, from when to when, with so many places. Public, no names in it.

    `taken` counts the claims that hold a place and `asked` all that ever came: both move in one
    statement on this row, so that no more than `places` are ever given. `secret_sealed` makes the
    codes of the check-in and never leaves the server. `day` is the service day it was made from.
    `team` is whose activity it is, if one's; `training` says that it is a training of that team.
    """

    community = models.ForeignKey("orgs.Body", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    title = models.CharField(max_length=60)
    text = models.CharField(max_length=500, blank=True, default="")
    theme = models.CharField(max_length=60, blank=True, default="")
    meeting_place = models.CharField(max_length=100)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    during = DateTimeRangeField()
    claim_until = models.DateTimeField()
    skills = ArrayField(models.CharField(max_length=20), default=list)
    places = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    day = models.CharField(max_length=20, blank=True, default="")
    team = models.ForeignKey(
        "volunteering.Team", models.PROTECT, null=True, related_name="posts", db_index=False
    )
    training = models.BooleanField(default=False)
    secret_sealed = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=200, blank=True, default="")
    is_demo = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["community", "claim_until"], name="post_open"),
            models.Index(fields=["team"], name="post_of_team", condition=~Q(team=None)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("places"), places__gte=1, asked__gte=F("taken")),
                name="post_places",
            ),
            models.CheckConstraint(
                condition=Q(
                    during__isempty=False, during__lower_inf=False, during__upper_inf=False
                ),
                name="post_has_times",
            ),
            models.CheckConstraint(
                condition=Q(training=False) | Q(team__isnull=False), name="post_training_of_team"
            ),
            # A service day is planned once.
            models.UniqueConstraint(
                fields=["community", "day", "during"],
                condition=~Q(day="") & Q(cancelled_at=None),
                name="post_day_once",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Claim(ScopedModel):
    """Somebody and a post: a place, a turn in the waiting list, or what became of it.

    `during` is the post's, kept here so that the database refuses two overlapping ones of a
    person; back to back is allowed. `unit` is the one named when the place was taken: what is done
    is credited to it and to the community. `seq` is the order in which people came.

    Times are the server's. `flag` says why a person has to decide; until then nothing is credited.
    `minutes` is None until settled.
    """

    class State(models.TextChoices):
        PLACE = "place", _("有名额")
        WAITING = "waiting", _("候补")
        GIVEN_BACK = "given_back", _("已退")
        DECLINED = "declined", _("社区没有安排")
        CANCELLED = "cancelled", _("岗位取消")

    class How(models.TextChoices):
        CODE = "code", _("扫码")
        PLACE = "place", _("手机比对地点")
        ORGANISER = "organiser", _("组织者确认")

    class Flag(models.TextChoices):
        LATE_CODE = "late_code", _("事后交的码")
        NOT_NEAR = "not_near", _("手机说不在附近")
        TWO_PLACES = "two_places", _("另一处还没有签退")
        PHONE_CLOCK = "phone_clock", _("手机时间对不上")
        NO_OUT = "no_out", _("没有签退")

    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, related_name="+")
    unit = models.ForeignKey("orgs.Body", models.PROTECT, null=True, related_name="+")
    name_sealed = models.TextField(blank=True, default="")
    during = DateTimeRangeField()
    state = models.CharField(max_length=10, choices=State.choices)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True, default="")
    swap_code = models.CharField(max_length=24, null=True, unique=True)  # noqa: DJ001 - unique
    swap_for = models.ForeignKey(Post, models.SET_NULL, null=True, related_name="+")
    in_at = models.DateTimeField(null=True)
    in_how = models.CharField(max_length=9, choices=How.choices, blank=True, default="")
    out_at = models.DateTimeField(null=True)
    out_how = models.CharField(max_length=9, choices=How.choices, blank=True, default="")
    flag = models.CharField(max_length=11, choices=Flag.choices, blank=True, default="")
    minutes = models.PositiveIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(ClaimQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes: ClassVar = [
            models.Index(fields=["post", "seq"], name="claim_of_post"),
            models.Index(fields=["resident", "-at"], name="claim_of_resident"),
            models.Index(
                fields=["unit", "settled_at"], name="claim_credited", condition=Q(minutes__gt=0)
            ),
        ]
        constraints: ClassVar = [
            # One shift of a person at a time: "[)" lets the next begin where the last ended.
            ExclusionConstraint(
                name="claim_no_overlap",
                expressions=[(same("resident"), "&&"), ("during", "&&")],
                condition=Q(state__in=("place", "waiting")),
            ),
            models.UniqueConstraint(fields=["post", "seq"], name="claim_turn_once"),
            models.CheckConstraint(
                condition=Q(minutes=None)
                | Q(minutes=0)
                | Q(state="place", in_at__isnull=False, out_at__isnull=False, flag=""),
                name="claim_minutes_of_a_place",
            ),
            models.CheckConstraint(
                condition=Q(out_at=None) | Q(in_at__isnull=False, out_at__gte=F("in_at")),
                name="claim_out_after_in",
            ),
        ]

    def __str__(self) -> str:
        return f"claim {self.pk}"
