"""Forms of bookings, on the phone and on the desk."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..rules import SERIES_MOST
from ..services.book_room import PEOPLE_MOST, Wanted


class BookingForm(forms.Form):
    """Day, start and length come from the free times that the page showed."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    day = forms.DateField(widget=forms.HiddenInput)
    minutes = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=1440)
    starts = forms.TimeField(
        label=_("几点开始"), widget=forms.RadioSelect,
        error_messages={"required": _("请选几点开始。")},
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("做什么用"), max_length=60, help_text=_("一句话就行，比如“练舞”；不要写姓名和病情")
    )
    people = forms.IntegerField(label=_("几个人"), min_value=1, max_value=PEOPLE_MOST, initial=2)
    weeks = forms.IntegerField(
        label=_("连约几周"), min_value=1, max_value=SERIES_MOST, initial=1,
        help_text=_("每周同一天同一时间；有一天约不上就一次也不约"),
    )  # fmt: skip

    def wanted(self, body: str = "") -> Wanted:
        """What was filled in."""
        values: dict[str, Any] = {k: v for k, v in self.cleaned_data.items() if k != "key"}
        values.pop("body", None)
        return Wanted(**values, body=body)


class DeskBookingForm(BookingForm):
    """In the name of a body in which one holds a post."""

    body = forms.ChoiceField(label=_("以哪个单位的名义"))
    day = forms.DateField(
        label=_("哪一天"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    starts = forms.TimeField(label=_("几点开始"), widget=forms.TimeInput({"type": "time"}))
    minutes = forms.IntegerField(label=_("几分钟"), min_value=15, max_value=1440, initial=60)

    def __init__(self, bodies: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]
        self.order_fields(["key", "body", "day", "starts", "minutes", "weeks", "purpose", "people"])


class KeeperBookingForm(DeskBookingForm):
    """For somebody who asks at the counter or by phone."""

    phone = forms.CharField(label=_("手机号"), max_length=20)
    name = forms.CharField(label=_("怎么称呼"), max_length=20, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__([], *args, **more)
        del self.fields["body"]
        self.order_fields(["key", "phone", "name", "day", "starts", "minutes", "weeks", "purpose"])
