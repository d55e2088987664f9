"""Parts of a page that may be long: so many rows at a time, each part with pages of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator

MOST = 100  # rows of one part at a time


class Parts:
    """Which page of which part was asked for (`?members=2`), and which parts have more than one."""

    def __init__(self, asked: Mapping[str, str] | None = None) -> None:
        self._asked = asked or {}
        self.pages: dict[str, Page[Any]] = {}

    def cut(self, name: str, rows: Any) -> list[Any]:
        """The rows of the page asked for. A short part costs one query and has no pages."""
        asked = self._asked.get(name, "1")
        if asked == "1":
            found = list(rows[: MOST + 1])
            if len(found) <= MOST:
                return found
        page = Paginator(rows, MOST).get_page(asked)
        if page.paginator.num_pages > 1:
            self.pages[name] = page
        return list(page.object_list)
