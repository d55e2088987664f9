"""References of the tables that grow with every report."""

from __future__ import annotations

from typing import Any

from django.db import models


class Link(models.ForeignKey[Any, Any]):
    """A reference without a way back and without an index of its own.

    Each index costs every report: those that queries need are named in Meta, partial where they can
    be, and what is referred to is kept, never deleted.
    """

    def __init__(self, to: Any, on_delete: Any, **options: Any) -> None:
        super().__init__(to, on_delete, **{"related_name": "+", "db_index": False, **options})
