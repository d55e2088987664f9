"""How a change of boundaries mapped each order (issue: totals reconcile in both directions)."""

from __future__ import annotations

from django.db import models

from .link import Link


class OrderMapping(models.Model):
    """The path of an order before a change and after it, and what decided.

    how: single (one successor), point (the shape that holds its point), residual (no point, or in
    none of the shapes), tree (its own area stayed, one above it changed). Counts need no more
    than this table to go back to the boundaries before.
    """

    order = models.ForeignKey(
        "orders.Order", models.CASCADE, related_name="mappings", db_index=False
    )
    change = Link("areas.BoundaryChange", models.PROTECT)
    from_path = models.TextField(db_collation="C")
    to_path = models.TextField(db_collation="C")
    how = models.CharField(max_length=8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "change"], name="mapping_once"),
        ]
        indexes = [models.Index(fields=["change", "from_path"], name="mapping_change")]

    def __str__(self) -> str:
        return f"{self.order_id}: {self.from_path} → {self.to_path}"
