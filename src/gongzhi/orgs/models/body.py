"""Bodies: who can hold, handle, watch or serve. Configuration, the same for everybody."""

import pghistory
import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy

from gongzhi.areas.models import Area


@pghistory.track(
    # Once a statement: a city brings in tens of thousands of rows at a time.
    pghistory.InsertEvent(level=pgtrigger.Statement),
    pghistory.UpdateEvent(),
    attrs={"pgh_id": models.BigAutoField(primary_key=True)},
)
class Body(models.Model):  # type: ignore[django-manager-missing]
    """One organisation: government, department, street, community, team, firm, Party organisation.

    `kind` is a key of the profile's `orgs/kinds.yaml`. `path` is made of body ids, root first,
    and ends with a separator. `area` is where the body stands and, unless `areas_served` says
    more, what it answers for.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=40, unique=True, verbose_name="编码")
    name = models.CharField(max_length=120, verbose_name="名称")
    short_name = models.CharField(max_length=40, blank=True, default="", verbose_name="简称")
    name_en = models.CharField(max_length=160, blank=True, default="")
    kind = models.CharField(max_length=40, verbose_name="类别")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    path = models.TextField(db_collation="C", default="")
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.PROTECT, related_name="bodies"
    )
    areas_served = models.ManyToManyField(
        Area, through="BodyArea", related_name="serving_bodies", blank=True
    )
    round_the_clock = models.BooleanField(default=False, verbose_name="全天候")
    phone = models.CharField(max_length=40, blank=True, default="", verbose_name="电话")
    on_duty_people = models.IntegerField(default=0, verbose_name="在岗人数")
    active = models.BooleanField(default=True, verbose_name="启用")
    # False: made in the desk (a temporary branch); a profile leaves such a body alone.
    from_profile = models.BooleanField(default=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = gettext_lazy("单位")
        indexes = [
            models.Index(fields=["path"], name="orgs_body_path"),
            models.Index(fields=["kind", "area"], name="orgs_body_kind_area"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def label(self, language: str = "zh") -> str:
        """The full name in a language (`en…` gives the English name where there is one)."""
        return self.name_en if language.startswith("en") and self.name_en else self.name


class BodyArea(models.Model):
    """An area that a body serves besides its own: a property firm's estates, for example."""

    id = models.BigAutoField(primary_key=True)
    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="body_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="body_areas")

    class Meta:
        verbose_name = gettext_lazy("单位服务区域")
        constraints = [models.UniqueConstraint(fields=["body", "area"], name="orgs_body_area_once")]

    def __str__(self) -> str:
        return f"{self.body_id} → {self.area_id}"
