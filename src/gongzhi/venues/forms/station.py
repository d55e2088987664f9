"""Forms of stations, rosters and rooms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..config import names, settings_or_none
from ..models import Room, Station
from ..services.save_room import RoomDraft
from ..services.save_roster import SHIFTS_MOST, ShiftDraft
from ..services.save_station import StationDraft
from ..words import CONDITIONS, TENURES, WEEKDAYS

_TIME = forms.TimeInput({"type": "time"}, format="%H:%M")


class StationForm(forms.Form):
    """One station; `body` only when it is new."""

    body = forms.ChoiceField(label=_("哪个社区"))
    kind = forms.ChoiceField(label=_("类别"))
    name = forms.CharField(label=_("名称"), max_length=60)
    area = forms.CharField(
        label=_("网格编码"), max_length=20, required=False,
        help_text=_("只服务一个网格或小区的才填"),
    )  # fmt: skip
    address = forms.CharField(label=_("地址"), max_length=120, required=False)
    phone = forms.CharField(label=_("电话"), max_length=20, required=False)
    functions = forms.MultipleChoiceField(
        label=_("有哪些功能"), required=False, widget=forms.CheckboxSelectMultiple
    )
    opens = forms.TimeField(label=_("开门"), widget=_TIME)
    closes = forms.TimeField(label=_("关门"), widget=_TIME)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("开放日"), coerce=int, choices=list(enumerate(WEEKDAYS)),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    closed_holidays = forms.BooleanField(label=_("法定节假日不开门"), required=False)
    tenure = forms.ChoiceField(
        label=_("产权"), required=False, choices=[("", "—"), *TENURES.items()]
    )
    floor_area = forms.DecimalField(
        label=_("面积（平方米）"), required=False, max_digits=8, decimal_places=1
    )
    condition = forms.ChoiceField(
        label=_("房屋状况"), required=False, choices=[("", "—"), *CONDITIONS.items()]
    )

    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)

    def __init__(self, bodies: list[tuple[str, str]] | None, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if bodies is None:
            del self.fields["body"]
        else:
            self.fields["body"].choices = bodies  # type: ignore[attr-defined]
        self.fields["kind"].choices = list(names("station_kinds").items())  # type: ignore[attr-defined]
        self.fields["functions"].choices = list(names("functions").items())  # type: ignore[attr-defined]

    def draft(self) -> StationDraft:
        """What was filled in."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "body"}
        values["weekdays"] = tuple(values["weekdays"])
        values["functions"] = tuple(values["functions"])
        return StationDraft(**values)


def usual_hours() -> dict[str, Any]:
    """What a new station begins with."""
    settings = settings_or_none()
    if settings is None:
        return {}
    return {
        "opens": settings.roster.opens, "closes": settings.roster.closes,
        "weekdays": list(range(7)),
    }  # fmt: skip


def words_of(row: Station, area_code: str) -> dict[str, Any]:
    """The form of a station as it is."""
    kept = {name: getattr(row, name) for name in StationForm.base_fields if hasattr(row, name)}
    return kept | {"area": area_code}


class RosterForm(forms.Form):
    """Up to four shifts; lines left empty do not count."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for number in range(1, SHIFTS_MOST + 1):
            self.fields[f"name{number}"] = forms.CharField(
                label=_("班次"), max_length=20, required=False
            )
            self.fields[f"starts{number}"] = forms.TimeField(
                label=_("几点起"), required=False, widget=_TIME
            )
            self.fields[f"ends{number}"] = forms.TimeField(
                label=_("几点止"), required=False, widget=_TIME
            )
            self.fields[f"post{number}"] = forms.CharField(
                label=_("值班岗位"), max_length=40, required=False
            )
        self.fields["sets_hours"] = forms.BooleanField(
            label=_("社区按这里的值班时间办事"), required=False,
            help_text=_("勾上以后，社区按小时算的时限只在值班时间里走；按工作日算的不变。"),
        )  # fmt: skip

    @property
    def rows(self) -> list[list[Any]]:
        """Bound fields, a line each."""
        return [
            [self[f"{name}{number}"] for name in ("name", "starts", "ends", "post")]
            for number in range(1, SHIFTS_MOST + 1)
        ]

    def clean(self) -> dict[str, Any]:
        """A line is filled whole or not at all."""
        values: dict[str, Any] = super().clean() or {}
        for number in range(1, SHIFTS_MOST + 1):
            line = [values.get(f"{name}{number}") for name in ("name", "starts", "ends", "post")]
            if any(line) and not all(one not in (None, "") for one in line):
                self.add_error(f"name{number}", _("这一行请填全，或者全空着。"))
        return values

    def shifts(self) -> list[ShiftDraft]:
        """The lines that were filled."""
        values = self.cleaned_data
        return [
            ShiftDraft(
                values[f"name{n}"], values[f"starts{n}"], values[f"ends{n}"], values[f"post{n}"]
            )
            for n in range(1, SHIFTS_MOST + 1)
            if values.get(f"name{n}")
        ]


def roster_words(row: Station) -> dict[str, Any]:
    """The shifts as they are."""
    return {"sets_hours": row.sets_hours} | {
        f"{name}{number}": getattr(shift, name)
        for number, shift in enumerate(row.shifts.all(), 1)
        for name in ("name", "starts", "ends", "post")
    }


class RoomForm(forms.Form):
    """A room and the rules by which it is booked."""

    kind = forms.ChoiceField(label=_("类别"))
    name = forms.CharField(label=_("名称"), max_length=60)
    seats = forms.IntegerField(label=_("容纳人数"), required=False, min_value=1, max_value=2000)
    floor_area = forms.DecimalField(
        label=_("面积（平方米）"), required=False, max_digits=8, decimal_places=1
    )
    bookable = forms.BooleanField(label=_("居民和单位可以预约"), required=False)
    confirm = forms.BooleanField(label=_("要社区确认才算约好"), required=False)
    ahead_days = forms.IntegerField(label=_("最多提前几天"), min_value=1, max_value=365)
    longest_minutes = forms.IntegerField(label=_("一次最长几分钟"), min_value=30, max_value=1440)
    open_most = forms.IntegerField(label=_("居民同时几个预约"), min_value=1, max_value=50)
    unit_most = forms.IntegerField(label=_("单位同时几个预约"), min_value=1, max_value=50)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["kind"].choices = list(names("room_kinds").items())  # type: ignore[attr-defined]

    def draft(self) -> RoomDraft:
        """What was filled in."""
        return RoomDraft(**self.cleaned_data)


def room_words(row: Room | None) -> dict[str, Any]:
    """The form of a room as it is, or the profile's rules for a new one."""
    if row is not None:
        return {name: getattr(row, name) for name in RoomForm.base_fields}
    settings = settings_or_none()
    return settings.booking.model_dump() if settings else {}


class DateForm(forms.Form):
    """One date: closed when no hours are given."""

    day = forms.DateField(label=_("哪一天"), widget=forms.DateInput({"type": "date"}))
    closed = forms.BooleanField(label=_("这天不开门"), required=False)
    opens = forms.TimeField(label=_("这天几点开门"), required=False, widget=_TIME)
    closes = forms.TimeField(label=_("这天几点关门"), required=False, widget=_TIME)
    why = forms.CharField(
        label=_("为什么"),
        max_length=20,
        required=False,
        help_text=_("几个字，居民看得到，如“停电”"),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.pop("closed", False):
            return values | {"opens": None, "closes": None}
        for name in ("opens", "closes"):
            if not values.get(name) and name not in self.errors:
                self.add_error(name, _("这里要填。"))
        return values
