"""Forms of posts and service days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kernel import clock
from gongzhi.kernel.clock import LOCAL_TZ
from gongzhi.orgs.forms.fields import day_field
from gongzhi.volunteering.config import ServiceDay, post_kinds, skill_names, volunteer_settings
from gongzhi.volunteering.models import Team
from gongzhi.volunteering.rules import service_days
from gongzhi.volunteering.services.publish_post import Wanted
from gongzhi.web.words import datetime_text

_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class _Common(forms.Form):
    title = forms.CharField(label=_("岗位名称"), max_length=60)
    text = forms.CharField(
        label=_("做什么"), max_length=500, required=False, widget=forms.Textarea({"rows": 3})
    )
    meeting_place = forms.CharField(label=_("在哪里集合"), max_length=100)
    places = forms.IntegerField(label=_("名额"), min_value=1)
    skills = forms.MultipleChoiceField(
        label=_("最好会什么"), required=False, widget=forms.CheckboxSelectMultiple
    )
    lon = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, min_value=-90, max_value=90)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["skills"].choices = list(skill_names().items())  # type: ignore[attr-defined]
        self.fields["places"].widget.attrs["max"] = volunteer_settings().most_places

    def shared(self) -> dict[str, Any]:
        """What both kinds of forms say of a post."""
        clean = self.cleaned_data
        names = ("title", "text", "meeting_place", "places", "skills", "lon", "lat")
        return {name: clean[name] for name in names}


class PostForm(_Common):
    """One post."""

    kind = forms.ChoiceField(label=_("岗位类别"))
    on = day_field(_("哪天"))
    starts_at = forms.TimeField(label=_("几点开始"), widget=_TIME)
    ends_at = forms.TimeField(label=_("几点结束"), widget=_TIME)
    claim_until = forms.DateTimeField(
        label=_("报名截止"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("不写就到开始为止"),
    )  # fmt: skip
    theme = forms.CharField(label=_("本月主题"), max_length=60, required=False)
    team = forms.TypedChoiceField(
        label=_("哪支队伍的活动"), required=False, coerce=int, empty_value=None
    )
    training = forms.BooleanField(label=_("这是队伍的培训"), required=False)
    field_order = (
        "kind", "title", "text", "on", "starts_at", "ends_at", "places", "meeting_place",
        "claim_until", "skills", "team", "training", "theme", "lon", "lat",
    )  # fmt: skip

    def __init__(self, teams: Sequence[Team], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        named = [(str(one.pk), one.name) for one in teams]
        self.fields["team"].choices = [("", _("不是队伍的活动")), *named]  # type: ignore[attr-defined]
        if not named:
            del self.fields["team"], self.fields["training"]
        self.fields["kind"].choices = list(post_kinds().items())  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """The post as the service takes it."""
        clean = self.cleaned_data

        def at(time: Any) -> datetime:
            return datetime.combine(clean["on"], time, LOCAL_TZ)

        return Wanted(
            kind=clean["kind"], starts_at=at(clean["starts_at"]), ends_at=at(clean["ends_at"]),
            claim_until=clean["claim_until"], theme=clean["theme"], team=clean.get("team"),
            training=clean.get("training", False), **self.shared(),
        )  # fmt: skip


class DaysForm(_Common):
    """A service day for some weeks."""

    day = forms.ChoiceField(label=_("哪个服务日"))
    weeks = forms.IntegerField(label=_("安排几周"), min_value=1, max_value=26)
    field_order = ("day", "weeks", "title", "text", "places", "meeting_place", "skills")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        days, now = volunteer_settings().service_days, clock.local(clock.now())
        self.fields["day"].choices = [(one.key, _when_said(one, now)) for one in days]  # type: ignore[attr-defined]

    def wanted(self, now: datetime) -> Wanted:
        """Times and kind are those of the day."""
        return Wanted(
            kind="", starts_at=now, ends_at=now, day=self.cleaned_data["day"], **self.shared()
        )


def _when_said(day: ServiceDay, now: datetime) -> str:
    """The service day with its next time; weekday and hours stand in the settings, not the form."""
    first = service_days(now, day.weekday, day.starts, 1)[0]
    return _("%(name)s（下一次%(when)s）") % {
        "name": day.name.said(),
        "when": datetime_text(first, now=now),
    }
