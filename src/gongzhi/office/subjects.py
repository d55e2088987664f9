"""What stands on each settings page: which values of which files, and how they are entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from gongzhi.insight.profile_section import FILE as RATES_FILE
from gongzhi.insight.profile_section import RatesShape
from gongzhi.office import labels
from gongzhi.office.shapes import setting_of
from gongzhi.orders.profile.check_catalogue import STAGES
from gongzhi.orders.settings import OrderSettings
from gongzhi.profiles.content import ProfileFiles
from gongzhi.profiles.sections import PLACEHOLDERS
from gongzhi.profiles.yamlfile import Path
from gongzhi.venues.config import SECTION as VENUES
from gongzhi.venues.config import VenueSettings
from gongzhi.volunteering.config import SECTION as VOLUNTEERING
from gongzhi.volunteering.config import VolunteerSettings
from gongzhi.web.model import FIGURES
from gongzhi.web.navigation import NAVIGATION

Text = str | Promise
Choices = Mapping[str, Text]
Kind = Literal["text", "long", "int", "float", "bool", "choice", "time", "date", "many"]


@dataclass(frozen=True)
class Input:
    """How one value is entered. `least` and `most` bound a number, `most` a text's length."""

    kind: Kind = "text"
    choices: Choices = field(default_factory=dict)
    least: float | None = None
    most: float | None = None
    required: bool = True
    named: bool = False  # several: entered by their names instead of their keys


@dataclass(frozen=True)
class Setting:
    """A single value of a YAML file."""

    file: str
    path: Path
    input: Input
    label: Text


@dataclass(frozen=True)
class Line:
    """A line of a table of settings."""

    label: Text
    cells: tuple[Setting, ...]
    note: Text = ""


@dataclass(frozen=True)
class Group:
    """A table of settings under one title."""

    title: Text
    columns: tuple[Text, ...]
    lines: tuple[Line, ...]
    hint: Text = ""
    preview: bool = False


@dataclass(frozen=True)
class ListGroup:
    """A list of which the office adds and removes lines; a line left empty is taken away.

    `form` says how a line is written: a mapping, a pair of values, or a day with its value.
    """

    title: Text
    file: str
    path: Path
    columns: tuple[tuple[str, Text, Input], ...]
    form: Literal["mapping", "pair", "day"]
    spare: int = 2
    hint: Text = ""


AnyGroup = Group | ListGroup


@dataclass(frozen=True)
class Subject:
    """One settings page."""

    key: str
    title: Text
    icon: str
    about: Text
    files: tuple[str, ...]
    groups: Callable[[ProfileFiles], list[AnyGroup]]


def both(file: str, path: Path, most: int = 80) -> tuple[Setting, Setting]:
    """A text in both languages."""
    text = Input(most=most)
    return (
        Setting(file, (*path, "zh"), text, _("中文")),
        Setting(file, (*path, "en"), text, _("英文")),
    )


_LANGUAGES: Final = (_("中文"), _("英文"))


def _names(files: ProfileFiles) -> list[AnyGroup]:
    head, levels = "profile.yaml", "areas/levels.yaml"
    roles, kinds = "orgs/roles.yaml", "orgs/kinds.yaml"
    sized = Input(most=40, required=False)
    found: list[AnyGroup] = [
        Group(
            _("平台"),
            _LANGUAGES,
            (
                Line(_("平台名称"), both(head, ("platform_name",))),
                Line(_("地方名称"), both(head, ("name",))),
            ),
        ),
        Group(
            _("层级"),
            (*_LANGUAGES, _("规模叫法"), _("规模叫法（英文）")),
            tuple(
                Line(
                    f"{level['no']} · {level['key']}",
                    (
                        *both(levels, ("levels", index), 40),
                        Setting(levels, ("levels", index, "size_zh"), sized, _("规模叫法")),
                        Setting(levels, ("levels", index, "size_en"), sized, _("规模叫法（英文）")),
                    ),
                )
                for index, level in enumerate(files.yaml(levels)["levels"])
            ),
            _("大城市改层级叫法要重算全部网格，应用时可能要半分钟。"),
        ),
    ]
    for title, file, part in ((_("岗位"), roles, "roles"), (_("单位类别"), kinds, "kinds")):
        entries = (files.yaml(file) or {}).get(part, {})
        lines = tuple(Line(key, both(file, (part, key), 40)) for key in entries)
        found.append(Group(title, _LANGUAGES, lines))
    return found


def limit_cells(stage: str) -> tuple[Setting, Setting]:
    """Amount and unit of a stage's limit."""
    file, path = "orders/settings.yaml", ("stages", stage)
    amount, unit = Input("int", least=1), Input("choice", labels.UNITS)
    return (
        Setting(file, (*path, "amount"), amount, _("数")),
        Setting(file, (*path, "unit"), unit, _("时间单位")),
    )


def _stages(files: ProfileFiles) -> list[AnyGroup]:
    file = "orders/settings.yaml"
    stages = Group(
        _("各环节时限"),
        (_("数"), _("时间单位")),
        tuple(Line(labels.STAGES.get(stage, stage), limit_cells(stage)) for stage in STAGES),
        _("各有各的主人；办理时限由小类的情形决定，在“办理时限”里改。不停表的夜里和节假日照走。"),
    )
    rules = []
    for name, label in labels.RULES.items():
        path = tuple(name.split("."))
        made = Input("choice", labels.UNITS) if path[-1] == "unit" else _shaped(path)
        rules.append(Line(label, (Setting(file, path, made, label),)))
    return [stages, Group(_("规则"), (_("值"),), tuple(rules))]


def _shaped(path: Sequence[str]) -> Input:
    return Input(**setting_of(OrderSettings, path))


def _calendar(files: ProfileFiles) -> list[AnyGroup]:
    clock, day = Input("time"), Input("date")
    works: Choices = {"true": _("上班"), "false": _("放假")}
    return [
        ListGroup(
            _("工作时间"),
            "calendar.yaml",
            ("roster",),
            (("0", _("从"), clock), ("1", _("到"), clock)),
            "pair",
            hint=_("从早到晚写，合计 8 小时；一个工作日按 8 个工作小时计。"),
        ),
        ListGroup(
            _("与国家安排不同的日子"),
            "calendar.yaml",
            ("extra_days",),
            (("day", _("日期"), day), ("works", _("这天"), Input("choice", works))),
            "day",
            spare=4,
            hint=_(
                "国家法定节假日和调休已按国务院办公厅的通知计入，这里只写不同的。清空日期就是去掉这一行。"
            ),
        ),
    ]


def _texts(files: ProfileFiles) -> list[AnyGroup]:
    file = "notify.yaml"
    data = files.yaml(file) or {}
    long = Input("long", most=500)
    roles = {
        key: f"{role['zh']} {key}" for key, role in files.yaml("orgs/roles.yaml")["roles"].items()
    }
    events: Choices = {key: labels.EVENTS.get(key, key) for key in data["texts"]}
    return [
        Group(
            _("文字"),
            _LANGUAGES,
            tuple(
                Line(
                    events[key],
                    (
                        Setting(file, ("texts", key, "zh"), long, _("中文")),
                        Setting(file, ("texts", key, "en"), long, _("英文")),
                    ),
                    key,
                )
                for key in data["texts"]
            ),
            _("占位写在大括号里，两种语言用的要一样：")
            + " ".join(f"{{{p}}}" for p in sorted(PLACEHOLDERS)),
            preview=True,
        ),
        ListGroup(
            _("超时升级"),
            file,
            ("escalation",),
            (
                ("when", _("什么时候"), Input("choice", labels.WHEN)),
                ("tell", _("告诉谁"), Input("many", roles)),
                ("text", _("用哪条文字"), Input("choice", events)),
            ),
            "mapping",
            hint=_("什么时候一栏选空白，就是去掉这一行。告诉谁：写岗位的键，用逗号分开。"),
        ),
    ]


def _rates(files: ProfileFiles) -> list[AnyGroup]:
    def line(label: Text, *path: str) -> Line:
        made = Input(**setting_of(RatesShape, path))
        return Line(label, (Setting(RATES_FILE, path, made, label),))

    return [
        Group(
            _("权重（合计 100）"),
            (_("值"),),
            (
                line(_("响应率"), "weights", "response"),
                line(_("解决率"), "weights", "solved"),
                line(_("满意率"), "weights", "satisfied"),
            ),
            _("北京《接诉即办工作条例》第32条要求按三率考核，没有给公式，权重由本地定。"),
        ),
        Group(
            _("样本"),
            (_("值"),),
            (line(_("最少几件才算分"), "least"),),
            _("不到这个数只列原数，免得一两件定高低。"),
        ),
    ]


def _model(files: ProfileFiles) -> list[AnyGroup]:
    pages = {item.key: item.label for item in NAVIGATION["desk"]}
    classes = {key[0]: row["name"] for key, row in files.rows("orders/categories.csv").items()}
    figures = {name: name for name in FIGURES}
    many = [Input("many", choices, required=False) for choices in (pages, figures, classes)]
    return [
        ListGroup(
            _("各部分"),
            "model.yaml",
            ("parts",),
            (
                ("key", _("键"), Input(most=40)),
                ("zh", _("中文"), Input(most=40)),
                ("en", _("英文"), Input(most=60)),
                ("pages", _("工作台栏目"), many[0]),
                ("figures", _("大屏数字"), many[1]),
                ("classes", _("类别"), many[2]),
            ),
            "mapping",
            hint=_(
                "按本地自己的说法给工作台栏目和大屏数字归类；多个用逗号分开。键清空就是去掉这一行。"
            ),
        )
    ]


def _services(files: ProfileFiles) -> list[AnyGroup]:
    def line(shape: type[BaseModel], section: str, label: Text, *path: str) -> Line:
        file = f"{section}.yaml"
        return Line(label, (Setting(file, path, Input(**setting_of(shape, path)), label),))

    def rooms(label: Text, *path: str) -> Line:
        return line(VenueSettings, VENUES, label, *path)

    def posts(label: Text, *path: str) -> Line:
        return line(VolunteerSettings, VOLUNTEERING, label, *path)

    settings = files.yaml(f"{VENUES}.yaml") or {}

    def named(title: Text, part: str) -> Group:
        rows = [one["name"]["zh"] for one in settings.get(part, ())]
        return Group(
            title, _LANGUAGES,
            tuple(
                Line(said, both(f"{VENUES}.yaml", (part, index, "name"), 40))
                for index, said in enumerate(rows)
            ),
        )  # fmt: skip

    kinds = {one["key"]: one["name"]["zh"] for one in settings.get("room_kinds", ())}
    checked = Setting(
        f"{VENUES}.yaml", ("checklist",), Input("many", kinds, named=True), _("该有哪几间")
    )
    return [
        Group(
            _("每个社区该有哪几间"),
            (_("值"),),
            (Line(_("该有哪几间"), (checked,)),),
            _("“阵地”里缺什么，照这张清单查。"),
        ),
        named(_("站点的类别"), "station_kinds"),
        named(_("屋子的类别"), "room_kinds"),
        named(_("站点的功能"), "functions"),
        Group(
            _("新登记的屋子怎么预约"),
            (_("值"),),
            (
                rooms(_("最多提前几天"), "booking", "ahead_days"),
                rooms(_("一次最长几分钟"), "booking", "longest_minutes"),
                rooms(_("居民同时几个预约"), "booking", "open_most"),
                rooms(_("单位同时几个预约"), "booking", "unit_most"),
                rooms(_("要社区确认才算约好"), "booking", "confirm"),
                rooms(_("开始前多少分钟可以到场签到"), "early_minutes"),
            ),
            _("已经登记的屋子按自己的规则，在“阵地”里改。"),
        ),
        Group(
            _("志愿岗位"),
            (_("值"),),
            (
                posts(_("一个岗位最多多少名额"), "most_places"),
                posts(_("开始前几小时提醒"), "remind_hours"),
                posts(_("单位名单上没有回应的，几天后删"), "invite_days"),
                posts(_("岗位结束几个月后删去称呼"), "keep_names_months"),
                posts(_("签到码几秒换一次"), "check_in", "code_seconds"),
                posts(_("比对地点时多少米以内"), "check_in", "metres"),
            ),
        ),
    ]


SUBJECTS: Final[dict[str, Subject]] = {
    subject.key: subject
    for subject in (
        Subject("names", _("各种名称"), "flag", _("平台、层级、岗位和单位类别怎么叫"),
                ("profile.yaml", "areas/levels.yaml", "orgs/roles.yaml", "orgs/kinds.yaml"), _names),
        Subject("stages", _("环节时限与规则"), "clock", _("受理、派遣、签收等各环节的时限，评价、延期、照片等规则"),
                ("orders/settings.yaml",), _stages),
        Subject("calendar", _("日历"), "calendar", _("工作时间，与国家安排不同的日子"),
                ("calendar.yaml",), _calendar),
        Subject("texts", _("文字"), "message", _("给居民和工作人员的通知，超时告诉谁"),
                ("notify.yaml",), _texts),
        Subject("rates", _("三率权重"), "gauge", _("响应、解决、满意三率怎么合成一个分"),
                (RATES_FILE,), _rates),
        Subject("services", _("预约和志愿岗位"), "home", _("屋子怎么预约，志愿岗位的名额、提醒和签到"),
                (f"{VENUES}.yaml", f"{VOLUNTEERING}.yaml"), _services),
        Subject("model", _("本地说法"), "hexagons", _("本地的做法怎么说，栏目和数字按它归类"),
                ("model.yaml",), _model),
    )
}  # fmt: skip


def current_value(files: ProfileFiles, file: str, path: Path) -> Any:
    """The value at a path; None when it is not there."""
    found = files.yaml(file)
    for part in path:
        try:
            found = found[part]
        except (KeyError, IndexError, TypeError):
            return None
    return found
