"""The form of service times."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..services.save_times import MOST

_TIME = {"type": "time"}
WEEKDAYS = [
    (0, _("周一")), (1, _("周二")), (2, _("周三")), (3, _("周四")), (4, _("周五")), (5, _("周六")),
    (6, _("周日")),
]  # fmt: skip


class TimesForm(forms.Form):
    """At which hours somebody comes every week, and how many homes they can take."""

    body = forms.ChoiceField(label=_("哪个单位"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("星期几"), coerce=int, choices=WEEKDAYS, widget=forms.CheckboxSelectMultiple
    )
    starts = forms.TimeField(label=_("几点开始"), widget=forms.TimeInput(_TIME))
    ends = forms.TimeField(label=_("几点结束"), widget=forms.TimeInput(_TIME))
    capacity = forms.IntegerField(label=_("能上门几家"), min_value=1, max_value=MOST)

    def __init__(self, bodies: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]


class DateForm(forms.Form):
    """One date: nobody comes, or somebody comes at an hour besides."""

    body = forms.ChoiceField(label=_("哪个单位"))
    day = forms.DateField(label=_("哪一天"), widget=forms.DateInput({"type": "date"}))
    closed = forms.BooleanField(label=_("这天不上门（过节、停电）"), required=False)
    starts = forms.TimeField(
        label=_("加一个时段，几点开始"), required=False, widget=forms.TimeInput(_TIME)
    )
    ends = forms.TimeField(label=_("几点结束"), required=False, widget=forms.TimeInput(_TIME))
    capacity = forms.IntegerField(
        label=_("能上门几家"), min_value=1, max_value=MOST, required=False
    )

    def __init__(self, bodies: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("closed"):
            for name in ("starts", "ends", "capacity"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, _("这里要填。"))
        return values
