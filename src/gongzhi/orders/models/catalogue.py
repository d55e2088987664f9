"""What can be wrong (categories), how long it may take (limits), whose duty it is (duties)."""

from __future__ import annotations

from django.db import models


class Category(models.Model):
    """A class of matters: group 大类, class 小类, item 细项. Codes are data and differ by city."""

    code = models.CharField(max_length=20, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)  # group | class | item
    nature = models.CharField(max_length=10)  # facility | event | service
    icon = models.CharField(max_length=40, blank=True, default="")
    emergency = models.BooleanField(default=False)
    emergency_hint = models.CharField(max_length=200, blank=True, default="")
    public_default = models.BooleanField(default=True)
    aliases = models.CharField(max_length=300, blank=True, default="")
    initials = models.CharField(max_length=80, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class CategoryLimit(models.Model):
    """One (condition, limit, clock) row of an item class; the first is the default."""

    category = models.ForeignKey(Category, models.CASCADE, related_name="limits")
    condition_key = models.CharField(max_length=40)
    condition = models.CharField(max_length=200)
    condition_en = models.CharField(max_length=200, blank=True, default="")
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "condition_key"], name="limit_once")
        ]

    def __str__(self) -> str:
        return f"{self.condition} {self.amount} {self.unit}"


class DutyClause(models.Model):
    """A line of the power-and-duty list: class × area → lead and supporting bodies (JN-07).

    `lead` and each of `supporting` is a body code or `kind:<body kind>` (the body of that kind
    responsible for the order's area). `legal_duty_of` says whose duty it is by law, for the
    guard that nothing of a department's or street's duty goes to a community as lead (QJ-18).
    """

    clause = models.CharField(max_length=20, unique=True)
    category = models.ForeignKey(Category, models.CASCADE, related_name="duties")
    area = models.ForeignKey("areas.Area", models.PROTECT, null=True, related_name="+")
    lead = models.CharField(max_length=60)
    supporting = models.JSONField(default=list)
    basis = models.CharField(max_length=200, blank=True, default="")
    legal_duty_of = models.CharField(max_length=20, blank=True, default="")
    ruled_from = models.CharField(max_length=24, blank=True, default="")
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.clause
