"""Things that are lent at a station (QA-16), and the ledger of who has them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.venues.querysets import LoanQuerySet


class Tool(models.Model):
    """A kind of thing at a station, and how many of them: public facts.

    `out` are with residents; the database refuses more out than there are.
    """

    id = models.BigAutoField(primary_key=True)
    station = models.ForeignKey("venues.Station", models.PROTECT, related_name="tools")
    name = models.CharField(max_length=40)
    total = models.PositiveSmallIntegerField()
    out = models.PositiveSmallIntegerField(default=0)
    broken = models.PositiveSmallIntegerField(default=0)
    ended_on = models.DateField(null=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["station", "name"], condition=Q(ended_on=None), name="tool_once"
            ),
            models.CheckConstraint(
                condition=Q(total__gte=F("out") + F("broken")), name="tool_not_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def free(self) -> int:
        return self.total - self.out - self.broken


class Loan(ScopedModel):
    """One line of the ledger: lent to somebody, until a day; no deposit is taken.

    Once it is closed, `back` and `lost` make up the quantity; `damaged` are of those that are back.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    tool = models.ForeignKey(Tool, models.PROTECT, related_name="+")
    # Empty once the account was deleted: what is out stays counted.
    resident = models.ForeignKey("accounts.Resident", models.SET_NULL, null=True, related_name="+")
    quantity = models.PositiveSmallIntegerField()
    lent_at = models.DateTimeField()
    due_on = models.DateField()
    back = models.PositiveSmallIntegerField(default=0)
    damaged = models.PositiveSmallIntegerField(default=0)
    lost = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False)

    objects = ScopedManager.from_queryset(LoanQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="loan_of_some"),
            models.CheckConstraint(
                condition=Q(closed_at=None, back=0, lost=0, damaged=0)
                | Q(
                    closed_at__isnull=False, quantity=F("back") + F("lost"), damaged__lte=F("back")
                ),
                name="loan_adds_up",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="loan_open", condition=Q(closed_at=None)),
            models.Index(fields=["resident", "-lent_at"], name="loan_of_resident"),
        ]

    def __str__(self) -> str:
        return f"loan {self.pk}"
