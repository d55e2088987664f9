"""What administrators did to accounts: written once, kept, read by the audit administrator."""

from __future__ import annotations

import pgtrigger
from django.db import models

from .people import User


class AccountEvent(models.Model):
    """One act. `kind` says which (accounts/reading/account_words.py), `values` what it needs to be told.

    Insert only: the database refuses changes, and deletion before six months have passed
    (Cybersecurity Law art. 21; MLPS level 3: audit that cannot be changed).
    """

    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    who = models.CharField(max_length=80)
    kind = models.CharField(max_length=24)
    target = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    values = models.JSONField(default=dict)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["target", "-at"], name="accountevent_target_recent")]
        triggers = [
            pgtrigger.Protect(name="account_event_stays", operation=pgtrigger.Update),
            pgtrigger.Protect(
                name="account_event_six_months",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.at > now() - interval '6 months'"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_id}"
