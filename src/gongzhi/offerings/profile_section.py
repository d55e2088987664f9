"""The profile section of offerings: `offerings/items.csv` and `offerings/lists.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from django.utils.translation import gettext as _
from pydantic import Field

from gongzhi.profiles.csvfile import Row
from gongzhi.profiles.problems import Problems
from gongzhi.profiles.registry import Context, Section, register_section
from gongzhi.profiles.schema import Shape, Text, check_document, check_rows
from gongzhi.profiles.source import ProfileSource

ITEMS, LISTS = "offerings/items", "offerings/lists"
HANDED_OVER_BY: Final = "errand"  # the process of items that another system finishes
LISTED: Final = "listed_item"  # the field of a process that keeps which item was ordered
NEEDED: Final = ("code", "kind", "class", "name", "name_en", "channel", "provider")
OPTIONAL: Final = (
    "basis", "materials", "days", "standard", "steps", "process", "preset", "areas", "aliases",
)  # fmt: skip


class ItemShape(Shape):
    """One item. `days` are working days, 0 is at once; `preset` is `field=option`."""

    code: str = Field(pattern=r"^[A-Z]{1,3}\d{2,3}$")
    kind: Literal["one_stop", "order", "shared", "steward", "whistle"]
    class_: str = Field(alias="class", min_length=1, max_length=40)
    name: str = Field(min_length=2, max_length=40)
    name_en: str = Field(min_length=2, max_length=80)
    channel: Literal["window", "self", "errand"]
    provider: str
    basis: str = Field(default="", max_length=200)
    materials: str = Field(default="", max_length=200)
    days: int = Field(default=0, ge=0, le=365)
    standard: str = Field(default="", max_length=200)
    steps: str = Field(default="", max_length=300)
    process: str = ""
    preset: str = ""
    areas: str = ""
    aliases: str = Field(default="", max_length=100)


class ListShape(Shape):
    """need: what is wanted; offer: what there is; carry: what was agreed and is carried out."""

    key: str = Field(pattern="^[a-z_]{2,20}$")
    side: Literal["need", "offer", "carry"]
    name: Text


class MatchingShape(Shape):
    """How far apart a need and an offer may be, and how many one body takes at a time."""

    farthest_km: float = Field(gt=0, le=200)
    most_each: int = Field(ge=1, le=200)


class OrderingShape(Shape):
    """Days ahead for windows, hours before until which residents change, days made ahead."""

    ahead_days: int = Field(ge=1, le=60)
    change_hours: int = Field(ge=0, le=168)
    made_ahead_days: int = Field(ge=1, le=60)


class MenuShape(Shape):
    """What an order of a community's own menu starts (QJ-10), and how many lines one menu has."""

    process: str
    preset: str = ""
    most: int = Field(default=30, ge=1, le=200)


class ListsShape(Shape):
    classes: dict[str, Text]
    lists: list[ListShape]
    matching: MatchingShape
    ordering: OrderingShape
    menu: MenuShape | None = None
    handed_over: list[str] = []
    links: dict[str, str] = {}
    # Words of the catalogue's materials, steps, standards and bases → their English.
    words: dict[str, str] = Field(default_factory=dict)


def check_lists(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """Classes of items, and the three lists: one of each side."""
    document = source.yaml("offerings/lists.yaml")
    shape = check_document(document, ListsShape, problems) if document else None
    if document is None or shape is None:
        return None
    if sorted(one.side for one in shape.lists) != ["carry", "need", "offer"]:
        problems.add(document.place("lists"), _("要有三个清单：need、offer、carry 各一个"))
    left_out = (context.documents.get("orders/settings") or {}).get("processes_left_out") or ()
    if shape.menu is not None and shape.menu.process in left_out:
        shape.menu = None
    _check_menu(document, shape.menu, context.documents.get("orders/processes") or {}, problems)
    ordering = shape.ordering
    if ordering.made_ahead_days > ordering.ahead_days:
        problems.add(
            document.place("ordering", "made_ahead_days"),
            _("不能比 ahead_days 大：还不能约的日子不能先生成订单"),
        )
    return shape.model_dump()


def _check_menu(
    document: Any, menu: MenuShape | None, processes: Mapping[str, Any], problems: Problems
) -> None:
    """Its process is one that residents start and that keeps the item; its option is there."""
    if menu is None:
        return
    process = processes.get(menu.process)
    residents = (process or {}).get("residents")
    if process is None or LISTED not in ((residents or {}).get("carries") or ()):
        fit = sorted(
            key
            for key, one in processes.items()
            if LISTED in ((one.get("residents") or {}).get("carries") or ())
        )
        problems.add(
            document.place("menu", "process"), _("没有“%(value)s”") % {"value": menu.process}, fit
        )
        return
    if menu.preset:
        name, _mark, option = menu.preset.partition("=")
        fields = {one["key"]: one for one in process.get("fields") or ()}
        options = [one["key"] for one in (fields.get(name) or {}).get("options") or ()]
        if option not in options:
            place = document.place("menu", "preset")
            problems.add(place, _("没有“%(value)s”") % {"value": option}, options)


def check_items(source: ProfileSource, problems: Problems, context: Context) -> Any:
    """The rows as plain documents; what they name has to be there.

    Items of a process that the city leaves out go with it.
    """
    rows = source.rows("offerings/items.csv", columns=NEEDED, optional=OPTIONAL, key=("code",))
    settings = context.documents.get("orders/settings") or {}
    left_out = settings.get("processes_left_out") or ()
    checked = check_rows(rows, ItemShape, problems)
    found = [(row, item) for row, item in checked if item.process not in left_out]
    lists = context.documents.get(LISTS) or {}
    _check_outside(source, [item for _row, item in checked], lists, problems)
    for row, item in found:
        _known(row, "class", item.class_, lists.get("classes", {}), problems)
        _known(row, "provider", item.provider, _kinds(context), problems)
        _check_process(row, item, context.documents.get("orders/processes") or {}, problems)
        if item.areas:
            codes = context.work["areas"]
            for code in item.areas.split("|"):
                _known(row, "areas", code, codes, problems, show=False)
    return [item.model_dump(by_alias=True) for _row, item in found]


def _check_outside(
    source: ProfileSource, items: Sequence[ItemShape], lists: Mapping[str, Any], problems: Problems
) -> None:
    """What another system does: items handed over are errands, links are https and of items.

    What is said of an item whose process is left out goes with it.
    """
    document = source.yaml("offerings/lists.yaml")
    if document is None:
        return
    errands = sorted(item.code for item in items if item.process == HANDED_OVER_BY)
    for code in lists.get("handed_over") or ():
        if code not in errands:
            place = document.place("handed_over")
            problems.add(place, _("“%(value)s”不是代办事项，不能转出去") % {"value": code}, errands)
    codes = sorted(item.code for item in items)
    for code, url in (lists.get("links") or {}).items():
        if code not in codes:
            place = document.place("links", code)
            problems.add(place, _("没有“%(value)s”") % {"value": code}, codes)
        elif not url.startswith("https://"):
            problems.add(document.place("links", code), _("网址应以 https:// 开头"))


def _kinds(context: Context) -> Mapping[str, Any]:
    return (context.documents.get("orgs") or {}).get("kinds") or {}


def _known(
    row: Row, column: str, value: str, known: Any, problems: Problems, *, show: bool = True
) -> None:
    if known and value not in known:
        words = _("没有“%(value)s”") % {"value": value}
        problems.add(row.place(column), words, sorted(known) if show else ())


def _check_process(
    row: Row, item: ItemShape, processes: Mapping[str, Any], problems: Problems
) -> None:
    """The process keeps the item for residents, or is one that the desk starts."""
    if not item.process:
        return
    _known(row, "process", item.process, processes, problems)
    process = processes.get(item.process)
    if process is None:
        return
    residents = process.get("residents")
    if residents and LISTED not in (residents.get("carries") or ()):
        problems.add(row.place("process"), _("这个流程不记目录事项（carries 里没有 listed_item）"))
    if not residents and not process.get("opens"):
        problems.add(row.place("process"), _("这个流程没有人能发起"))
    if item.preset:
        field, _mark, option = item.preset.partition("=")
        fields = {one["key"]: one for one in process.get("fields") or ()}
        options = [one["key"] for one in (fields.get(field) or {}).get("options") or ()]
        if option not in options:
            problems.add(row.place("preset"), _("没有“%(value)s”") % {"value": option}, options)


def register() -> None:
    """Make the sections known; lists first, since items name their classes."""
    register_section(Section(LISTS, 74, check_lists))
    register_section(Section(ITEMS, 75, check_items))
