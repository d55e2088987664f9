"""What waits to be applied to the areas: imports of shapes and rows, and plans of grids.

Who staged and who decided are numbers and names: areas lie below accounts.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy


class AreaImport(models.Model):
    """Rows from a file, the map editor or a plan, checked and waiting to be applied or discarded.

    `rows` are `importing.lines.Line`s as JSON (shapes WGS 84), `read_problems` what reading them
    found, `found` the review that the preview shows, `written` the codes that applying made or
    changed: a profile applied later leaves them alone. `digest` is the SHA-256 of what came in.
    """

    STAGED, APPLIED, DISCARDED = "staged", "applied", "discarded"
    FILE, EDITOR, PLAN = "file", "editor", "plan"

    status = models.CharField(max_length=10, default=STAGED)
    source = models.CharField(max_length=10, default=FILE)
    file_name = models.CharField(max_length=120, blank=True, default="")
    crs = models.CharField(max_length=10)
    digest = models.CharField(max_length=64)
    day = models.DateField()
    rows = models.JSONField()
    read_problems = models.JSONField(default=list)
    found = models.JSONField()
    written = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by = models.CharField(max_length=80, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        verbose_name = gettext_lazy("区域导入")
        indexes = [models.Index(fields=["-made_at"], name="areas_import_recent")]
        constraints = [
            models.CheckConstraint(
                name="areas_import_status",
                condition=models.Q(status__in=["staged", "applied", "discarded"]),
            ),
            models.CheckConstraint(
                name="areas_import_decided",
                condition=models.Q(status="staged") ^ models.Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.pk} {self.status}"


class GridPlan(models.Model):
    """A proposal of grids for one area: homes, to which grid each belongs, and its measures.

    `homes` are `planning.values.Home`s as JSON, `assignment` the number of the proposed grid by
    home, `today` the code of the area that holds it now. Addresses stand for buildings, not for
    people: no name is read. `lowest` and `highest` are households a grid. `moves` are the changes
    by hand, the newest last: [number of a home, the grid it came from].
    """

    STAGED, ACCEPTED, DISCARDED = "staged", "accepted", "discarded"

    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+")
    status = models.CharField(max_length=10, default=STAGED)
    file_name = models.CharField(max_length=120, blank=True, default="")
    lowest = models.IntegerField()
    highest = models.IntegerField()
    homes = models.JSONField()
    assignment = models.JSONField()
    today = models.JSONField()
    moves = models.JSONField(default=list)
    version = models.IntegerField(default=1)
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField(null=True)
    made_by = models.CharField(max_length=80, blank=True, default="")
    became = models.ForeignKey(AreaImport, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = gettext_lazy("网格方案")
        indexes = [models.Index(fields=["-made_at"], name="areas_plan_recent")]
        constraints = [
            models.CheckConstraint(
                name="areas_plan_bounds",
                condition=models.Q(lowest__gte=1, highest__gte=models.F("lowest")),
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk} {self.status}"
