"""One row that moves whenever it changes who may do what, so that no process goes on unaware.

A trigger on each table that decides it moves the version, once a statement and once a transaction.
Services lock the person first and write last, so that the row is held briefly. Whoever asks reads the version with the
session, in the same statement (accounts/login/sessions.py).
"""

from __future__ import annotations

from typing import Final

import pgtrigger
from django.db import models

ROW: Final = 1

# Once a statement, not a row: for each of 42,000 postings it would take seconds.
_MOVE: Final = """
    IF current_setting('gongzhi.stamped', true) IS DISTINCT FROM txid_current()::text THEN
        INSERT INTO accounts_changestamp AS stamp (id, version) VALUES (1, 1)
        ON CONFLICT (id) DO UPDATE SET version = stamp.version + 1;
        PERFORM set_config('gongzhi.stamped', txid_current()::text, true);
    END IF;
    RETURN NULL;
"""


class ChangeStamp(models.Model):
    """`version` differs after each transaction that changed users, postings, keys or deputies."""

    version = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)


def stamping(operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    """A trigger that moves the version after `operation`, once a transaction."""
    return pgtrigger.Trigger(
        name="moves_stamp",
        operation=operation,
        when=pgtrigger.After,
        level=pgtrigger.Statement,
        func=_MOVE,
    )
