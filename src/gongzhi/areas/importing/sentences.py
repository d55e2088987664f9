"""The sentence of every problem, by its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongzhi.web.words import joined, speaks_chinese

from .columns import TITLES
from .lines import Problem

SENTENCES: Final[dict[str, Promise]] = {
    # The row itself
    "code_missing": _("没有编码。"),
    "code_rounded": _("编码被表格当成了数字，末几位已丢失，请把这一列设为文本后重填。"),
    "code_form": _("“%(value)s”不是编码，应为6位（县）、9位（街道乡镇）、12位（社区）或再加网格号，最多20位数字。"),
    "code_street": _("第7–9位“%(value)s”不对，应为001–099（街道）、100–199（镇）、200–399（乡）或400–599。"),
    "code_community": _("第10–12位“%(value)s”不对，应为001–199（居委会）或200–399（村委会）。"),
    "code_parent": _("编码应以上级的编码%(value)s开头。"),
    "code_twice": _("这个编码在第%(other)s行已经有了。"),
    "name_missing": _("新的区域要有名称。"),
    "too_long": _("太长了，最多%(max)s个字。"),
    "control": _("有看不见的控制字符，请重新填写。"),
    "level_missing": _("新的区域要写层级。"),
    "level_form": _("“%(value)s”不是层级，应为一位数字。"),
    "level_unknown": _("没有第%(value)s级，本市的层级是：%(allowed)s。"),
    "level_parent": _("层级%(value)s应大于上级“%(name)s”的%(level)s。"),
    "kind_form": _("“%(value)s”不是类别，应为小写英文字母。"),
    "kind_missing": _("第%(value)s级有几种类别，请写明是哪一种：%(allowed)s。"),
    "parent_missing": _("新的区域要写上级编码。"),
    "parent_unknown": _("没有编码为%(value)s的上级，文件里和现有区域里都没有。"),
    "date_form": _("“%(value)s”不是日期，应写成2026-03-15。"),
    "date_serial": _("“%(value)s”是表格的日期序号（即%(date)s），请把这一列设为日期格式。"),
    "date_late": _("起始日期不能晚于这次导入生效的%(value)s。"),
    "date_parent": _("起始日期早于上级的起始日期%(value)s。"),
    # Against today's areas
    "moved": _("上级由%(before)s改为%(after)s：这属于区划调整，请到“区划调整”办理。"),
    "converted": _("层级或类别由%(before)s改为%(after)s：这属于区划调整，请到“区划调整”办理。"),
    "later": _("“%(name)s”已有从%(value)s起的安排，请选那天或以后生效。"),
    # The shape
    "shape_none": _("没有图形：落在这里的事项只能归到上级。"),
    "shape_form": _("图形读不出来，应为GeoJSON或WKT的面。"),
    "shape_type": _("图形是%(value)s，应为面（Polygon或MultiPolygon）。"),
    "shape_collection": _("图形是几何集合，请拆成面（Polygon或MultiPolygon）。"),
    "shape_empty": _("图形是空的。"),
    "ring_short": _("第%(ring)s个环不足四个点。"),
    "ring_open": _("第%(ring)s个环没有闭合，最后一点应与第一点相同。"),
    "number_form": _("坐标里有不是数字的内容。"),
    "swapped": _("坐标像是（纬度，经度），应先写经度，再写纬度。"),
    "projected": _("坐标%(value)s不是经纬度的度数，像是投影坐标（如EPSG:3857或高斯—克吕格），请先转换。"),
    "out_of_range": _("坐标%(value)s超出经纬度的范围。"),
    "height": _("坐标带高程，已略去。"),
    "crossing": _("边界自相交或有重复的边。"),
    "overlap": _("与“%(name)s”（%(code)s）重叠约%(area)s。"),
    "outside": _("超出上级“%(name)s”约%(area)s。"),
    "outside_child": _("它的下级“%(name)s”有约%(area)s落在新的边界之外。"),
    "gap": _("“%(name)s”的下级之间留有空白约%(area)s，没有划进任何一个。"),
    "gap_outer": _("“%(name)s”有约%(area)s没有划进任何下级。"),
}  # fmt: skip


def sentence(problem: Problem) -> str:
    """The problem in the user's language, areas by their names in it where they have one."""
    return str(SENTENCES[problem.key]) % _spoken(problem.values)


def _spoken(values: Mapping[str, Any]) -> dict[str, Any]:
    """`name_en` beside `name` stands for it on English pages; lists are joined."""
    chinese = speaks_chinese()
    found = {}
    for key, value in values.items():
        said = value if chinese else values.get(f"{key}_en") or value
        found[key] = joined(said) if isinstance(said, list) else said
    return found


def column_title(problem: Problem) -> str:
    """The heading that the problem concerns."""
    title = TITLES.get(problem.column)
    return str(title) if title is not None else problem.column
