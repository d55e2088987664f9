"""Members who reported to the community of their home, and what they did there (ML-40)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongzhi.kernel.scoped_orm import ScopedManager, ScopedModel
from gongzhi.registers.querysets import OwnOnlyQuerySet


class MemberAtHome(ScopedModel):
    """A resident who said "I am a member, call me": by the own hand, withdrawn at any time.

    Where one is called is where the own row of the register (`Person`) has its home. Nobody of
    the staff reads these rows: the product makes no list of people by belief. Not linked to the
    roll of a Party organisation, nor to any position.
    """

    resident = models.OneToOneField("accounts.Resident", models.CASCADE, related_name="+")
    since = models.DateTimeField()

    objects = ScopedManager.from_queryset(OwnOnlyQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"member at home {self.pk}"


class MemberHelp(ScopedModel):
    """Who accepted a whistle; only who accepts has a row, and taking it back deletes it.

    `minutes` are recorded once, by the member or by the organiser (`said_by` self | organiser):
    both count the same, and neither needs a place or a position.
    """

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="+")
    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(null=True)
    recorded_at = models.DateTimeField(null=True)
    said_by = models.CharField(max_length=9, blank=True, default="")

    objects = ScopedManager.from_queryset(OwnOnlyQuerySet)()  # type: ignore[misc, django-manager-missing]

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["order", "resident"], name="memberhelp_once"),
            models.CheckConstraint(
                condition=Q(minutes=None, said_by="")
                | Q(minutes__isnull=False, said_by__in=("self", "organiser")),
                name="memberhelp_said",
            ),
        ]

    def __str__(self) -> str:
        return f"help {self.pk}"
