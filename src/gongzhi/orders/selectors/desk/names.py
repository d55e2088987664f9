"""Names in the language in force, from what the process keeps in memory anyway."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.areas import selectors as areas
from gongzhi.orgs import selectors as orgs

from ...dispatch.catalogue import category_by_id
from ...models import Category
from ...process.spec import ProcessSpec


def language() -> str:
    return get_language() or "zh-hans"


def speaks_english() -> bool:
    return language().startswith("en")


def category_name(category: Category | None) -> str:
    if category is None:
        return ""
    return category.name_en if speaks_english() and category.name_en else category.name


def category_with_id(category_id: int | None) -> Category | None:
    """The class, from memory while it is active."""
    if category_id is None:
        return None
    return category_by_id(category_id) or Category.objects.filter(pk=category_id).first()


def body_name(body_id: int | None) -> str:
    body = orgs.body_by_id(body_id) if body_id else None
    return body.label(language()) if body else ""


def area_name(area_path: str, *, levels: int = 1) -> str:
    """The last `levels` names of a path: `鸣凤社区·锦绣家园`."""
    chain = areas.ancestors(area_path)[-levels:]
    return (" · " if speaks_english() else "·").join(area.label(language()) for area in chain)


def source_names() -> dict[str, str]:
    """Where a report came from (glossary 1)."""
    return {
        "snap": _("随手拍"),
        "hotline": _("12345热线"),
        "grid": _("网格上报"),
        "visit": _("入户走访"),
        "window": _("窗口登记"),
        "meeting": _("议事会"),
        "leader": _("领导交办"),
        "device": _("设备告警"),
        "request": _("本人请求"),
        "desk": _("工作台发起"),
        "tip": _("保密举报"),
        "opinion": _("征求意见"),
    }


def source_word(source: str, spec: ProcessSpec) -> str:
    """Where an order came from; residents snap matters only, the rest they ask for in words."""
    if source == "snap" and not spec.classed:
        return _("居民网上提交")
    return source_names().get(source, source)


def lamp_names() -> dict[str, str]:
    return {
        "red": _("超时"),
        "yellow": _("临期"),
        "green": _("正常"),
        "paused": _("停表"),
    }
