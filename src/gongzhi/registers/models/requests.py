"""What a person asked about the own row (PIPL art. 44–50), and what the system cleared away."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.registers.querysets import RequestQuerySet

from .people import Person


class DataRequest(ScopedModel):
    """One request. What must be done by when is its order, of the process `data_request`.

    `wish_sealed` is the sealed JSON of the wished words by field key, with a `note`; it is emptied
    when its time is over. `erased` and `kept` say what a deletion or withdrawal did. An export is
    done at once and has no order.
    """

    id = models.BigAutoField(primary_key=True)
    order = models.OneToOneField(
        "orders.Order", models.PROTECT, null=True, blank=True, related_name="+"
    )
    account = models.ForeignKey(
        "accounts.Resident", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10)
    fields = ArrayField(models.CharField(max_length=20), default=list)
    wish_sealed = models.TextField(blank=True, default="")
    erased = ArrayField(models.CharField(max_length=20), default=list)
    kept = ArrayField(models.CharField(max_length=20), default=list)
    outcome = models.CharField(max_length=10, blank=True, default="")
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager.from_queryset(RequestQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        indexes = [models.Index(fields=["account", "-made_at"], name="datarequest_own")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("correct", "withdraw", "delete", "export")),
                name="datarequest_kind",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=("", "granted", "refused", "withdrawn")),
                name="datarequest_outcome",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(outcome=""),
                name="datarequest_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk} {self.kind}"


class RetentionRun(models.Model):
    """One run of one rule: how many rows were cleared of what was older than `before`."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=24)
    count = models.IntegerField()
    before = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["-at"], name="retentionrun_recent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.count}"
