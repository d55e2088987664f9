"""What the named rows between bodies share: a term, a basis, and who recorded them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, Value

from gongzhi.kernel.scoped_orm import ScopedModel


class Recorded(models.Model):
    """Abstract: the document it rests on, who recorded it and when."""

    basis = models.CharField(max_length=120, blank=True, default="", verbose_name="依据")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True


class Term(ScopedModel, Recorded):
    """Abstract: holds from a day to a day, [from, to); no personal data is copied elsewhere."""

    valid = DateRangeField(verbose_name="任期")

    class Meta(ScopedModel.Meta):
        abstract = True


def has_start(name: str) -> CheckConstraint:
    """A term is not empty and has a first day."""
    return CheckConstraint(
        condition=Q(valid__isempty=False, valid__lower_inf=False), name=f"{name}_has_start"
    )


def same(column: str) -> Func:
    """A range that holds one id: equality without the extension btree_gist."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


def no_overlap(name: str, *columns: str, when: Q | None = None) -> ExclusionConstraint:
    """Two rows with the same ids never hold at the same time."""
    expressions: list[tuple[Any, str]] = [(same(column), "&&") for column in columns]
    return ExclusionConstraint(
        name=f"{name}_no_overlap", expressions=[*expressions, ("valid", "&&")], condition=when
    )
