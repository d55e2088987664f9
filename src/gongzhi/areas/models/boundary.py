"""Changes of boundaries: what became of which area from which day on (ML-13, JN-17)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy

_MANY = """
    IF EXISTS (
        SELECT 1 FROM areas_boundarylink
        WHERE change_id = NEW.change_id AND {side} = NEW.{side}
        GROUP BY {side} HAVING count(*) > 1 AND NOT bool_or({mark})
    ) THEN
        RAISE EXCEPTION 'boundary change %: area % has several links and no residual',
            NEW.change_id, NEW.{side} USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def _names_the_residual(name: str, side: str, mark: str) -> pgtrigger.Trigger:
    """At the end of the transaction: where an area has several links, one is the residual."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.Update,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        func=_MANY.format(side=side, mark=mark),
    )


@pghistory.track(attrs={"pgh_id": models.BigAutoField(primary_key=True)})
class BoundaryChange(models.Model):
    """One change, in force from the start of the local day `effective_on`.

    Who made it is a plain user id and name: areas lie below accounts. `problem` says why a
    planned change could not be applied on its day.
    """

    class Kind(models.TextChoices):
        SPLIT = "split", "拆分"
        MERGE = "merge", "合并"
        MOVE = "move", "划转"
        RENAME = "rename", "更名"
        CONVERT = "convert", "改设"
        RESHAPE = "reshape", "调整边界"

    class Status(models.TextChoices):
        PLANNED = "planned", "待生效"
        APPLIED = "applied", "已生效"
        CANCELLED = "cancelled", "已取消"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    effective_on = models.DateField(verbose_name="生效日期")
    note = models.CharField(max_length=500, blank=True, default="", verbose_name="依据和说明")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    made_by = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=60, blank=True, default="")
    made_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")

    class Meta:
        verbose_name = gettext_lazy("区划调整")
        indexes = [
            models.Index(
                fields=["effective_on"], name="boundary_planned", condition=Q(status="planned")
            ),
            models.Index(fields=["effective_on", "id"], name="boundary_in_order"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=("planned", "applied", "cancelled")),
                name="boundary_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="applied", applied_at__isnull=False)
                | (~Q(status="applied") & Q(applied_at__isnull=True)),
                name="boundary_applied_has_time",
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="boundary_status_moves",
                field="status",
                transitions=[("planned", "applied"), ("planned", "cancelled")],
            ),
            pgtrigger.Protect(name="boundary_change_stays", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.effective_on}"


@pghistory.track(attrs={"pgh_id": models.BigAutoField(primary_key=True)})
class ChangeTarget(models.Model):
    """What an area is to be from the day of a change on; `made` when the change brings it forth.

    `takes` are ids of areas below that are to come under it whatever the shapes say.
    """

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(BoundaryChange, models.PROTECT, related_name="targets")
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    made = models.BooleanField(default=False)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True, default="")
    kind = models.CharField(max_length=40)
    level = models.SmallIntegerField()
    parent = models.ForeignKey("areas.Area", models.PROTECT, null=True, related_name="+")
    shape = models.JSONField(null=True)
    takes = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "area"], name="boundary_target_once"),
            models.UniqueConstraint(fields=["change", "code"], name="boundary_target_code_once"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("area")),
                name="boundary_target_not_below_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@pghistory.track(attrs={"pgh_id": models.BigAutoField(primary_key=True)})
class BoundaryLink(models.Model):
    """An area before the change, an area after it.

    `residual`: of several links out of `from_area` this one takes what no shape holds or what
    has no point. `residual_back`: the same for the way back, of several links into `to_area`.
    """

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(BoundaryChange, models.PROTECT, related_name="links")
    from_area = models.ForeignKey("areas.Area", models.PROTECT, related_name="links_out")
    to_area = models.ForeignKey("areas.Area", models.PROTECT, related_name="links_in")
    residual = models.BooleanField(default=False)
    residual_back = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "from_area", "to_area"], name="boundary_link_once"
            ),
            models.UniqueConstraint(
                fields=["change", "from_area"],
                condition=Q(residual=True),
                name="boundary_one_residual",
            ),
            models.UniqueConstraint(
                fields=["change", "to_area"],
                condition=Q(residual_back=True),
                name="boundary_one_residual_back",
            ),
        ]
        triggers = [
            _names_the_residual("boundary_residual_named", "from_area_id", "residual"),
            _names_the_residual("boundary_residual_back_named", "to_area_id", "residual_back"),
        ]

    def __str__(self) -> str:
        return f"{self.from_area_id} → {self.to_area_id}"


class ChangedVersion(models.Model):
    """A version that a change closed or opened: applying a profile leaves these areas alone."""

    id = models.BigAutoField(primary_key=True)
    change = models.ForeignKey(BoundaryChange, models.PROTECT, related_name="versions")
    version = models.ForeignKey("areas.AreaVersion", models.CASCADE, related_name="changes")
    opened = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "version", "opened"], name="boundary_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.version_id}"
