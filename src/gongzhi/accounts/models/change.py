"""One row that moves whenever it changes who may do what, so that no process goes on unaware.

A trigger on each table that decides it moves the version at the very end of the transaction
(deferred: the row is locked for the commit alone). Whoever asks reads the version with the
session, in the same statement (accounts/sessions.py).
"""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models

ROW: Final = 1

_MOVE: Final = """
    INSERT INTO accounts_changestamp AS stamp (id, version, xid)
    VALUES (1, 1, txid_current())
    ON CONFLICT (id) DO UPDATE SET version = stamp.version + 1, xid = txid_current()
    WHERE stamp.xid <> txid_current();
    RETURN NULL;
"""


class ChangeStamp(models.Model):
    """`version` differs after each transaction that changed users, postings, keys or deputies."""

    version = models.BigIntegerField()
    xid = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)


def stamping(operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """A trigger that moves the version after `operation`, once a transaction."""
    return pgtrigger.Trigger(
        name="moves_stamp",
        operation=operation,
        when=pgtrigger.After,
        timing=pgtrigger.Deferred,
        func=_MOVE,
    )
