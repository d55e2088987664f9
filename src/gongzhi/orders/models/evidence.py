"""Photos of an order: near, far, before, after. All metadata is gone before they are stored."""

from __future__ import annotations

from django.db import models

from gongzhi.kernel.scoped_orm import ScopedModel


class Attachment(ScopedModel):
    """A photo of an order. `seq` is the event that it was taken for: it is kept just before it."""

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=10)  # report | before | after | note
    path = models.CharField(max_length=120)  # below MEDIA_ROOT; never served without a scope check
    thumb = models.CharField(max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    seq = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    user = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    resident = models.ForeignKey("accounts.Resident", models.SET_NULL, null=True, related_name="+")
    public = models.BooleanField(default=False)

    class Meta(ScopedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["order", "kind", "sha256"], name="attachment_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
