"""The forms of a community's menu."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from ..menu import AT_ONCE_MOST, DAYS_MOST, NAME_MOST, PAIN_MOST, WORDS_MOST


class DishForm(forms.Form):
    """One line."""

    pain_words = forms.CharField(label=_("解决什么难处"), max_length=PAIN_MOST)
    name = forms.CharField(
        label=_("菜名：一项什么服务"), max_length=NAME_MOST, help_text=_("居民看到的就是这几个字")
    )
    words = forms.CharField(
        label=_("怎么服务、到什么程度"), max_length=WORDS_MOST,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=_("写事，不写是谁：不写姓名、电话、病情"),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("几个工作日办好"), min_value=1, max_value=DAYS_MOST, initial=5
    )


class TakeForm(forms.Form):
    """Who provides it and how many orders at a time."""

    body = forms.CharField(max_length=40)
    at_once = forms.IntegerField(label=_("同时最多办几单"), min_value=1, max_value=AT_ONCE_MOST)
