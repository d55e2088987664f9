"""Forms of import, export and the plan of grids."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.areas.geometry import crs

DATE_INPUT: Final = {"type": "date"}


def _crs_choices(first: Any) -> list[tuple[str, Any]]:
    return [("", first), *crs.CHOICES]


class UploadForm(forms.Form):
    """A file of areas, its coordinate system and the day from which it shall hold."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_("GeoJSON、CSV 或 Excel（.xlsx），最大30 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,.csv,.xlsx,.xls"}),
        error_messages={"required": _("请选一个文件。"), "empty": _("这个文件是空的。")},
    )
    crs = forms.ChoiceField(
        label=_("坐标系"),
        required=False,
        choices=_crs_choices(_("文件里已写明")),
        help_text=_("没有写明的文件要在这里选一个，否则不收"),
    )
    day = forms.DateField(
        label=_("从哪天起生效"), widget=forms.DateInput(attrs=DATE_INPUT, format="%Y-%m-%d")
    )


class ExportForm(forms.Form):
    """Which areas, of which day, how written. Choices of areas are the view's."""

    area = forms.CharField(label=_("区域"), max_length=20)
    day = forms.DateField(
        label=_("哪天的边界"), widget=forms.DateInput(attrs=DATE_INPUT, format="%Y-%m-%d")
    )
    file_format = forms.ChoiceField(
        label=_("格式"),
        choices=[("geojson", "GeoJSON"), ("xlsx", "Excel (.xlsx)"), ("csv", "CSV")],
    )
    crs = forms.ChoiceField(label=_("坐标系"), choices=crs.CHOICES)

    def __init__(self, areas: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].widget = forms.Select(choices=areas)


class PlanForm(forms.Form):
    """Homes of an area, and how many households a grid may hold."""

    area = forms.CharField(label=_("给哪个区域划网格"), max_length=20)
    file = forms.FileField(
        label=_("住户文件"),
        help_text=_("列：地址、经度、纬度、户数；可加小区或街路名，同名的不拆开。不需要姓名"),
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json,.csv,.xlsx,.xls"}),
        error_messages={"required": _("请选一个文件。"), "empty": _("这个文件是空的。")},
    )
    crs = forms.ChoiceField(
        label=_("坐标系"), required=False, choices=_crs_choices(_("文件里已写明"))
    )
    lowest = forms.IntegerField(label=_("每格最少户数"), min_value=1, max_value=100_000)
    highest = forms.IntegerField(label=_("每格最多户数"), min_value=1, max_value=100_000)

    def __init__(self, areas: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].widget = forms.Select(choices=areas)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        low, high = values.get("lowest"), values.get("highest")
        if low and high and low > high:
            self.add_error("highest", _("最多户数不能小于最少户数。"))
        return values
