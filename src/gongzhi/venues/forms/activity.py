"""Forms of activities and interest groups."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..config import names
from ..models import InterestGroup, Room, Station
from ..services.save_activity import LONGEST, PLACES_MOST, ActivityDraft


class ActivityForm(forms.Form):
    """An activity at one station."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    title = forms.CharField(label=_("什么活动"), max_length=60)
    about = forms.CharField(
        label=_("说明"), max_length=400, required=False, widget=forms.Textarea({"rows": 3})
    )
    day = forms.DateField(label=_("哪一天"), widget=forms.DateInput({"type": "date"}))
    starts = forms.TimeField(label=_("几点开始"), widget=forms.TimeInput({"type": "time"}))
    minutes = forms.IntegerField(label=_("几分钟"), min_value=15, max_value=LONGEST, initial=90)
    places = forms.IntegerField(label=_("名额"), min_value=1, max_value=PLACES_MOST)
    closes_hours = forms.IntegerField(
        label=_("开始前几小时截止报名"), min_value=0, max_value=720, initial=2
    )
    room_id = forms.TypedChoiceField(
        label=_("用哪间屋子"), coerce=int, empty_value=None, required=False,
        help_text=_("选了就同时约好这间屋子"),
    )  # fmt: skip
    group_id = forms.TypedChoiceField(
        label=_("哪个兴趣团体"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, station: Station, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rooms = Room.objects.filter(station=station, ended_on=None).values_list("pk", "name")
        groups = InterestGroup.objects.filter(body_id=station.body_id, ended_on=None)
        self.fields["room_id"].choices = [("", _("不用屋子")), *rooms]  # type: ignore[attr-defined]
        self.fields["group_id"].choices = [  # type: ignore[attr-defined]
            ("", "—"), *groups.values_list("pk", "name"),
        ]  # fmt: skip

    def draft(self) -> ActivityDraft:
        """What was filled in."""
        return ActivityDraft(**{k: v for k, v in self.cleaned_data.items() if k != "key"})


class GroupForm(forms.Form):
    """An interest group of a community."""

    body = forms.ChoiceField(label=_("哪个社区"))
    kind = forms.ChoiceField(label=_("类别"))
    name = forms.CharField(label=_("名称"), max_length=40)
    about = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, bodies: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["body"].choices = bodies  # type: ignore[attr-defined]
        self.fields["kind"].choices = list(names("group_kinds").items())  # type: ignore[attr-defined]
