"""Where a row stands: the lowest area that holds it, and whether the writer reaches it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from gongzhi.areas import selectors as areas
from gongzhi.kernel.said import said as _
from gongzhi.kernel.scope import covers
from gongzhi.kernel.textindex import bigrams
from gongzhi.orgs.models import Body
from gongzhi.registers.catalogue.base import Draft, Writing
from gongzhi.registers.catalogue.matching import chunks
from gongzhi.registers.reach import area_paths


def by_code_or_point(drafts: Sequence[Draft]) -> None:
    """The area by its code where one is filled, else by the point; both columns, or a problem."""
    for draft in drafts:
        columns = draft.columns
        if (columns.get("lon") is None) != (columns.get("lat") is None):
            draft.wrong("lat" if columns.get("lat") is None else "lon", _("经度和纬度要一起填。"))
            continue
        code = columns.pop("area_code", "")
        if code:
            area = areas.area_by_code(code)
            if area is None:
                draft.wrong("area_code", _("没有这个区域编码。"))
                continue
        elif columns.get("lon") is not None:
            area = areas.locate(columns["lon"], columns["lat"])
            if area is None:
                draft.wrong("lon", _("这个位置不在本市的任何网格里。"))
                continue
        else:
            draft.wrong("area_code", _("请填所属网格的编码，或者经纬度。"))
            continue
        columns["area_id"], columns["area_path"] = area.id, area.path


def only_within_reach(drafts: Iterable[Draft], writing: Writing, roles: frozenset[str]) -> None:
    """Note the drafts whose area the writer does not reach; the system reaches all."""
    if writing.actor.is_system:
        return
    paths = area_paths(writing.actor, roles)

    @cache
    def reached(path: str) -> bool:
        return any(covers(above, path) for above in paths)

    for draft in drafts:
        path = draft.columns.get("area_path")
        if path is not None and not reached(path):
            draft.outside = True
            draft.wrong("area_code", _("这个位置不在您的辖区里，不能登记。"))


def bodies_named(words: Iterable[str]) -> dict[str, int | None]:
    """Codes and names to the id of an active body; None where several have the name."""
    found: dict[str, int | None] = {}
    for some in chunks(words):
        rows = Body.objects.filter(active=True, name__in=some).values_list("name", "id")
        for name, body_id in rows:
            found[name] = None if name in found else body_id
        found.update(Body.objects.filter(active=True, code__in=some).values_list("code", "id"))
    return found


def search_text(*texts: Any) -> str:
    """Bigrams as the text form of a tsvector, each quoted."""
    tokens = sorted({token for text in texts if text for token in bigrams(str(text))})
    return " ".join("'" + token.replace("\\", "\\\\").replace("'", "''") + "'" for token in tokens)
