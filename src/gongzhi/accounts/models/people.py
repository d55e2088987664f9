"""Who acts: staff users with postings, residents with a phone, programs with a key."""

from __future__ import annotations

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Func, Q, Value

from gongzhi.accounts.querysets import ResidentQuerySet
from gongzhi.accounts.rules import ADMIN_ROLES
from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel

from .change import stamping


class UserManager(BaseUserManager["User"]):
    """Makes users with a hashed password."""

    def create_user(self, username: str, password: str | None = None, **extra: object) -> User:
        """A saved user; without a password nobody can log in with it."""
        user = self.model(username=username, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A member of staff. Residents are `Resident`: they never get a password."""

    username = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=40)
    phone_sealed = models.TextField(blank=True, default="")
    language = models.CharField(max_length=10, blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    # Of the personnel office; a city's login service may know people by it.
    employee_number = models.CharField(max_length=40, blank=True, default="")
    # The password was given by somebody else: it must be changed at the first login, by then.
    temporary_until = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        indexes = [models.Index(fields=["name", "id"], name="user_by_name")]
        constraints = [
            models.UniqueConstraint(
                fields=["employee_number"],
                condition=~Q(employee_number=""),
                name="user_employee_number_once",
            )
        ]
        triggers = [
            stamping(
                pgtrigger.UpdateOf("is_active", "password", "name", "temporary_until")
                | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    # Once a statement: a city brings in tens of thousands of rows at a time.
    pghistory.InsertEvent(level=pgtrigger.Statement),
    pghistory.UpdateEvent(),
    attrs={"pgh_id": models.BigAutoField(primary_key=True)},
)
class Posting(models.Model):
    """A role at a body or for an area, from–to. What one may see and do follows from it.

    Without an `area` the posting reaches what the body answers for. `valid` is [from, to).
    """

    user = models.ForeignKey(User, models.CASCADE, related_name="postings")
    role = models.CharField(max_length=40)
    body = models.ForeignKey("orgs.Body", models.PROTECT, related_name="postings")
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, blank=True, related_name="+")
    valid = DateRangeField()

    class Meta:
        indexes = [
            models.Index(fields=["body", "role"], name="posting_body_role"),
            models.Index(fields=["role", "user"], name="posting_role_user"),
        ]
        triggers = [stamping(pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            # System, security and audit are three people (MLPS level 3): nobody holds two at a
            # time, whoever writes the row.
            ExclusionConstraint(
                name="posting_one_administrator",
                expressions=[
                    (
                        Func("user", "user", Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=ADMIN_ROLES),
            ),
            models.CheckConstraint(
                condition=Q(valid__isempty=False, valid__lower_inf=False),
                name="posting_valid_has_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}:{self.role}@{self.body_id}"


class Resident(ScopedModel):
    """A person who reports, known by a phone number only; both are sealed (PIPL art. 28, 51).

    Whoever deletes the account (`left_at`) leaves a row without phone and name: judgements of
    finished work stand on it, and nothing leads from it to the person.
    """

    phone_blind = models.CharField(max_length=64, unique=True)
    phone_sealed = models.TextField()
    name_sealed = models.TextField(blank=True, default="")
    verified_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True, default="")
    large_type = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(ResidentQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"resident {self.pk}"


class PhoneCode(models.Model):
    """A one-time code sent to a phone; only its keyed hash is kept."""

    phone_blind = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    source_blind = models.CharField(max_length=64, blank=True, default="")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["phone_blind", "-sent_at"], name="phonecode_recent"),
            models.Index(fields=["source_blind", "-sent_at"], name="phonecode_source"),
        ]

    def __str__(self) -> str:
        return f"code {self.pk}"


class ApiKey(models.Model):
    """A program's key: the prefix finds it, the hash proves it. It acts as its user."""

    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    user = models.ForeignKey(User, models.CASCADE, related_name="api_keys")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = [stamping(pgtrigger.UpdateOf("revoked_at", "user_id") | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    @property
    def dialog(self) -> str:
        """Names the dialog that asks before the key is taken back."""
        return f"revoke-{self.prefix}"


_MORE_THAN_UNLINKING = (
    # The outer brackets are ours: the library adds none where the text begins with one.
    "((OLD.user_id, OLD.kind, OLD.subject, OLD.purpose, OLD.at)"
    " IS DISTINCT FROM (NEW.user_id, NEW.kind, NEW.subject, NEW.purpose, NEW.at)"
    " OR NEW.resident_id IS NOT NULL)"
)


class AccessLog(models.Model):
    """Who opened, searched or exported protected data, when and what for (at least six months).

    Insert only: the database refuses changes, and deletion before six months have passed
    (Cybersecurity Law art. 21). Deleting a resident unlinks the rows and keeps them.
    """

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    resident = models.ForeignKey(Resident, models.SET_NULL, null=True, related_name="looks")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["resident", "-at"], name="accesslog_resident_recent")]
        triggers = [
            pgtrigger.Protect(
                name="keep",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_MORE_THAN_UNLINKING),
            ),
            pgtrigger.Protect(
                name="keep_six_months",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.at > now() - interval '6 months'"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
