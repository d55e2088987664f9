"""Areas: an identity that never changes, and its versions in time.

Areas are configuration, the same for everybody: no scope guards them.
"""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy


class Area(models.Model):  # type: ignore[django-manager-missing]
    """A division or grid for ever, whatever it is called and wherever its border runs."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=40, verbose_name="类别")

    class Meta:
        verbose_name = gettext_lazy("区域")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


@pghistory.track(
    # Once a statement: a city brings in tens of thousands of rows at a time.
    pghistory.InsertEvent(level=pgtrigger.Statement),
    pghistory.UpdateEvent(),
    attrs={"pgh_id": models.BigAutoField(primary_key=True)},
)
class AreaVersion(models.Model):
    """What an area was from one day to another.

    `path` is made of area ids, root first, and ends with a separator (`1.2.`), so that a subtree
    is `>= '1.2.' AND < '1.2/'`. `shape` is a GeoJSON geometry in WGS 84 degrees. `valid` is
    `[from, to)`; two versions of one area never overlap.
    """

    id = models.BigAutoField(primary_key=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="versions")
    code = models.CharField(max_length=20, verbose_name="编码")
    name = models.CharField(max_length=80, verbose_name="名称")
    name_en = models.CharField(max_length=120, blank=True, default="")
    level = models.SmallIntegerField(verbose_name="层级")
    parent = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="child_versions"
    )
    path = models.TextField(db_collation="C")
    shape = models.JSONField(null=True, blank=True)
    centre_lon = models.FloatField(null=True, blank=True)
    centre_lat = models.FloatField(null=True, blank=True)
    valid = DateRangeField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = gettext_lazy("区域版本")
        indexes = [models.Index(fields=["path"], name="areas_version_path")]
        constraints = [
            ExclusionConstraint(
                name="areas_version_no_overlap",
                expressions=[
                    (Func(F("area"), F("area"), Value("[]"), function="int8range"), "&&"),
                    ("valid", "&&"),
                ],
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid__upper_inf=True), name="areas_version_open_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
