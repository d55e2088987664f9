"""Forms of bought services."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..lists import NAME_MOST, WORDS_MOST
from ..purchasing import AMOUNT_MOST, GRADES, HOURS_MOST, TIMES_MOST
from ..services.count_service import MINUTES_MOST
from ..services.record_purchase import Agreed

_DAY = {"type": "date"}


class PurchaseForm(forms.Form):
    """One project, as the contract says."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(label=_("项目名称"), max_length=NAME_MOST)
    buyer = forms.ChoiceField(label=_("购买单位"))
    contractor = forms.ChoiceField(label=_("承接单位"))
    body = forms.ChoiceField(label=_("服务哪个社区"), help_text=_("由它确认服务、作出评价"))
    starts_on = forms.DateField(label=_("从哪天"), widget=forms.DateInput(_DAY))
    ends_on = forms.DateField(label=_("到哪天"), widget=forms.DateInput(_DAY))
    hours = forms.IntegerField(label=_("约定服务小时"), min_value=1, max_value=HOURS_MOST)
    person_times = forms.IntegerField(label=_("约定服务人次"), min_value=1, max_value=TIMES_MOST)
    amount = forms.DecimalField(
        label=_("金额（元）"), min_value=0, max_value=AMOUNT_MOST, decimal_places=2, max_digits=12
    )

    def __init__(self, choices: dict[str, list[tuple[str, str]]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def agreed(self) -> Agreed:
        """What was filled in."""
        return Agreed(**{k: v for k, v in self.cleaned_data.items() if k != "key"})


class CountForm(forms.Form):
    """An order with its minutes, or an activity."""

    order = forms.CharField(max_length=24, required=False)
    activity_id = forms.IntegerField(min_value=1, max_value=2**62, required=False)
    minutes = forms.IntegerField(
        label=_("服务了多少分钟"), min_value=1, max_value=MINUTES_MOST, required=False
    )


class SettleForm(forms.Form):
    """The community's yes or no."""

    confirmed = forms.BooleanField(required=False)
    reason = forms.CharField(label=_("没认可的原因"), max_length=WORDS_MOST, required=False)


class JudgeForm(forms.Form):
    """The community's word on a quarter."""

    quarter = forms.DateField()
    grade = forms.TypedChoiceField(coerce=int, choices=list(GRADES.items()))
    text = forms.CharField(max_length=WORDS_MOST)


class StopForm(forms.Form):
    """Why it ends early."""

    reason = forms.CharField(max_length=WORDS_MOST)
