"""The residents' say: ratings that nobody can overwrite, and support for somebody's report."""

from __future__ import annotations

import pgtrigger
from django.db import models

# The outer brackets are ours: the library adds none where the text begins with one.
_MORE_THAN_THE_WORDS = (
    "((OLD.order_id, OLD.resident_id, OLD.round, OLD.solved, OLD.satisfaction, OLD.at)"
    " IS DISTINCT FROM"
    " (NEW.order_id, NEW.resident_id, NEW.round, NEW.solved, NEW.satisfaction, NEW.at)"
    " OR NEW.comment <> '')"
)


class Rating(models.Model):
    """One judgement per person and round of work. Insert only: a trigger refuses changes.

    Only the words may be emptied, when their time is over or their author leaves.
    """

    order = models.ForeignKey("orders.Order", models.PROTECT, related_name="ratings")
    resident = models.ForeignKey("accounts.Resident", models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    solved = models.BooleanField()
    satisfaction = models.PositiveSmallIntegerField(null=True)
    comment = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        triggers = [
            pgtrigger.Protect(name="rating_for_ever", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="rating_words_only_go",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(_MORE_THAN_THE_WORDS),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["order", "resident", "round"], name="rating_once"),
            models.CheckConstraint(
                condition=models.Q(satisfaction=None)
                | models.Q(satisfaction__gte=1, satisfaction__lte=3),
                name="rating_scale",
            ),
        ]

    def __str__(self) -> str:
        return f"rating {self.pk}"


class Support(models.Model):
    """ "I met this too": follows the order and may rate it."""

    order = models.ForeignKey("orders.Order", models.CASCADE, related_name="supports")
    resident = models.ForeignKey("accounts.Resident", models.CASCADE, related_name="supports")
    at = models.DateTimeField()
    from_merge = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "resident"], name="support_once")]

    def __str__(self) -> str:
        return f"support {self.pk}"
